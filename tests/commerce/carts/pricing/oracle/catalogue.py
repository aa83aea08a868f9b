"""The first layer: what a piece of each line costs, and how far it may fall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commerce.carts.domain.pricing.inputs import Floor, FloorKind, Offer
from commerce.promotions.domain.goods import Id
from tests.commerce.carts.pricing.cases import Case
from tests.commerce.carts.pricing.oracle.ids import by_id
from tests.commerce.carts.pricing.oracle.shares import nearest, part


@dataclass(frozen=True)
class Goods:
    """A line at catalogue prices. `room`: the most that promotions may take off a piece."""

    line: Id
    quantity: int
    price: int
    room: int
    is_reduced: bool
    offer: Offer


def goods_of(case: Case) -> tuple[Goods, ...]:
    """The lines in the order of ids."""
    lines = sorted(case.cart.lines, key=lambda line: by_id(line.id))
    goods = []
    for line in lines:
        offer = case.cart.offers[line.variant]
        of_the_variant = sum(other.quantity for other in lines if other.variant == line.variant)
        price = unit_price(offer, of_the_variant, case.occasion.instant)
        room = max(0, price - lowest_price(case.terms.floor, offer, case.occasion.instant))
        is_reduced = offer.compare_at is not None or bool(listed(offer, case.occasion.instant))
        goods.append(Goods(line.id, line.quantity, price, room, is_reduced, offer))
    return tuple(goods)


def listed(offer: Offer, instant: datetime) -> list[int]:
    """Prices of the lists in force."""
    return [
        entry.price
        for entry in offer.price_lists
        if (entry.starts_at is None or entry.starts_at <= instant)
        and (entry.ends_at is None or instant < entry.ends_at)
    ]


def list_price(offer: Offer, instant: datetime) -> int:
    return min(listed(offer, instant), default=offer.list_price)


def unit_price(offer: Offer, pieces: int, instant: datetime) -> int:
    reached = [tier.price for tier in offer.tiers if pieces >= tier.at_least]
    return min([list_price(offer, instant), *reached])


def lowest_price(floor: Floor | None, offer: Offer, instant: datetime) -> int:
    if floor is None:
        return 0
    if floor.kind is FloorKind.AMOUNT:
        return floor.value
    if floor.kind is FloorKind.SHARE_OF_LIST:
        return nearest(part(floor.value, list_price(offer, instant)))
    return 0 if offer.cost is None else nearest(part(floor.value, offer.cost))
