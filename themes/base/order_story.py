"""How an order's state is told to the shopper who placed it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.domain.states import CALLED_OFF, OrderStatus
from commerce.orders.domain.values import OrderView, ReturnView
from commerce.payments.domain.declines import DeclineReason


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is done, current, ahead or broken; `reached_at` is UTC, None where the order has not been."""

    name: Promise
    state: str
    reached_at: datetime | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What happens next; `tone` is good, waiting or bad."""

    heading: Promise
    text: Promise
    tone: str


STATUS_NAMES: dict[OrderStatus, Promise] = {
    OrderStatus.CREATED: _("Received"),
    OrderStatus.PAYMENT_PENDING: _("Waiting for payment"),
    OrderStatus.CONFIRMED: _("Confirmed"),
    OrderStatus.SHIPPED: _("On its way"),
    OrderStatus.DELIVERED: _("Delivered"),
    OrderStatus.CANCELLED: _("Cancelled"),
    OrderStatus.FAILED: _("Payment failed"),
}

_OUTLOOKS: dict[OrderStatus, Outlook] = {
    OrderStatus.CREATED: Outlook(_("We have your order"), _("The store confirms it next."), "waiting"),
    OrderStatus.PAYMENT_PENDING: Outlook(
        _("Waiting for your payment"),
        _("As soon as the payment is confirmed the store prepares your order. Load this page again to see it."),
        "waiting",
    ),
    OrderStatus.CONFIRMED: Outlook(
        _("Thank you, your order is confirmed"),
        _("The store is preparing it. The carrier calls you before delivery."),
        "good",
    ),
    OrderStatus.SHIPPED: Outlook(_("Your order is on its way"), _("The carrier calls you before delivery."), "good"),
    OrderStatus.DELIVERED: Outlook(_("Your order has been delivered"), _("We hope you enjoy it."), "good"),
    OrderStatus.CANCELLED: Outlook(_("This order was cancelled"), _("It will not be sent."), "bad"),
    OrderStatus.FAILED: Outlook(
        _("The payment did not go through"),
        _("It will not be sent."),
        "bad",
    ),
}
_BEING_CHECKED = Outlook(
    _("We are checking your payment"),
    _(
        "The payment company has not told us yet whether the payment went through. You need not pay again. If nothing"
        " was taken, you can try once more here in a moment."
    ),
    "waiting",
)
_PARKED = Outlook(
    _("The store is looking at your payment"),
    _(
        "The payment company told of another amount than this order's. You need not pay again: the store finds out what"
        " was taken, and sends your order or gives the money back."
    ),
    "waiting",
)
_PARKED_TOO_LONG = Outlook(
    _("Your payment did not fit this order"),
    _("This order will not be sent. The store still has what was taken from you, and gives it back."),
    "bad",
)
_DECLINED = Outlook(
    _("The payment did not go through"),
    _("Nothing was taken. You can try again, with this card or another one, or pay another way."),
    "bad",
)
_DECLINED_FOR: dict[DeclineReason, Outlook] = {
    DeclineReason.LEFT: Outlook(
        _("You left the payment page without paying"),
        _("Nothing was taken. You can go on to pay whenever you are ready, or pay another way."),
        "waiting",
    ),
    DeclineReason.FUNDS: replace(
        _DECLINED,
        text=_(
            "Your bank says that there is not enough money on this card. Nothing was taken. You can try again with"
            " another card, or pay another way."
        ),
    ),
    DeclineReason.THREE_DS: replace(
        _DECLINED,
        text=_(
            "Your bank's check that it is you (3-D Secure) did not succeed. Nothing was taken. You can try again, or"
            " pay another way."
        ),
    ),
    DeclineReason.BANK_UNAVAILABLE: replace(
        _DECLINED,
        text=_(
            "Your bank, or the payment company, could not carry out the payment just now. Nothing was taken. Try"
            " again in a few minutes, or pay another way."
        ),
    ),
}
_AWAITS_TRANSFER = Outlook(
    _("Waiting for your transfer"), _("The store confirms your order when the money is there."), "waiting"
)
_GIVEN_BACK = Outlook(
    _("Your money was given back"),
    _("All that you paid for this order is on your account again, or will be soon."),
    "good",
)
_TOO_LATE = Outlook(
    _("Your payment came too late"),
    _("This order will not be sent. What you paid for it has been given back, or is on its way to you."),
    "bad",
)
_SENT = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED})
_PAID_BACK = _("It will not be sent. What you paid for it is owed to you, and the store returns it.")

_CAME_BACK = _("It came back to the store. There is nothing to pay.")

_RETURNS: dict[ReturnStatus, Promise] = {
    ReturnStatus.REQUESTED: _("The store expects these pieces back"),
    ReturnStatus.RECEIVED: _("These pieces have come back to the store"),
    ReturnStatus.REFUNDED: _("These pieces have come back to the store"),
    ReturnStatus.REFUSED: _("The store did not take these pieces back"),
}

_NEVER_SENT = _("These pieces will not be sent")

_USUAL_PATH = (OrderStatus.CREATED, OrderStatus.CONFIRMED, OrderStatus.SHIPPED, OrderStatus.DELIVERED)


def return_name(parcel: ReturnView) -> Promise:
    """What is told of pieces that come back, or were called off before they were sent."""
    return _NEVER_SENT if parcel.was_never_sent else _RETURNS[ReturnStatus(parcel.status)]


def status_name(status: str) -> Promise:
    return STATUS_NAMES[OrderStatus(status)]


def outlook_of(order: OrderView, declined_for: DeclineReason | None = None) -> Outlook:
    """`declined_for` is why the last try to pay was declined, where that is known."""
    if order.payment_being_checked or order.money_is_parked:
        return _unclear(order)
    if order.was_declined and order.can_pay:
        return _DECLINED if declined_for is None else _DECLINED_FOR[declined_for]
    if order.awaits_transfer:
        return _AWAITS_TRANSFER
    if order.is_given_back and order.status in _SENT:
        return _GIVEN_BACK
    came_too_late = order.status == OrderStatus.FAILED and order.left < order.total
    outlook = _TOO_LATE if came_too_late else _OUTLOOKS[OrderStatus(order.status)]
    if order.came_back:
        return replace(outlook, text=_CAME_BACK)
    return replace(outlook, text=_PAID_BACK) if order.refund_due else outlook


def _unclear(order: OrderView) -> Outlook:
    if order.payment_being_checked:
        return _BEING_CHECKED
    return _PARKED_TOO_LONG if OrderStatus(order.status) in CALLED_OFF else _PARKED


def steps_of(order: OrderView) -> tuple[Step, ...]:
    """The way of the order: what was reached, where it stands, what lies ahead; a broken end comes last."""
    status = OrderStatus(order.status)
    reached = {OrderStatus.CREATED: order.placed_at}
    for move in order.moves:
        reached.setdefault(OrderStatus(move.status), move.at)
    if status in CALLED_OFF:
        passed = [state for state in _USUAL_PATH if state in reached]
        done = tuple(Step(STATUS_NAMES[state], "done", reached[state]) for state in passed)
        return (*done, Step(STATUS_NAMES[status], "broken", reached.get(status)))
    path = [state for state in STATUS_NAMES if state in _USUAL_PATH or state is status]
    here = path.index(status)
    return tuple(
        Step(STATUS_NAMES[state], _place(index, here, len(path)), reached.get(state) if index <= here else None)
        for index, state in enumerate(path)
    )


def _place(index: int, here: int, length: int) -> str:
    """The last step is done, not current, once it is reached."""
    if index == here and index != length - 1:
        return "current"
    return "done" if index <= here else "ahead"
