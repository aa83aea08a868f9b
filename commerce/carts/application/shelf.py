"""What stands on the price tag: what a guest pays for one piece without a code, as a cart of that piece would cost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commerce.carts.application.engine_inputs import offer_to_price
from commerce.carts.application.pricing import StorePrices
from commerce.carts.application.told_prices import after_items
from commerce.carts.domain.pricing.catalogue import is_in_force
from commerce.carts.domain.pricing.engine import price_cart
from commerce.carts.domain.pricing.inputs import Cart, CartLine, Offer
from commerce.carts.domain.pricing.outputs import PriceSource
from commerce.carts.domain.pricing.pieces import PiecePrice, price_pieces
from commerce.carts.domain.values import Tag, TierTag
from commerce.catalog.application.queries import (
    lowest_before_reduction,
    pricing_offers_of_products,
)
from commerce.catalog.domain.listing import ListedAs
from commerce.catalog.domain.values import ProductCard, ProductPage, VariantOffer
from commerce.core.money import Money
from commerce.promotions.domain.drafts import DraftedPromotion


@dataclass(frozen=True, slots=True)
class TaggedPage:
    """A product's page at shelf prices, and what more is told of the variant that is chosen."""

    page: ProductPage
    tag: Tag | None


class Shelf:
    """The price tags of the open scope's store at one instant.

    One object belongs to one request: what all prices share, promotions and terms, is read once (at most three
    statements) and made ready once. `drafts` as `StorePrices`.
    """

    def __init__(self, instant: datetime, drafts: Sequence[DraftedPromotion] = ()) -> None:
        self._prices = StorePrices(instant, with_those_to_come=False, drafts=drafts)
        self._of_products: dict[int, list[tuple[Offer, PiecePrice]]] = {}

    def prices(self, variant_ids: Iterable[int]) -> dict[int, int]:
        """Minor units by variant, of those that exist. One statement besides what all share."""
        offers = self._prices.offers(variant_ids)
        return {int(each.variant): each.price for each in self._priced(list(offers.values()))}

    def cards(self, cards: Sequence[ProductCard]) -> tuple[ProductCard, ...]:
        """The cards at the price of each product's cheapest variant. At most one statement besides what all share."""
        self._look_up(card.id for card in cards)
        return tuple(_at(card, [price for _, price in self._of_products[card.id]]) for card in cards)

    def listed(self, product_ids: Collection[int]) -> dict[int, ListedAs]:
        """What lists of these products go by. At most one statement besides what all share."""
        self._look_up(product_ids)
        found = {pk: [price for _, price in self._of_products[pk]] for pk in product_ids}
        cheapest = {pk: _cheapest(prices) for pk, prices in found.items() if prices}
        return {pk: ListedAs(each.price, each.was) for pk, each in cheapest.items()}

    def page(self, page: ProductPage, beside: Sequence[ProductCard] = ()) -> TaggedPage:
        """Each variant at its price, and the tag of the chosen one. Two statements besides what all share.

        `beside`: cards that will stand on the same page, which then take none.
        """
        self._look_up([page.id, *(card.id for card in beside)])
        found = {int(offer.variant): (offer, price) for offer, price in self._of_products[page.id]}
        variants = tuple(
            _offer_at(variant, found[variant.id][1]) if variant.id in found else variant for variant in page.variants
        )
        selected = next((each for each in variants if page.selected and each.id == page.selected.id), None)
        tag = None if selected is None or selected.id not in found else self._tag(*found[selected.id])
        return TaggedPage(replace(page, variants=variants, selected=selected), tag)

    def _look_up(self, product_ids: Iterable[int]) -> None:
        new = set(product_ids) - self._of_products.keys()
        if not new:
            return
        self._of_products.update((product_id, []) for product_id in new)
        found = pricing_offers_of_products(new, now=self._prices.instant).values()
        offers = [offer_to_price(offer) for offer in found]
        for each, offer, price in zip(found, offers, self._priced(offers), strict=True):
            self._of_products[each.product_id].append((offer, price))

    def _priced(self, offers: Sequence[Offer]) -> list[PiecePrice]:
        return price_pieces(offers, self._prices.rules) if offers else []

    def _tag(self, offer: Offer, price: PiecePrice) -> Tag:
        currency = self._prices.terms.currency
        lowest = self._lowest_before(price, offer)
        return Tag(
            promotions=tuple(self._prices.promotions[share.promotion].name for share in price.shares),
            tiers=tuple(self._tiers(offer, price)),
            lowest_before=None if lowest is None else Money(lowest, currency),
        )

    def _tiers(self, offer: Offer, price: PiecePrice) -> Iterator[TierTag]:
        """What so many pieces cost as a cart of their own, where that is less a piece than one alone."""
        for tier in offer.tiers:
            pieces = tier.at_least
            line = CartLine(offer.variant, offer.variant, pieces)
            priced = price_cart(Cart((line,), {offer.variant: offer}, givable=frozenset()), self._prices.rules)
            each = (2 * after_items(priced.lines[0]) + pieces) // (2 * pieces)
            if each < price.price:
                yield TierTag(pieces, Money(each, self._prices.terms.currency))

    def _lowest_before(self, price: PiecePrice, offer: Offer) -> int | None:
        """Of the 30 days before the reduction there is now; None where nothing is taken off, or nothing was sold then.

        When it began, what was written down of the price says, because dates don't: a promotion is taken back and
        published again, has its hours, or is dated back. It did not begin before anything that is taken off now could
        be, though: a list price that is put up together with an offer leaves the shelf as it was.
        """
        earliest = min(self._begins(price, offer), default=None)
        if earliest is None:
            return None
        full = max(price.list_price, price.unit_price)
        variant = int(price.variant)
        return lowest_before_reduction(variant, full_price=full, earliest=earliest, at=self._prices.instant)

    def _begins(self, price: PiecePrice, offer: Offer) -> Iterator[datetime]:
        """The first instant at which each of what is taken off now could be."""
        for share in price.shares:
            promotion = self._prices.promotions[share.promotion]
            yield max(promotion.conditions.starts_at or promotion.first_published_at, promotion.first_published_at)
        if price.source is PriceSource.PRICE_LIST and price.unit_price < price.list_price:
            for listed in offer.price_lists:
                is_it = listed.price == price.unit_price and is_in_force(listed, self._prices.instant)
                if is_it and listed.starts_at is not None:
                    yield listed.starts_at


def _at(card: ProductCard, prices: Sequence[PiecePrice]) -> ProductCard:
    if not prices:
        return card
    cheapest = _cheapest(prices)
    was, currency = cheapest.was, card.price.currency
    return replace(
        card,
        price=Money(cheapest.price, currency),
        compare_at=None if was is None else Money(was, currency),
        price_varies=any(each.price != cheapest.price for each in prices),
    )


def _cheapest(prices: Sequence[PiecePrice]) -> PiecePrice:
    return min(prices, key=lambda each: each.price)


def _offer_at(offer: VariantOffer, price: PiecePrice) -> VariantOffer:
    was, currency = price.was, offer.unit_price.currency
    return replace(
        offer,
        unit_price=Money(price.price, currency),
        compare_at=None if was is None else Money(was, currency),
    )
