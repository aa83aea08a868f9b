"""One price, looked at: what it is for whom, when and on which way, and what it will be when it may next be another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commerce.carts.application.pricing import Asker, StorePrices, cart_to_price
from commerce.carts.domain.pricing.boundaries import Boundaries, aims_in_carts
from commerce.carts.domain.pricing.inputs import Offer
from commerce.carts.domain.pricing.outputs import PricedCart
from commerce.carts.domain.pricing.reasons import Reason
from commerce.core.errors import NotFound
from commerce.promotions.application.queries import promotions_from
from commerce.promotions.domain.goods import Id

_NOT_NOW = frozenset({Reason.NOT_STARTED, Reason.OUTSIDE_HOURS, Reason.ENDED})


@dataclass(frozen=True, slots=True)
class Inspection:
    """So many pieces of one variant as a cart of their own: `offer` and `prices` are what the price is made from.

    Time alone may change it at `until` (None: it does not), from when on it is `afterwards`.
    """

    offer: Offer
    prices: StorePrices
    priced: PricedCart
    until: datetime | None
    afterwards: PricedCart | None

    def offered_to_anybody(self) -> set[Id]:
        """The promotions that shoppers are told of at that instant: in force, and not behind a code."""
        verdicts = self.priced.verdicts
        closed = {verdict.promotion for verdict in verdicts for why in verdict.whys if why.reason in _NOT_NOW}
        return {pk for pk, each in self.prices.promotions.items() if not each.conditions.needs_code} - closed


def inspect_price(*, variant_id: int, quantity: int, asker: Asker, at: datetime) -> Inspection:
    """What `asker` would pay at that instant by the rules of today, whether pieces are left or not.

    Refuses NotFound. As many statements whatever is promised, and as many again for what comes next.
    """
    prices = StorePrices(at, asker)
    cart = cart_to_price(prices, {variant_id: quantity})
    if variant_id not in cart.offers:
        raise NotFound(variant_id=variant_id)
    offer = cart.offers[variant_id]
    aims = aims_in_carts({code.promotion_id for code in prices.coupons.values()})
    until = Boundaries(promotions_from(at), aims, instant=at, zone=prices.terms.zone).holds_until([offer])
    afterwards = None
    if until is not None:
        afterwards = cart_to_price(StorePrices(until, asker), {variant_id: quantity}).priced()
    return Inspection(offer, prices, cart.priced(), until, afterwards)
