"""The whole conversation between modules: when this happened, these handlers are told, after commit.

Every event stands here; `()` says that nobody listens yet. An event that does not stand here can't be published.
"""

from commerce.accounts.domain.events import PasswordResetAsked, StaffInvited
from commerce.core.events import Event
from commerce.orders.domain.events import FulfilmentMoved, OrderMoved, OrderPaid, OrderPlaced, ReturnMoved, ReturnUnpaid
from commerce.payments.domain.events import (
    FundsUnapplied,
    MoreCaptured,
    PageLeftOpen,
    PaymentCaptured,
    PaymentChargedBack,
    PaymentFailed,
    PaymentHeld,
    RefundFailed,
    RefundSucceeded,
    WebhookReceived,
)
from commerce.promotions.domain.events import (
    CouponBatchOpened,
    PromotionFreed,
    PromotionPublished,
    PromotionRetired,
    PromotionUsedUp,
)
from commerce.tenants.domain.events import StoreOpened

HANDLERS: dict[type[Event], tuple[str, ...]] = {
    StaffInvited: ("commerce.accounts.interfaces.handlers.on_staff_invited",),
    PasswordResetAsked: ("commerce.accounts.interfaces.handlers.on_password_reset_asked",),
    StoreOpened: (),
    OrderPlaced: ("commerce.orders.interfaces.handlers.on_order_placed",),
    OrderMoved: ("commerce.orders.interfaces.handlers.on_order_moved",),
    OrderPaid: ("commerce.orders.interfaces.handlers.on_order_paid",),
    FulfilmentMoved: (
        "commerce.orders.interfaces.handlers.on_fulfilment_moved",
        "commerce.orders.interfaces.handlers.on_fulfilment_sent",
    ),
    ReturnMoved: (
        "commerce.orders.interfaces.handlers.on_return_received",
        "commerce.orders.interfaces.handlers.on_return_moved",
    ),
    ReturnUnpaid: ("commerce.orders.interfaces.handlers.on_return_unpaid",),
    PaymentCaptured: ("commerce.orders.interfaces.handlers.on_payment_captured",),
    MoreCaptured: ("commerce.orders.interfaces.handlers.on_more_captured",),
    PaymentHeld: ("commerce.orders.interfaces.handlers.on_payment_held",),
    PaymentFailed: ("commerce.orders.interfaces.handlers.on_payment_failed",),
    PageLeftOpen: ("commerce.payments.interfaces.handlers.on_page_left_open",),
    FundsUnapplied: (),
    RefundSucceeded: ("commerce.orders.interfaces.handlers.on_refund_succeeded",),
    RefundFailed: (),
    PaymentChargedBack: (),
    WebhookReceived: ("commerce.payments.interfaces.handlers.on_webhook_received",),
    PromotionPublished: ("commerce.carts.interfaces.handlers.on_promotion_published",),
    PromotionRetired: ("commerce.carts.interfaces.handlers.on_promotion_retired",),
    PromotionUsedUp: ("commerce.carts.interfaces.handlers.on_promotion_used_up",),
    PromotionFreed: ("commerce.carts.interfaces.handlers.on_promotion_freed",),
    CouponBatchOpened: ("commerce.promotions.interfaces.handlers.on_coupon_batch_opened",),
}
