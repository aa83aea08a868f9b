"""Who is shopping: the signed-in customer, or a guest by a signed cookie of this host."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from commerce.carts.domain.values import Shopper
from commerce.core.scope import current_tenant_id

KEPT_FOR = timedelta(days=90)


def shopper_of(request: HttpRequest) -> Shopper | None:
    """The customer, else the guest the cookie names; None for a visitor who never put anything in a cart."""
    customer = getattr(request, "customer", None)
    return Shopper(customer_id=customer.pk) if customer is not None else guest_of(request)


def guest_of(request: HttpRequest) -> Shopper | None:
    """The guest of the cart cookie. A forged or old one, or another store's, is none."""
    key = request.get_signed_cookie(_cookie_name(), default="", salt=_salt(), max_age=int(KEPT_FOR.total_seconds()))
    return Shopper(guest_key=key) if key else None


def new_guest() -> Shopper:
    return Shopper(guest_key=secrets.token_urlsafe(24))


def remember_guest(response: HttpResponseBase, shopper: Shopper) -> None:
    """The browser keeps the guest's key for `KEPT_FOR`, out of scripts' reach and for this host only."""
    response.set_signed_cookie(
        _cookie_name(),
        shopper.guest_key,
        salt=_salt(),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie_name() -> str:
    """With the prefix that makes browsers insist on this host, where they accept it: on https only."""
    return "__Host-cart" if settings.SESSION_COOKIE_SECURE else "cart"


def _salt() -> str:
    return f"commerce.carts.guest.{current_tenant_id()}"
