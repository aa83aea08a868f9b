"""What orders do when payments have news."""

from commerce.core import clock
from commerce.orders.application.use_cases.settle_order import settle_order
from commerce.payments.domain.events import PaymentCaptured, PaymentFailed


def on_payment_captured(event: PaymentCaptured) -> None:
    settle_order(payment_id=event.payment_id, now=clock.now())


def on_payment_failed(event: PaymentFailed) -> None:
    settle_order(payment_id=event.payment_id, now=clock.now())
