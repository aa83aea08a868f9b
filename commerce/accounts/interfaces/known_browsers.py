"""Browsers in which a person proved who they are: their tries are counted by themselves, so strangers who try the same
account, from wherever, never lock its owner out. Known as device cookies (OWASP, "Slow Down Online Guessing Attacks
with Device Cookies").
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from commerce.accounts.application.sign_in_limits import Door
from commerce.accounts.domain.policies import normal_email
from commerce.core.scope import current_tenant_id

KEPT_FOR = timedelta(days=180)


def known_browser(request: HttpRequest, door: Door, email: str) -> str:
    """The name under which the account's tries of this browser are counted; empty for a stranger.

    Whose cookie is forged, old, another account's, another door's or another store's is one.
    """
    name, salt = _cookie(door, email)
    return str(request.get_signed_cookie(name, default="", salt=salt, max_age=int(KEPT_FOR.total_seconds())))


def remember_browser(response: HttpResponseBase, door: Door, email: str) -> None:
    """The browser is known to the account from now on, for `KEPT_FOR`: on this host only, out of scripts' reach."""
    name, salt = _cookie(door, email)
    response.set_signed_cookie(
        name,
        secrets.token_urlsafe(16),
        salt=salt,
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie(door: Door, email: str) -> tuple[str, str]:
    """Its name and salt. One for each account, for people share browsers; the name tells nobody whose."""
    salt = f"commerce.accounts.known_browser.{current_tenant_id()}.{door}.{normal_email(email)}"
    name = f"known-{salted_hmac(salt, '', algorithm='sha256').hexdigest()[:16]}"
    return (f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name), salt
