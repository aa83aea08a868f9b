from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class PaymentCaptured(Event):
    """The whole amount is the store's, perhaps after the payment had been given up."""

    payment_id: int
    subject: str


@dataclass(frozen=True)
class PaymentFailed(Event):
    """The gateway refused, and no other attempt is open."""

    payment_id: int
    subject: str


@dataclass(frozen=True)
class WebhookReceived(Event):
    """A gateway said that something happened; the event is in the inbox, and nobody has been asked about it yet."""

    event_id: int
