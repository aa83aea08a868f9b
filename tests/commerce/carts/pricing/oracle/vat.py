"""VAT of a document whose prices include it, and what of it lies in each line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from commerce.carts.domain.pricing.inputs import VatCategory
from commerce.promotions.domain.goods import Id
from tests.commerce.carts.pricing.figures import VatFigures
from tests.commerce.carts.pricing.oracle.shares import WHOLE, nearest, part, shared

# Names a line, the shipping or the fee.
Taxed = tuple[str, Id]


@dataclass(frozen=True)
class Paid:
    """Something taxable: what is paid for it and its category."""

    what: Taxed
    amount: int
    category: Id


def vat_figures(paid: Iterable[Paid], categories: Iterable[VatCategory]) -> dict[Id, VatFigures]:
    """Of each category in which something is paid."""
    paid = list(paid)
    gross = {category.id: sum(one.amount for one in paid if one.category == category.id) for category in categories}
    return {category.id: of_gross(gross[category.id], category.rate) for category in categories if gross[category.id]}


def of_gross(gross: int, rate: int) -> VatFigures:
    vat = nearest(Fraction(gross * rate, WHOLE + rate))
    taxable = next(net for net in (gross - vat, gross - vat - 1, gross - vat + 1) if nearest(part(rate, net)) == vat)
    return VatFigures(gross, taxable, vat, gross - vat - taxable)


def vat_shares(paid: Iterable[Paid], figures: Mapping[Id, VatFigures]) -> dict[Taxed, int]:
    """The rounded VAT of each category over what is in it: `paid` gives lines by id, then shipping, then the fee."""
    paid = list(paid)
    shares = {one.what: 0 for one in paid}
    for category, figure in figures.items():
        # Net prices of one rate are in proportion to gross ones.
        shares |= shared(figure.vat, {one.what: one.amount for one in paid if one.category == category})
    return shares
