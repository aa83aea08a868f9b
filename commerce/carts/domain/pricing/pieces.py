"""What one piece costs, for lists, product pages, search and structured data: as a cart of this one piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commerce.carts.domain.pricing.aiming import places
from commerce.carts.domain.pricing.board import Board, board_of
from commerce.carts.domain.pricing.catalogue import shelf
from commerce.carts.domain.pricing.engine import price_cart
from commerce.carts.domain.pricing.inputs import Cart, CartLine, Offer
from commerce.carts.domain.pricing.outputs import PriceSource, Share
from commerce.carts.domain.pricing.plain import PLAIN, PlainRules
from commerce.carts.domain.pricing.rules import Rules
from commerce.promotions.domain.actions import Layer
from commerce.promotions.domain.goods import Id


@dataclass(frozen=True, slots=True)
class PiecePrice:
    """`price` is what a cart of this one piece costs before order, delivery and fee; `shares` is what came off."""

    variant: Id
    list_price: int
    unit_price: int
    source: PriceSource
    compare_at: int | None
    price: int
    shares: tuple[Share, ...]

    @property
    def was(self) -> int | None:
        """The former price a reduction is shown against; None where nothing is reduced."""
        above = [each for each in (self.compare_at, self.list_price) if each is not None and each > self.price]
        return max(above, default=None)


def price_pieces(offers: Sequence[Offer], rules: Rules) -> list[PiecePrice]:
    """The price of one piece of each offer, as `price_cart` would give it."""
    shelves = [shelf(offer, 1, rules.occasion.instant) for offer in offers]
    lines = [CartLine(place, offer.variant, 1) for place, offer in enumerate(offers)]
    board = board_of(rules, lines, offers, shelves)
    by_piece = [rule for rule in rules.by_layer[Layer.ITEM] if isinstance(rule.action, PLAIN)]
    plain = PlainRules(board, [(rule, board.aim.at(rule.goods)) for rule in by_piece], capped=True)
    return [_priced(board, plain, place) for place in range(len(offers))]


def _priced(board: Board, plain: PlainRules, place: int) -> PiecePrice:
    holding = 0
    for seat in places(plain.at[place]):
        if _holds(board, plain, seat, place):
            holding |= 1 << seat
    if any(plain.friends[seat] & holding and _is_capped(board, plain, seat, place) for seat in places(holding)):
        shares = _as_a_cart(board, place)
    else:
        shares = tuple(_share(plain, seat, amount) for seat, amount in plain.best(place, 1, holding))
    offer, price = board.offers[place], board.shelves[place]
    off = sum(share.amount for share in shares)
    return PiecePrice(
        offer.variant, offer.list_price, price.unit, price.source, offer.compare_at, price.unit - off, shares
    )


def _holds(board: Board, plain: PlainRules, seat: int, place: int) -> bool:
    """Whether one piece alone meets the minima."""
    conditions = plain.rules[seat].promotion.conditions
    if conditions.minimum_spend is not None and board.unit[place] < conditions.minimum_spend:
        return False
    return conditions.minimum_pieces is None or conditions.minimum_pieces <= 1


def _is_capped(board: Board, plain: PlainRules, seat: int, place: int) -> bool:
    may_give = board.may_give(plain.rules[seat].promotion)
    return may_give is not None and may_give <= plain.amount(seat, place, 1)


def _as_a_cart(board: Board, place: int) -> tuple[Share, ...]:
    offer = board.offers[place]
    cart = Cart((CartLine(offer.variant, offer.variant, 1),), {offer.variant: offer})
    (line,) = price_cart(cart, board.rules).lines
    return tuple(share for share in line.shares if share.layer is Layer.ITEM)


def _share(plain: PlainRules, seat: int, amount: int) -> Share:
    rule = plain.rules[seat]
    return Share(rule.promotion.id, rule.promotion.version, rule.place, Layer.ITEM, amount, 1)
