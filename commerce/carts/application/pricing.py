"""Everything a price is made from, gathered once, and the prices made of it.

A cart, a list of products and a checkout that offers several ways of paying ask the same object; the engine
(`domain.pricing`) decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from commerce.accounts.application.queries import has_ordered
from commerce.carts.application.engine_inputs import offer_to_price, remaining_to_price, terms_to_price
from commerce.carts.domain.pricing.engine import price_cart
from commerce.carts.domain.pricing.inputs import (
    Cart,
    CartLine,
    Customer,
    EnteredCode,
    Occasion,
    Offer,
    RemainingByPromotion,
    Terms,
)
from commerce.carts.domain.pricing.outputs import PricedCart
from commerce.carts.domain.pricing.rules import Rules, compile_promotions
from commerce.catalog.application.queries import offers_for_variants, pricing_offers, pricing_terms
from commerce.catalog.domain.values import VariantOffer
from commerce.core.folding import fold
from commerce.promotions.application.queries import (
    FoundCode,
    find_codes,
    promotions_at,
    promotions_by_id,
    promotions_in_force,
    remaining_for,
)
from commerce.promotions.domain.actions import Gift
from commerce.promotions.domain.drafts import DraftedPromotion
from commerce.promotions.domain.goods import Id
from commerce.promotions.domain.values import Promotion


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for a price and on which way; what is not known yet is empty.

    `phone` (E.164) names a guest at the checkout, for whom uses of promotions are counted. `city` as it is written;
    `codes` as they were typed.
    """

    customer_id: int | None = None
    phone: str = ""
    city: str = ""
    payment_method: str = ""
    codes: tuple[str, ...] = ()

    @property
    def counted_as(self) -> str:
        """Whose uses of promotions are counted; empty for nobody known."""
        if self.customer_id is not None:
            return f"customer:{self.customer_id}"
        return f"phone:{self.phone}" if self.phone else ""


ANYBODY = Asker()
# In a preview: a customer who is signed in, whom no row names yet, so that they never ordered.
A_NEW_CUSTOMER = Asker(customer_id=0)


class StorePrices:
    """The store of the open scope at one instant: its terms, and its promotions as they stand for who asks.

    Each is read when it is first needed and then kept, so one object belongs to one request.
    """

    def __init__(
        self,
        instant: datetime,
        asker: Asker = ANYBODY,
        *,
        with_those_to_come: bool = True,
        drafts: Iterable[DraftedPromotion] = (),
    ) -> None:
        """`with_those_to_come`: the next promotions too, for who is told what there is to wait for.

        `drafts`: promotions of a preview, each in the place of the published one of its id.
        """
        self.instant = instant
        self.asker = asker
        self._drafts = tuple(drafts)
        self._promotions_at = promotions_at if with_those_to_come else promotions_in_force

    @cached_property
    def terms(self) -> Terms:
        """One statement."""
        return terms_to_price(pricing_terms())

    @cached_property
    def promotions(self) -> Mapping[Id, Promotion]:
        """By id, those too that a code opens and whose time is over or far off: the code is told that. One statement,
        and one for those."""
        drafts = [each.promotion for each in self._drafts]
        found = {each.id: each for each in (*self._promotions_at(self.instant), *drafts)}
        others = {code.promotion_id for code in self.coupons.values()} - found.keys()
        return found | {each.id: each for each in (promotions_by_id(others) if others else ())}

    @cached_property
    def remaining(self) -> RemainingByPromotion:
        """At most one statement."""
        if not self.promotions:
            return {}
        left = remaining_for(map(int, self.promotions), self.asker.counted_as, self._drafts)
        return {promotion: remaining_to_price(each) for promotion, each in left.items()}

    @cached_property
    def coupons(self) -> Mapping[str, FoundCode]:
        """What the codes open, by the code as it was typed. At most two statements."""
        return find_codes(self.asker.codes, self.asker.counted_as, self._drafts) if self.asker.codes else {}

    @cached_property
    def rules(self) -> Rules:
        return self.rules_when(self.asker.payment_method)

    def rules_when(self, payment_method: str) -> Rules:
        """The rules for who pays like this; nothing further is read."""
        return compile_promotions(
            self.promotions.values(),
            terms=self.terms,
            occasion=replace(self._occasion, payment_method=payment_method or None),
            remaining=self.remaining,
        )

    def offers(self, variant_ids: Iterable[int]) -> dict[Id, Offer]:
        """One statement, whatever the number of ids; none without any."""
        ids = set(variant_ids)
        found = pricing_offers(ids, now=self.instant) if ids else {}
        return {variant: offer_to_price(offer) for variant, offer in found.items()}

    @cached_property
    def _occasion(self) -> Occasion:
        return Occasion(
            instant=self.instant,
            customer=self._customer(),
            city=fold(self.asker.city.strip()) or None,
            codes=tuple(self._entered(code) for code in self.asker.codes),
        )

    def _customer(self) -> Customer:
        customer_id = self.asker.customer_id
        return Customer() if customer_id is None else Customer(customer_id, has_ordered=has_ordered(customer_id))

    def _entered(self, code: str) -> EnteredCode:
        found = self.coupons.get(code)
        if found is None:
            return EnteredCode(code)
        left = [each for each in (found.uses_left, found.customer_uses_left) if each is not None]
        return EnteredCode(code, found.promotion_id, min(left, default=None))


@dataclass(frozen=True, slots=True)
class CartToPrice:
    """Pieces by variant that can be bought, with what prices them, and the gifts that could be added to them."""

    prices: StorePrices
    quantities: Mapping[int, int]
    offers: Mapping[Id, Offer]
    gifts: Mapping[int, VariantOffer]

    def priced(self, payment_method: str | None = None) -> PricedCart:
        """As who asks would pay, or by another way of paying; nothing further is read."""
        prices = self.prices
        rules = prices.rules if payment_method is None else prices.rules_when(payment_method)
        lines = tuple(CartLine(variant, variant, quantity) for variant, quantity in self.quantities.items())
        return price_cart(Cart(lines, self.offers, givable=frozenset(self._givable())), rules)

    def _givable(self) -> Iterator[int]:
        """Of which enough is left for whoever buys some and is given more."""
        for variant, pieces in _gifts_of(self.prices.promotions.values()).items():
            gift = self.gifts.get(variant)
            wanted = self.quantities.get(variant, 0) + pieces
            if gift is not None and gift.active and gift.available >= wanted:
                yield variant


def cart_to_price(prices: StorePrices, quantities: Mapping[int, int]) -> CartToPrice:
    """Gathers what the cart's price is made from. At most thirteen statements, whatever is in it and promised."""
    wanted = _gifts_of(prices.promotions.values()) if quantities else {}
    offers = prices.offers({*quantities, *wanted})
    gifts = offers_for_variants(wanted) if wanted else {}
    return CartToPrice(prices, {pk: pieces for pk, pieces in quantities.items() if pk in offers}, offers, gifts)


def _gifts_of(promotions: Iterable[Promotion]) -> dict[int, int]:
    """Pieces of each variant that promotions may give, if all of them do."""
    pieces: dict[int, int] = {}
    for promotion in promotions:
        for action in promotion.actions:
            if isinstance(action, Gift):
                variant = int(action.variant)
                pieces[variant] = pieces.get(variant, 0) + action.quantity
    return pieces
