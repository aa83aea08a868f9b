"""How much there is to try."""

from commerce.promotions.domain.actions import Layer
from tests.commerce.carts.pricing.cases import Case
from tests.commerce.carts.pricing.oracle.catalogue import goods_of
from tests.commerce.carts.pricing.oracle.eligibility import is_open
from tests.commerce.carts.pricing.oracle.placements import number_of_placements
from tests.commerce.carts.pricing.oracle.rules import rules_of


def size(case: Case) -> int:
    """The number of placements of pieces, or a little more."""
    promotions = [promotion for promotion in case.promotions if is_open(promotion, case)]
    return number_of_placements(rules_of(promotions, Layer.ITEM), goods_of(case))
