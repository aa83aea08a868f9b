"""How a letter goes to who ordered: once, after those that come before it, and only while what it says is so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse

from commerce.core import clock
from commerce.core.errors import NotFound
from commerce.core.scope import current_tenant_id
from commerce.orders.application.queries import order_by_id
from commerce.orders.application.use_cases.send_once import Overtaken, send_once
from commerce.orders.domain.letters import LetterKind
from commerce.orders.domain.values import OrderView
from commerce.tenants.application.letters import send_letter
from commerce.tenants.application.queries import absolute_url
from commerce.tenants.models import Tenant

Facts = dict[str, Any]
# What a letter tells of its order; None where that is not so, or not any more.
Tell = Callable[[OrderView], Facts | None]

_TEMPLATES = {kind: f"storefront/letters/order_{kind}" for kind in LetterKind} | {
    LetterKind.PLACED: "storefront/letters/order"
}


def has_to_say(order_id: int, tell: Tell) -> bool:
    """Whether there is somebody to write to, and what `tell` tells is so."""
    return _said(order_id, tell) is not None


def post(order_id: int, kind: LetterKind, tell: Tell, *, about: int = 0) -> None:
    """The letter is sent, once, if what it says is so when nobody else sends it any more. Raises LetterUnderWay."""

    def send() -> None:
        said = _said(order_id, tell)
        if said is None:
            raise Overtaken
        order, facts = said
        facts = {"order": order, "url": _url(order), **facts}
        send_letter(to=order.email, language=order.language, template=_TEMPLATES[kind], facts=facts)

    send_once(order_id=order_id, kind=kind, about=about, send=send, now=clock.now())


def _said(order_id: int, tell: Tell) -> tuple[OrderView, Facts] | None:
    """None where there is nobody to write to, or nothing."""
    with transaction.atomic():
        try:
            order = order_by_id(order_id, now=clock.now())
        except NotFound:
            return None
        facts = tell(order) if order.email else None
    return None if facts is None else (order, facts)


def _url(order: OrderView) -> str:
    tenant = Tenant.objects.get(pk=current_tenant_id())
    # The second language's addresses begin with it; reversing here, outside of a request, does not know.
    prefix = "" if order.language == tenant.languages[0] else f"/{order.language}"
    return absolute_url(tenant.pk, prefix + reverse("orders:order", args=[order.token]))
