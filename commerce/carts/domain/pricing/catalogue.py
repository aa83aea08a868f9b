"""The first layer: what a piece costs before any promotion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commerce.carts.domain.pricing.arithmetic import nearest
from commerce.carts.domain.pricing.inputs import Floor, FloorKind, ListedPrice, Offer
from commerce.carts.domain.pricing.outputs import PriceSource
from commerce.promotions.domain.goods import Id, id_order


@dataclass(frozen=True, slots=True)
class Shelf:
    """`listed` is the list price that counts: a price list's where one is in force. `unit` is charged for a piece."""

    listed: int
    unit: int
    source: PriceSource
    source_id: Id | None
    is_reduced: bool


def shelf(offer: Offer, pieces: int, instant: datetime) -> Shelf:
    """The price of the variant for somebody who takes `pieces` of it, over all lines.

    A price list in force replaces the list price, of several the lowest; of this and the tiers reached the lowest wins.
    """
    in_force = min(
        (listed for listed in offer.price_lists if is_in_force(listed, instant)),
        key=lambda listed: (listed.price, id_order(listed.price_list)),
        default=None,
    )
    listed, source, source_id = offer.list_price, PriceSource.LIST, None
    if in_force is not None:
        listed, source, source_id = in_force.price, PriceSource.PRICE_LIST, in_force.price_list
    unit = listed
    for tier in offer.tiers:
        if tier.at_least <= pieces and tier.price < unit:
            unit, source, source_id = tier.price, PriceSource.TIER, tier.at_least
    return Shelf(listed, unit, source, source_id, in_force is not None or offer.compare_at is not None)


def is_in_force(listed: ListedPrice, instant: datetime) -> bool:
    """Whether the instant lies in the interval; its end is outside."""
    begun = listed.starts_at is None or listed.starts_at <= instant
    return begun and (listed.ends_at is None or instant < listed.ends_at)


def room(offer: Offer, price: Shelf, floor: Floor | None) -> int:
    """The most that promotions may take off a piece: down to the store's floor, nothing if it lies below already."""
    return max(0, price.unit - lowest(offer, price, floor))


def lowest(offer: Offer, price: Shelf, floor: Floor | None) -> int:
    """What no promotion takes a piece below."""
    if floor is None:
        return 0
    if floor.kind is FloorKind.AMOUNT:
        return floor.value
    if floor.kind is FloorKind.SHARE_OF_LIST:
        return nearest(price.listed, floor.value)
    return nearest(offer.cost or 0, floor.value)
