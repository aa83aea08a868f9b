"""What staff call the states of orders and payments, and who moved them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commerce.orders.application.use_cases.expire_orders import TIME_IS_UP
from commerce.orders.application.use_cases.give_up_order import ANOTHER_WAY
from commerce.orders.application.use_cases.settle_order import GIVEN_BACK, HOLD_OVER, PAYMENT_DECLINED, STOCK_GONE
from commerce.orders.application.use_cases.take_back_unpaid import CAME_BACK_UNPAID
from commerce.payments.application.discrepancies import NO_LONGER_TRUE
from commerce.payments.application.money_queries import PaymentMoney
from commerce.payments.application.use_cases.waive_rest import REST_WAIVED

ORDER_STATUS = {
    "created": _("To confirm"),
    "payment_pending": _("Waiting for payment"),
    "confirmed": _("To send"),
    "shipped": pgettext_lazy("order", "On its way"),
    "delivered": _("Delivered"),
    "cancelled": _("Cancelled"),
    "failed": _("Not paid"),
}

FULFILMENT_STATUS = {
    "planned": pgettext_lazy("shipment", "To pack"),
    "packed": pgettext_lazy("shipment", "Packed"),
    "shipped": pgettext_lazy("shipment", "On its way"),
    "delivered": pgettext_lazy("shipment", "Delivered"),
    "returned": pgettext_lazy("shipment", "Came back"),
    "cancelled": pgettext_lazy("shipment", "Unpacked"),
}

RETURN_STATUS = {
    "requested": pgettext_lazy("return", "Expected"),
    "received": pgettext_lazy("return", "Arrived"),
    "refunded": pgettext_lazy("return", "Money given back"),
    "refused": pgettext_lazy("return", "Refused"),
}

PAYMENT_STATUS = {
    "created": pgettext_lazy("payment", "Not begun"),
    "pending": pgettext_lazy("payment", "Under way"),
    "collect_on_delivery": pgettext_lazy("payment", "To collect on delivery"),
    "captured": pgettext_lazy("payment", "Paid"),
    "failed": pgettext_lazy("payment", "Declined"),
    "cancelled": pgettext_lazy("payment", "No longer expected"),
}

ACTOR = {
    "customer": _("the customer"),
    "guest": _("the shopper"),
    "staff": _("staff"),
    "system": _("Wasla"),
    "gateway": _("the payment company"),
    "command": _("Wasla's operators"),
}

REASON = {
    TIME_IS_UP: _("Its time was up."),
    PAYMENT_DECLINED: _("The payment was declined."),
    HOLD_OVER: _("The payer's bank holds the money no longer."),
    ANOTHER_WAY: _("The shopper wanted to pay another way."),
    GIVEN_BACK: _("All that was paid for it had been given back."),
    STOCK_GONE: _("It was paid when the pieces had been sold."),
    NO_LONGER_TRUE: _("The money moved meanwhile, so it is no longer true."),
    REST_WAIVED: _("The missing amount was waived."),
    CAME_BACK_UNPAID: _("Nobody took it at the door: it came back unpaid."),
}

MOVE = {
    "confirm": _("Confirm the order"),
    "ship": _("Handed to the carrier"),
    "deliver": _("Delivered"),
    "cancel": _("Cancel the order"),
    "call_off_rest": _("Cancel what has not been sent"),
}

FULFILMENT_MOVE = {
    "pack": pgettext_lazy("shipment", "It is packed"),
    "ship": pgettext_lazy("shipment", "Handed to the carrier"),
    "deliver": pgettext_lazy("shipment", "It has arrived"),
    "cancel": pgettext_lazy("shipment", "Unpack"),
}

RETURN_MOVE = {
    "receive": pgettext_lazy("return", "It has arrived"),
    "refund": pgettext_lazy("return", "The money is given back"),
    "refund_again": pgettext_lazy("return", "Send the money again"),
    "refuse": pgettext_lazy("return", "Refuse the return"),
}


def payment_words(status: str, sums: PaymentMoney, *, has_receipt: bool = False) -> Any:
    """How the money of an order stands: what went back says more than that it was paid, and a receipt that was shown
    more than that nothing has begun."""
    gone = sums.refunded + sums.on_its_way
    if gone.minor:
        return _("Given back") if gone >= sums.paid else _("Given back in part")
    if sums.charged_back.minor:
        return _("Taken back by the bank")
    if sums.held.minor:
        return _("Held by the payer's bank")
    if sums.paid.minor and sums.paid < sums.owed:
        return _("Paid in part")
    if status == "created" and has_receipt:
        return _("A receipt waits to be looked at")
    is_nothing = status == "captured" and sums.paid < sums.owed
    return _("Not paid") if is_nothing else PAYMENT_STATUS[status]
