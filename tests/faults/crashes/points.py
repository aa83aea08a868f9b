"""Where a process dies by itself: before or after a function of the platform, named from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ADAPTERS = (
    "commerce.payments.infrastructure.hyperpay.gateway:HyperPay",
    "commerce.payments.infrastructure.paytabs.gateway:PayTabs",
    "commerce.payments.infrastructure.moyasar.gateway:Moyasar",
)
# Whose voids are of holds; a void of Moyasar's undoes a sale.
_HOLDING = ADAPTERS[:2]
_USE_CASES = "commerce.payments.application.use_cases"
_ORDERS = "commerce.orders.application.use_cases"


@dataclass(frozen=True, slots=True)
class Point:
    """`targets` are `module:function` or `module:Class.method`. Between two deaths lie at most `gap` passes, so that
    what is passed often does not end every process. `is_late`: only passed when orders are. `is_of_holds`: only when
    money is held first.

    `is_open`: whether a transaction is open where one dies, so that what was written is lost, or none is, so that it is
    kept. Only passes of that kind count: a use case that owns its transaction is committed when it returns, unless a
    larger one called it. None where nothing hangs on it.
    """

    name: str
    when: Literal["before", "after"]
    targets: tuple[str, ...]
    gap: int = 6
    is_late: bool = False
    is_open: bool | None = None
    is_of_holds: bool = False


def _adapters(*calls: str, of: tuple[str, ...] = ADAPTERS) -> tuple[str, ...]:
    return tuple(f"{adapter}.{call}" for adapter in of for call in calls)


POINTS = (
    # Checkout.
    Point("order written, not committed", "after", (f"{_ORDERS}.place_order:_reserve_and_number",), 12, is_open=True),
    Point("order placed, gateway unaware", "after", (f"{_ORDERS}.place_order:place_order",), 12, is_open=False),
    Point("committed, bell not rung", "before", ("commerce.core.bell:_ring",), 40, is_open=False),
    # Paying.
    Point(
        "attempt committed, gateway not called",
        "after",
        (f"{_USE_CASES}.start_payment:_commit_intent",),
        10,
        is_open=False,
    ),
    Point(
        "request not sent", "before", ("commerce.payments.infrastructure.transport.client:_once",), 40, is_open=False
    ),
    Point(
        "answer arrived, not read",
        "after",
        ("commerce.payments.infrastructure.transport.client:_sent",),
        40,
        is_open=False,
    ),
    Point("payment begun there, unknown here", "after", _adapters("start"), 6, is_open=False),
    Point("gateway was asked, nothing written", "after", _adapters("find"), 20, is_open=False),
    Point("posted, not committed", "after", ("commerce.payments.application.ledger:post",), 15, is_open=True),
    Point(
        "payment moved, not committed",
        "after",
        ("commerce.payments.application.payment_moves:move_payment",),
        20,
        is_open=True,
    ),
    Point("observation applied, not delivered", "before", ("commerce.core.outbox:deliver",), 40, is_open=False),
    # The order that was paid.
    Point(
        "confirmed, not committed", "after", ("commerce.orders.application.order_stock:take_stock",), 6, is_open=True
    ),
    Point(
        "confirmed, nobody told",
        "after",
        (f"{_ORDERS}.confirm_order:confirm_order", f"{_ORDERS}.settle_order:settle_order"),
        6,
        is_open=False,
    ),
    Point(
        "stock taken, not committed",
        "after",
        ("commerce.catalog.application.use_cases.commit_stock:commit_stock",),
        is_open=True,
    ),
    # By the sweep or the bank within a larger transaction; by staff just before its own commit, and after it.
    Point(
        "called off, not committed",
        "after",
        (
            f"{_ORDERS}.cancel_order:cancel_order",
            f"{_ORDERS}.fail_order:fail_order",
            "commerce.orders.application.order_stock:return_stock",
        ),
        3,
        is_late=True,
        is_open=True,
    ),
    Point(
        "called off, nobody told",
        "after",
        (f"{_ORDERS}.cancel_order:cancel_order", f"{_ORDERS}.expire_orders:_call_off"),
        2,
        is_late=True,
        is_open=False,
    ),
    Point(
        "late order asked about, not called off",
        "before",
        (f"{_ORDERS}.expire_orders:_call_off",),
        2,
        is_late=True,
        is_open=False,
    ),
    # Webhooks.
    Point("webhook arrived, not kept", "before", (f"{_USE_CASES}.receive_webhook:_keep",), 3, is_open=False),
    Point("webhook kept, not answered", "after", (f"{_USE_CASES}.receive_webhook:receive_webhook",), 3, is_open=False),
    Point("webhook acted on, not marked", "after", (f"{_USE_CASES}.settle_webhook:_act",), 3, is_open=False),
    # Money that goes back.
    Point("refund reserved, not sent", "after", (f"{_USE_CASES}.refund_payment:_reserve",), 3, is_open=False),
    Point("movement committed as sent, not sent", "before", _adapters("refund", "void"), 3, is_open=False),
    Point("money went back, not written", "after", _adapters("refund", "void"), 2, is_open=False),
    Point(
        "refund ended, not committed", "after", ("commerce.payments.application.refunds:end_refund",), 2, is_open=True
    ),
    Point(
        "movement settled, not told", "after", (f"{_USE_CASES}.settle_operation:settle_operation",), 2, is_open=False
    ),
    Point(
        "cash collected, not committed", "after", (f"{_USE_CASES}.collect_payment:collect_payment",), 3, is_open=True
    ),
    Point("return refunded, money not sent", "after", (f"{_ORDERS}.refund_return:refund_return",), 2, is_open=False),
    Point("return on the shelf, not committed", "after", (f"{_ORDERS}.receive_return:put_back",), 2, is_open=True),
    Point(
        "return received, money not asked for", "after", (f"{_ORDERS}.receive_return:receive_return",), 2, is_open=False
    ),
    # Money that is held first.
    Point(
        "held, not committed",
        "after",
        ("commerce.payments.application.takings:hold",),
        2,
        is_open=True,
        is_of_holds=True,
    ),
    Point(
        "confirmed on a hold, not marked",
        "after",
        ("commerce.orders.interfaces.handlers:on_payment_held",),
        2,
        is_open=False,
        is_of_holds=True,
    ),
    Point(
        "sent, what is held not asked for",
        "before",
        (f"{_USE_CASES}.take_when_sent:take_when_sent",),
        3,
        is_open=False,
        is_of_holds=True,
    ),
    Point(
        "capture planned, not sent",
        "after",
        (f"{_USE_CASES}.capture_payment:_plan",),
        2,
        is_open=False,
        is_of_holds=True,
    ),
    Point("capture committed as sent, not sent", "before", _adapters("capture"), 2, is_open=False, is_of_holds=True),
    Point("money taken, not written", "after", _adapters("capture"), 2, is_open=False, is_of_holds=True),
    Point(
        "captured, nobody told",
        "after",
        (f"{_USE_CASES}.capture_payment:capture_payment",),
        2,
        is_open=False,
        is_of_holds=True,
    ),
    Point(
        "void committed as sent, not sent", "before", _adapters("void", of=_HOLDING), 1, is_open=False, is_of_holds=True
    ),
    Point("hold let go, not written", "after", _adapters("void", of=_HOLDING), 1, is_open=False, is_of_holds=True),
    Point(
        "void settled, nobody told",
        "after",
        (f"{_USE_CASES}.void_payment:void_payment",),
        1,
        is_open=False,
        is_of_holds=True,
    ),
    # The outbox and the sweeps.
    Point("delivery claimed", "after", ("commerce.core.outbox:_claim",), 40, is_open=False),
    Point(
        "handled, not marked",
        "after",
        tuple(
            f"commerce.orders.interfaces.handlers:{handler}"
            for handler in (
                "on_order_placed",
                "on_order_moved",
                "on_payment_captured",
                "on_payment_failed",
                "on_return_moved",
                "on_refund_succeeded",
            )
        ),
        20,
        is_open=False,
    ),
    Point("letter claimed, not sent", "after", (f"{_ORDERS}.send_once:_claim",), 15, is_open=False),
    Point(
        "letter sent, not marked", "after", ("commerce.tenants.infrastructure.letters:send_letter",), 15, is_open=False
    ),
    Point("turn of a sweep taken", "after", ("commerce.core.sweeps:_take_turn",), 60, is_open=False),
    Point("swept, turn not given back", "after", ("commerce.core.sweeps:_run",), 60, is_open=False),
)
