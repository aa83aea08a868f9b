"""Whether orders, gateways and books say the same, to the minor unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Sum

from commerce.catalog.models import StockLevel, StockMovement, StockReservation
from commerce.core import clock
from commerce.core.money import Money
from commerce.orders.application.queries import priced_as
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.domain.states import OrderStatus
from commerce.orders.models import Order, OrderLine, ReturnLine
from commerce.payments.application.money_queries import PaymentMoney, money_for
from commerce.payments.application.use_cases.check_books import check_books
from commerce.payments.domain.postings import Book
from commerce.payments.models import LedgerEntry, PaymentAttempt, Refund
from tests.journeys.buyers import BY_HAND, OPENING, Bought, Buyers, Hold, Turn

ON_THE_WAY = {OrderStatus.CONFIRMED, OrderStatus.SHIPPED, OrderStatus.DELIVERED}
Journal = list[dict[str, Any]]
_NET = F("debit_minor") - F("credit_minor")


def require_agreement(buyers: Buyers, crowd: list[Bought]) -> None:
    journal = buyers.simulator.journal()
    with transaction.atomic():
        _require_sums_of_orders([bought.order_id for bought in crowd])
        _require_money(journal, crowd)
        _require_returns([bought.order_id for bought in crowd if not is_paid_in_part(bought)])
        _require_what_never_came(crowd)
        _require_nothing_back_for_it(crowd)
        _require_stock(buyers)
    assert check_books(now=clock.now()) == 0


def _require_sums_of_orders(order_ids: list[int]) -> None:
    """An order's total is its lines, delivery and fee; so is its VAT; and it is what is owed."""
    lines = defaultdict(list)
    for line in OrderLine.objects.filter(order_id__in=order_ids):
        lines[line.order_id].append(line)
    for order in Order.objects.filter(pk__in=order_ids).select_related("payment"):
        paid = sum(line.paid_minor for line in lines[order.pk])
        assert (order.pk, paid + order.shipping_minor + order.fee_minor) == (order.pk, order.total_minor)
        assert (order.pk, order.payment.amount_minor) == (order.pk, order.total_minor)
        assert order.payment.currency == order.currency
        priced = priced_as(order)
        assert priced is not None
        assert (order.pk, priced.total, sum(rate.vat for rate in priced.vat)) == (
            order.pk,
            order.total_minor,
            order.vat_minor,
        )
        fee_vat = (order.vat_minor or 0) - sum(line.vat_minor or 0 for line in lines[order.pk])
        assert 0 <= fee_vat <= order.fee_minor


def _require_money(journal: Journal, crowd: list[Bought]) -> None:
    """Paid, given back and left, by the order, the payment, the books and the gateway's journal."""
    payment_ids = [bought.payment_id for bought in crowd]
    money = money_for(payment_ids)
    orders = {order.pk: order for order in Order.objects.filter(pk__in=[bought.order_id for bought in crowd])}
    books = _books(payment_ids)
    owed = _owed_by_gateways(journal, payment_ids)
    given = _given_back(payment_ids)
    for bought in crowd:
        order, of_payment = orders[bought.order_id], money[bought.payment_id]
        _require_one(bought, order, of_payment, books[bought.payment_id], given.get(bought.payment_id, 0))
        if bought.method not in BY_HAND:
            at_gateway = books[bought.payment_id][Book.GATEWAY]
            assert (order.pk, at_gateway) == (order.pk, owed.get(bought.payment_id, 0))


