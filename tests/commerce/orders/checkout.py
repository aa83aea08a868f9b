"""A shopper at the checkout of the open scope's store."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from commerce.carts.application.queries import cart_view
from commerce.carts.application.use_cases.add_to_cart import add_to_cart
from commerce.carts.domain.values import Shopper
from commerce.core.events import Event
from commerce.orders.application.use_cases.place_order import OrderRequest, place_order
from commerce.orders.domain.events import FulfilmentMoved, OrderMoved, OrderPaid, OrderPlaced, ReturnMoved, ReturnUnpaid
from commerce.orders.domain.values import Contact, DeliveryAddress
from commerce.orders.models import Order
from commerce.payments.application.ports import gateway_for
from commerce.payments.domain.accounts import Mode
from commerce.payments.domain.events import (
    MoreCaptured,
    PageLeftOpen,
    PaymentCaptured,
    PaymentFailed,
    PaymentHeld,
    RefundFailed,
    RefundSucceeded,
)
from commerce.payments.models import GatewayAccount, PaymentWay
from commerce.promotions.domain.events import (
    CouponBatchOpened,
    PromotionFreed,
    PromotionPublished,
    PromotionRetired,
    PromotionUsedUp,
)
from tests.commerce.carts.shop import GUEST, NOON

CONTACT = Contact(name="سارة العتيبي", phone="٠٥٥ ١٢٣ ٤٥٦٧", email="sara@example.com")
ADDRESS = DeliveryAddress(city="الرياض", short_address="rrrd-2929")

HANDLERS: dict[type[Event], tuple[str, ...]] = {
    OrderPlaced: (),
    OrderMoved: (),
    OrderPaid: (),
    FulfilmentMoved: (),
    ReturnMoved: ("commerce.orders.interfaces.handlers.on_return_moved",),
    ReturnUnpaid: ("commerce.orders.interfaces.handlers.on_return_unpaid",),
    PaymentCaptured: ("commerce.orders.interfaces.handlers.on_payment_captured",),
    MoreCaptured: ("commerce.orders.interfaces.handlers.on_more_captured",),
    PaymentHeld: ("commerce.orders.interfaces.handlers.on_payment_held",),
    PaymentFailed: ("commerce.orders.interfaces.handlers.on_payment_failed",),
    RefundSucceeded: ("commerce.orders.interfaces.handlers.on_refund_succeeded",),
    PageLeftOpen: ("commerce.payments.interfaces.handlers.on_page_left_open",),
    RefundFailed: (),
    PromotionPublished: (),
    PromotionRetired: (),
    PromotionUsedUp: (),
    PromotionFreed: (),
    CouponBatchOpened: (),
}


def request_for(shopper: Shopper = GUEST, **changes: Any) -> OrderRequest:
    """What the shopper confirms of the cart as they see it."""
    facts: dict[str, Any] = {
        "contact": CONTACT,
        "address": ADDRESS,
        "payment_method": "cash_on_delivery",
        "seen_total": None,
        "language": "ar",
    } | changes
    facts["seen_total"] = facts["seen_total"] or cart_view(shopper, now=NOON).total
    return OrderRequest(**facts)


def order_of(
    quantities: dict[int, int], *, shopper: Shopper = GUEST, key: str = "k1", now: datetime = NOON, **changes: Any
) -> Order:
    """Puts that in the cart and orders it, at a store that takes this way of paying."""
    for variant_id, quantity in quantities.items():
        add_to_cart(shopper=shopper, variant_id=variant_id, quantity=quantity, now=now)
    request = request_for(shopper, **changes)
    take(request.payment_method)
    order: Order = Order.objects.get(pk=place_order(shopper=shopper, request=request, idempotency_key=key, now=now))
    return order


def take(method: str) -> None:
    """The open scope's store takes this way of paying; where that needs an account, by one that opens no gateway."""
    PaymentWay.objects.get_or_create(method=method, defaults={"is_enabled": True, "position": 9})
    provider = gateway_for(method).method.provider
    if provider and not GatewayAccount.objects.in_use().filter(provider=provider).exists():
        name = uuid4().hex
        facts = {"mode": Mode.TEST, "fingerprint": name, "webhook_token": name, "changed_at": NOON}
        GatewayAccount.objects.create(provider=provider, is_in_use=True, **facts)
