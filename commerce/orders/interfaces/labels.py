"""What staff call the states of orders and payments, and who moved them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commerce.orders.application.use_cases.expire_orders import TIME_IS_UP
from commerce.orders.application.use_cases.settle_order import PAYMENT_DECLINED, STOCK_GONE

ORDER_STATUS = {
    "created": _("To confirm"),
    "payment_pending": _("Waiting for payment"),
    "confirmed": _("To send"),
    "shipped": _("On its way"),
    "delivered": _("Delivered"),
    "cancelled": _("Cancelled"),
    "failed": _("Not paid"),
}

FULFILMENT_STATUS = {
    "planned": pgettext_lazy("shipment", "To pack"),
    "packed": pgettext_lazy("shipment", "Packed"),
    "shipped": pgettext_lazy("shipment", "On its way"),
    "delivered": pgettext_lazy("shipment", "Delivered"),
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
    STOCK_GONE: _("It was paid when the pieces had been sold."),
}

MOVE = {
    "confirm": _("Confirm the order"),
    "ship": _("Handed to the carrier"),
    "deliver": _("Delivered"),
    "cancel": _("Cancel the order"),
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
    "refuse": pgettext_lazy("return", "Refuse the return"),
}
