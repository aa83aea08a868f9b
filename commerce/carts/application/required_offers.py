"""What is sold, and whether as many pieces of it as somebody wants can be had."""

from collections.abc import Mapping

from commerce.carts.domain.policies import MOST_LINES, MOST_OF_ONE, line_problem
from commerce.carts.domain.values import Problem
from commerce.catalog.application.queries import offers_for_variants
from commerce.catalog.domain.values import VariantOffer
from commerce.core.errors import NotFound, Refusal


class NotEnoughLeft(Refusal):
    """Fewer pieces are left (`left`, perhaps none) than would be in the cart."""

    code = "not_enough_left"


class InvalidQuantity(Refusal):
    """A quantity is a whole number from 1 to `most`."""

    code = "invalid_quantity"


class CartFull(Refusal):
    """A cart holds at most `most` different things."""

    code = "cart_full"


def more_of(quantities: Mapping[int, int], variant_id: int, quantity: int) -> tuple[int, VariantOffer]:
    """How many pieces of the variant a cart with these holds when so many are added, and its offer.

    Refuses as `add_to_cart`, which writes it down.
    """
    if variant_id not in quantities and len(quantities) >= MOST_LINES:
        raise CartFull(most=MOST_LINES)
    wanted = quantities.get(variant_id, 0) + quantity
    return wanted, require_offer(variant_id, wanted if quantity > 0 else quantity)


def require_offer(variant_id: int, quantity: int) -> VariantOffer:
    """The variant's offer, of which so many pieces can be had. Refuses NotFound, InvalidQuantity and NotEnoughLeft."""
    offer = offers_for_variants([variant_id]).get(variant_id)
    if offer is None or not offer.active:
        raise NotFound(variant_id=variant_id)
    problem = line_problem(quantity=quantity, available=offer.available, is_sold=True)
    if quantity < 1 or (problem is None and quantity > MOST_OF_ONE):
        raise InvalidQuantity(quantity=quantity, most=max(1, min(MOST_OF_ONE, offer.available)))
    if problem in {Problem.SOLD_OUT, Problem.FEWER_LEFT}:
        raise NotEnoughLeft(variant_id=variant_id, left=max(0, offer.available), product_slug=offer.product_slug)
    return offer
