"""A whole cart: the layers in their order, the fee, VAT and the total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commerce.promotions.domain.actions import Layer
from commerce.promotions.domain.goods import Id
from commerce.promotions.domain.values import Promotion
from tests.commerce.carts.pricing.cases import Case
from tests.commerce.carts.pricing.figures import Figures
from tests.commerce.carts.pricing.oracle.catalogue import Goods, goods_of
from tests.commerce.carts.pricing.oracle.eligibility import is_open
from tests.commerce.carts.pricing.oracle.item_layer import item_layer
from tests.commerce.carts.pricing.oracle.order_layer import Before, gifts, order_layer
from tests.commerce.carts.pricing.oracle.promises import used
from tests.commerce.carts.pricing.oracle.purse import Purse
from tests.commerce.carts.pricing.oracle.rules import Rule, aimed, minimum_met, rules_of
from tests.commerce.carts.pricing.oracle.shipping_layer import shipping_layer
from tests.commerce.carts.pricing.oracle.vat import Paid, vat_figures, vat_shares


@dataclass
class Running:
    """What is left to pay and has happened so far, layer by layer."""

    goods: Sequence[Goods]
    purse: Purse
    left: dict[Id, int]
    room: dict[Id, int]
    shares: dict[tuple[Id, int, Id], int] = field(default_factory=dict)
    amounts: dict[tuple[Id, int], int] = field(default_factory=dict)
    touched: dict[Id, list[Promotion]] = field(default_factory=dict)

    def take(self, takings: Mapping[Rule, Mapping[Id, int]]) -> None:
        for rule, lines in takings.items():
            self.amounts[rule.key] = sum(lines.values())
            for line, share in lines.items():
                self.left[line] -= share
                self.room[line] -= share
                if share:
                    self.shares[(*rule.key, line)] = share
                    self.touch(rule, line)

    def touch(self, rule: Rule, line: Id) -> None:
        self.touched.setdefault(line, []).append(rule.promotion)


def figures(case: Case) -> Figures:
    """What the rules say the cart costs, by trying everything."""
    goods = goods_of(case)
    promotions = [promotion for promotion in case.promotions if is_open(promotion, case)]
    running = Running(
        goods,
        Purse(case),
        left={line.line: line.quantity * line.price for line in goods},
        room={line.line: line.quantity * line.room for line in goods},
    )
    take_items(running, rules_of(promotions, Layer.ITEM))
    given = take_order(running, rules_of(promotions, Layer.ORDER))
    shipping = take_shipping(running, rules_of(promotions, Layer.SHIPPING))
    fee = fee_due(case, sum(running.left.values()) + (shipping or 0))
    return summed(case, running, given, shipping, fee)


def take_items(running: Running, rules: Sequence[Rule]) -> None:
    items = item_layer(rules, running.goods, running.purse)
    running.take(items.takings)
    for rule in items.takings:
        for place in used(rule, items.placement):
            running.touch(rule, items.placement[place].goods.line)
    running.purse = items.purse


def take_order(running: Running, rules: Sequence[Rule]) -> dict[tuple[Id, int], tuple[Id, int]]:
    before = Before(running.goods, dict(running.left), dict(running.room), dict(running.touched))
    order = order_layer(rules, before, running.purse)
    given = gifts(rules, before, running.purse)
    running.take(order.takings)
    running.purse = order.purse
    return given


def take_shipping(running: Running, rules: Sequence[Rule]) -> int | None:
    """What is left to pay for the delivery; None where none is chosen, or there is nothing to deliver."""
    delivery = running.purse.case.cart.shipping
    if delivery is None or not running.goods:
        return None
    left = running.left
    holding = [rule for rule in rules if minimum_met(rule, aimed(rule, running.goods, running.touched), left)]
    delivered = shipping_layer(holding, delivery.amount, running.purse)
    running.amounts |= {rule.key: amount for rule, amount in delivered.takings.items()}
    return delivery.amount - delivered.amount


def fee_due(case: Case, due: int) -> int | None:
    fee = case.terms.cash_fee
    if fee is None or fee.payment_method != case.occasion.payment_method or not due:
        return None
    return fee.amount


def summed(
    case: Case,
    running: Running,
    given: dict[tuple[Id, int], tuple[Id, int]],
    shipping: int | None,
    fee: int | None,
) -> Figures:
    paid = [Paid(("line", line.line), running.left[line.line], line.offer.vat) for line in running.goods]
    if case.cart.shipping is not None:
        paid.append(Paid(("shipping", 0), shipping or 0, case.cart.shipping.vat))
    if case.terms.cash_fee is not None:
        paid.append(Paid(("fee", 0), fee or 0, case.terms.cash_fee.vat))
    vat = vat_figures(paid, case.terms.vat)
    vat_of = vat_shares(paid, vat)
    return Figures(
        lines=running.left,
        line_vat={line.line: vat_of["line", line.line] for line in running.goods},
        total=sum(one.amount for one in paid),
        amounts={key: amount for key, amount in running.amounts.items() if amount},
        shares=running.shares,
        gifts=given,
        shipping=shipping,
        shipping_vat=vat_of.get(("shipping", 0), 0),
        fee=fee,
        fee_vat=vat_of.get(("fee", 0), 0),
        vat=vat,
    )