def _require_one(bought: Bought, order: Order, money: PaymentMoney, books: dict[str, int], given: int) -> None:
    zero = Money.zero(order.currency)
    assert money.on_its_way == money.charged_back == money.held == zero, order.pk
    assert money.refunded + money.refundable == money.paid, order.pk
    is_all_or_nothing = bought.hold is None and not is_paid_in_part(bought)
    paid = {zero, order.total} if is_all_or_nothing else {Money(bought.taken, order.currency)}
    assert money.paid in paid, order.pk
    assert (order.pk, given) == (order.pk, money.refunded.minor)
    assert (order.pk, -books[Book.ORDER_FUNDS]) == (order.pk, money.refundable.minor)
    in_hand = books[Book.GATEWAY] + books[Book.COURIER] + books[Book.BANK]
    assert (order.pk, in_hand) == (order.pk, money.refundable.minor)
    assert books[Book.REFUNDS_IN_FLIGHT] == books[Book.UNAPPLIED_FUNDS] == books[Book.HOLDS] == 0
    assert sum(books.values()) == 0
    if bought.is_called_off or bought.is_all_back:
        assert (order.pk, money.refundable) == (order.pk, zero)
    if order.status == OrderStatus.DELIVERED and not is_paid_in_part(bought):
        assert (order.pk, money.paid) == (order.pk, order.total)
    assert bought.asked_back <= money.refunded.minor


def is_paid_in_part(bought: Bought) -> bool:
    return bought.hold is Hold.TAKEN_IN_PART or bool(bought.turns & {Turn.PAID_IN_PART, Turn.BACK_EARLY})


def _require_what_never_came(crowd: list[Bought]) -> None:
    """Who sent pieces back before they paid has not paid for them, to within half a minor unit for each line."""
    for bought in crowd:
        if bought.back_early:
            order = Order.objects.get(pk=bought.order_id)
            lines = OrderLine.objects.in_bulk(list(bought.back_early))
            shares = [Fraction(lines[pk].paid_minor * n, lines[pk].quantity) for pk, n in bought.back_early.items()]
            assert 2 * abs(order.total_minor - bought.taken - sum(shares, Fraction())) <= len(shares), order.pk


def _require_nothing_back_for_it(crowd: list[Bought]) -> None:
    """What was given for pieces that are back is what they cost without what was never paid of the order, to within
    half a minor unit for each line, and once all are back, exactly."""
    for bought in crowd:
        if not is_paid_in_part(bought):
            continue
        rows = ReturnLine.objects.filter(line__order_id=bought.order_id, parcel__status=ReturnStatus.REFUNDED)
        pieces, given = _sum_by_line(rows), rows.aggregate(given=Sum("amount_minor", default=0))["given"]
        lines = OrderLine.objects.filter(order_id=bought.order_id)
        unpaid = Order.objects.get(pk=bought.order_id).total_minor - bought.taken
        shares = sum((Fraction(line.paid_minor * pieces.get(line.pk, 0), line.quantity) for line in lines), Fraction())
        off = 2 * abs(given - max(shares - unpaid, Fraction()))
        is_all_back = all(pieces.get(line.pk) == line.quantity for line in lines)
        assert off <= (0 if is_all_back else len(pieces)), bought.order_id


def _sum_by_line(rows: QuerySet[ReturnLine]) -> dict[int, int]:
    return dict(rows.order_by().values_list("line_id").annotate(pieces=Sum("quantity")))


def _books(payment_ids: list[int]) -> dict[int, dict[str, int]]:
    lines = LedgerEntry.objects.filter(transaction__payment_id__in=payment_ids)
    found: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Book, 0))
    for payment_id, book, net in lines.values_list("transaction__payment_id", "account__book").annotate(net=Sum(_NET)):
        found[payment_id][book] = net
    return found


def _owed_by_gateways(journal: Journal, payment_ids: list[int]) -> dict[int, int]:
    """By payment, what the gateway's journal says under the keys of its attempts; nothing may be left over."""
    attempts = PaymentAttempt.objects.filter(payment_id__in=payment_ids).values_list("gateway_key", "payment_id")
    payment_of = {str(key): payment_id for key, payment_id in attempts}
    owed: dict[int, int] = defaultdict(int)
    for line in journal:
        owed[payment_of[line["paid_under"]]] += line["minor"]
    return owed


