"""The whole conversation between modules: when this happened, these handlers are told, after commit."""

from commerce.core.events import Event
from commerce.payments.domain.events import PaymentCaptured, PaymentFailed

HANDLERS: dict[type[Event], tuple[str, ...]] = {
    PaymentCaptured: ("commerce.orders.interfaces.handlers.on_payment_captured",),
    PaymentFailed: ("commerce.orders.interfaces.handlers.on_payment_failed",),
}
