from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class PaymentCaptured(Event):
    """What was to be taken is the store's, all or the part of a hold, perhaps after the payment had been given up."""

    payment_id: int
    subject: str


@dataclass(frozen=True)
class MoreCaptured(Event):
    """Of a payment of which a part had been taken, more was: at the gateway's own desk."""

    payment_id: int
    subject: str


@dataclass(frozen=True)
class PaymentHeld(Event):
    """The payer's bank holds the amount for the store, to be taken later."""

    payment_id: int
    subject: str


@dataclass(frozen=True)
class PaymentFailed(Event):
    """The gateway refused, and no other attempt is open."""

    payment_id: int
    subject: str


@dataclass(frozen=True)
class PageLeftOpen(Event):
    """The payment was called off while its payer may be at a page that the gateway can close."""

    payment_id: int
    subject: str


@dataclass(frozen=True)
class FundsUnapplied(Event):
    """Money came that belongs to no order: a payment was paid twice, or with another amount than was asked for."""

    payment_id: int
    subject: str
    minor: int
    currency: str


@dataclass(frozen=True)
class RefundSucceeded(Event):
    """Money went back to the payer, sent by the store or at the gateway's own desk."""

    payment_id: int
    refund_id: int
    subject: str
    minor: int
    currency: str


@dataclass(frozen=True)
class RefundFailed(Event):
    """Money that was to go back did not, and is the store's to send again."""

    payment_id: int
    subject: str
    minor: int
    currency: str


@dataclass(frozen=True)
class PaymentChargedBack(Event):
    """The cardholder's bank took money back."""

    payment_id: int
    subject: str
    minor: int
    currency: str


@dataclass(frozen=True)
class WebhookReceived(Event):
    """A gateway said that something happened; the event is in the inbox, and nobody has been asked about it yet."""

    event_id: int
