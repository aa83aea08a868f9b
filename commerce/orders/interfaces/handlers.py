"""What orders do when payments have news, and whom they write to."""

from django.db import transaction
from django.urls import reverse

from commerce.core import clock
from commerce.core.errors import NotFound
from commerce.core.scope import current_tenant_id
from commerce.orders.application.queries import order_by_id
from commerce.orders.application.use_cases.settle_order import settle_order
from commerce.orders.domain.events import OrderPlaced
from commerce.payments.domain.events import PaymentCaptured, PaymentFailed
from commerce.tenants.application.letters import send_letter
from commerce.tenants.application.queries import absolute_url
from commerce.tenants.models import Tenant


def on_order_placed(event: OrderPlaced) -> None:
    """Who ordered has a letter with the order's figures, if they gave an address. Told twice, they have two."""
    try:
        with transaction.atomic():
            order = order_by_id(event.order_id, now=clock.now())
    except NotFound:
        return
    if not order.email:
        return
    tenant = Tenant.objects.get(pk=current_tenant_id())
    # The second language's addresses begin with it; reversing here, outside of a request, does not know.
    prefix = "" if order.language == tenant.languages[0] else f"/{order.language}"
    url = absolute_url(tenant.pk, prefix + reverse("orders:order", args=[order.token]))
    send_letter(
        to=order.email, language=order.language, template="storefront/letters/order", facts={"order": order, "url": url}
    )


def on_payment_captured(event: PaymentCaptured) -> None:
    settle_order(payment_id=event.payment_id, now=clock.now())


def on_payment_failed(event: PaymentFailed) -> None:
    settle_order(payment_id=event.payment_id, now=clock.now())
