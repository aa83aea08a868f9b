"""The whole conversation between modules: when this happened, these handlers are told, after commit."""

from commerce.accounts.domain.events import PasswordResetAsked, StaffInvited
from commerce.core.events import Event
from commerce.payments.domain.events import PaymentCaptured, PaymentFailed

HANDLERS: dict[type[Event], tuple[str, ...]] = {
    StaffInvited: ("commerce.accounts.interfaces.handlers.on_staff_invited",),
    PasswordResetAsked: ("commerce.accounts.interfaces.handlers.on_password_reset_asked",),
    PaymentCaptured: ("commerce.orders.interfaces.handlers.on_payment_captured",),
    PaymentFailed: ("commerce.orders.interfaces.handlers.on_payment_failed",),
}