def _given_back(payment_ids: Iterable[int]) -> dict[int, int]:
    refunds = Refund.objects.filter(payment_id__in=list(payment_ids), status="succeeded")
    return dict(refunds.values_list("payment_id").annotate(all=Sum("amount_minor")))


def _require_returns(order_ids: list[int]) -> None:
    """Of a line: so many pieces back are that share of what was paid, and its VAT, all of them all of it."""
    back = ReturnLine.objects.filter(line__order_id__in=order_ids, parcel__status=ReturnStatus.REFUNDED)
    sums = back.values("line_id").annotate(pieces=Sum("quantity"), paid=Sum("amount_minor"), vat=Sum("vat_minor"))
    lines = OrderLine.objects.in_bulk([row["line_id"] for row in sums])
    for row in sums:
        line = lines[row["line_id"]]
        if row["pieces"] == line.quantity:
            assert (line.pk, row["paid"], row["vat"]) == (line.pk, line.paid_minor, line.vat_minor)
        for given, whole in ((row["paid"], line.paid_minor), (row["vat"], line.vat_minor or 0)):
            assert 2 * abs(given * line.quantity - whole * row["pieces"]) <= line.quantity


def _require_stock(buyers: Buyers) -> None:
    """Levels are what their movements sum to, and the opening less what was sent plus what came back to the shelf."""
    moved = StockMovement.objects.values("variant_id").annotate(
        on_hand=Sum("delta_on_hand"), reserved=Sum("delta_reserved")
    )
    movements = {row["variant_id"]: (row["on_hand"], row["reserved"]) for row in moved}
    levels = {row.variant_id: (row.on_hand, row.reserved) for row in StockLevel.objects.all()}
    assert movements == levels
    held = dict(StockReservation.objects.held().values_list("variant_id").annotate(all=Sum("quantity")))
    sold = OrderLine.objects.filter(order__status__in=ON_THE_WAY).values_list("variant_id")
    gone = dict(sold.annotate(all=Sum("quantity")))
    back = ReturnLine.objects.filter(is_restocked=True).values_list("line__variant_id").annotate(all=Sum("quantity"))
    here = dict(back)
    for variant in buyers.variants:
        expected = (OPENING - gone.get(variant, 0) + here.get(variant, 0), held.get(variant, 0))
        assert (variant, levels[variant]) == (variant, expected)


def kinds_of(crowd: list[Bought]) -> dict[str, int]:
    """How many of each kind there were, so that nobody praises what never happened."""
    with transaction.atomic():
        orders = Order.objects.filter(pk__in=[bought.order_id for bought in crowd])
        found = orders.aggregate(
            nothing=Count("pk", filter=Q(total_minor=0)),
            fee=Count("pk", filter=Q(fee_minor__gt=0)),
            reduced=Count("pk", filter=Q(discount_minor__gt=0)),
            failed=Count("pk", filter=Q(status=OrderStatus.FAILED)),
            called_off=Count("pk", filter=Q(status=OrderStatus.CANCELLED)),
            delivered=Count("pk", filter=Q(status=OrderStatus.DELIVERED)),
        )
        returned = ReturnLine.objects.filter(line__order__in=orders, amount_minor__gt=0)
        return {
            **{f"by {method}": sum(one.method == method for one in crowd) for method in {one.method for one in crowd}},
            **found,
            "by Moyasar's form": sum(one.is_by_form for one in crowd),
            "returned": returned.values("line__order").distinct().count(),
            "given back by amount": sum(one.asked_back > 0 for one in crowd),
            "a part taken after pieces came back": sum(one.is_taken_late for one in crowd),
            "all back": sum(one.is_all_back for one in crowd),
            **{turn.value: sum(turn in one.turns for one in crowd) for turn in Turn},
            **{hold.value: sum(one.hold is hold for one in crowd) for hold in Hold},
        }
