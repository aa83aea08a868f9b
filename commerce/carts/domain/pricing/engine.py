"""What a cart costs. Pure and total: every page, the checkout, previews and simulations ask this one function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from commerce.carts.domain.pricing.board import Board, set_up
from commerce.carts.domain.pricing.charges import fee_of, vat_of
from commerce.carts.domain.pricing.delivery import take_shipping
from commerce.carts.domain.pricing.folding import BaseCharge, BaseLine, Steps, fold
from commerce.carts.domain.pricing.holding import Held, goods_missing, held
from commerce.carts.domain.pricing.inputs import Cart, Charge, Offer
from commerce.carts.domain.pricing.items import take_items
from commerce.carts.domain.pricing.orders import take_order
from commerce.carts.domain.pricing.outputs import GiftLine, PricedCart, Verdict
from commerce.carts.domain.pricing.rules import Rule, Rules
from commerce.carts.domain.pricing.taking import Taken
from commerce.carts.domain.pricing.verdicts import Telling, code_verdicts, verdict_of
from commerce.promotions.domain.actions import Gift, Layer
from commerce.promotions.domain.goods import Id

# The rules of arithmetic by which a stored trace was made. Another result for the same cart is another number.
ENGINE = 2

_Decided = tuple[list[Held], list[Taken]]


def price_cart(cart: Cart, rules: Rules) -> PricedCart:
    """The cart priced in this occasion, layer by layer; the order of its lines changes nothing.

    Refuses what is no cart (ValueError): a line without pieces, without an offer, or twice; an unknown VAT category.
    """
    board = set_up(cart, rules)
    shipping = cart.shipping if cart.lines else None
    price = None if shipping is None else shipping.amount
    told: list[tuple[int, Verdict]] = []
    gifts: list[GiftLine] = []
    told += _layer(board, Layer.ITEM, lambda: take_items(board), gifts)
    told += _layer(board, Layer.ORDER, lambda: take_order(board, _gifts(cart)), gifts)
    told += _layer(board, Layer.SHIPPING, lambda: take_shipping(board, price), gifts)
    verdicts = tuple(verdict for _, verdict in sorted(told, key=lambda one: one[0]))
    return _added_up(board, shipping, verdicts, tuple(gifts))


def _layer(
    board: Board, layer: Layer, decide: Callable[[], _Decided], gifts: list[GiftLine]
) -> Iterator[tuple[int, Verdict]]:
    """Decides a layer, adds its gifts and tells what became of its rules, each with its rank."""
    opened = {code.promotion for code in board.rules.occasion.codes}
    for rule, whys in board.rules.kept_out:
        if rule.layer is layer:
            # Who entered a code is told everything that it lacks.
            also = held(board, rule).whys if rule.promotion.id in opened else goods_missing(board, rule)
            yield rule.rank, verdict_of(rule, (*whys, *also))
    left, room = tuple(board.left), tuple(board.room)
    standing, taken = decide()
    telling = Telling(board, left, room, taken)
    for one in standing:
        yield one.rule.rank, telling.verdict(one)
    gifts += [_gift(took.rule) for took in taken if took.gives]


def _gifts(cart: Cart) -> Mapping[Id, Offer]:
    """The offers of variants that can be given."""
    if cart.givable is None:
        return cart.offers
    return {variant: offer for variant, offer in cart.offers.items() if variant in cart.givable}


def _gift(rule: Rule) -> GiftLine:
    assert isinstance(rule.action, Gift)
    promotion = rule.promotion
    return GiftLine(promotion.id, promotion.version, rule.place, rule.action.variant, rule.action.quantity)


def _added_up(
    board: Board, shipping: Charge | None, verdicts: tuple[Verdict, ...], gifts: tuple[GiftLine, ...]
) -> PricedCart:
    terms, occasion = board.rules.terms, board.rules.occasion
    paid = [(offer.vat, left) for offer, left in zip(board.offers, board.left, strict=True)]
    if shipping is not None:
        taken = sum(one.amount for one in verdicts if one.layer is Layer.SHIPPING)
        paid.append((shipping.vat, shipping.amount - taken))
    fee = fee_of(terms.cash_fee, occasion.payment_method, sum(amount for _, amount in paid))
    if fee is not None:
        paid.append((fee.vat, fee.amount))
    lines, parts = vat_of(terms, paid)
    charges = iter(parts[len(board.lines) :])
    return fold(
        Steps(
            currency=terms.currency,
            instant=occasion.instant.isoformat(),
            lines=tuple(_base_line(board, place, parts[place]) for place in range(len(board.lines))),
            verdicts=verdicts,
            codes=code_verdicts(occasion.codes, verdicts),
            gifts=gifts,
            shipping=None if shipping is None else BaseCharge(shipping.amount, shipping.vat, next(charges)),
            fee=None if fee is None else BaseCharge(fee.amount, fee.vat, next(charges)),
            narrowed=board.is_narrowed,
            vat=tuple((line.category, line.rate, line.taxable, line.vat, line.rounding) for line in lines),
        )
    )


def _base_line(board: Board, place: int, vat: int) -> BaseLine:
    line, offer, price = board.lines[place], board.offers[place], board.shelves[place]
    return BaseLine(
        id=line.id,
        variant=line.variant,
        quantity=line.quantity,
        list_price=offer.list_price,
        unit_price=price.unit,
        source=price.source,
        source_id=price.source_id,
        compare_at=offer.compare_at,
        vat_category=offer.vat,
        vat=vat,
    )
