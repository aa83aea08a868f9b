"""What the activity log is told of redirects: whoever leads shoppers elsewhere is named."""

from __future__ import annotations

from typing import Any

from commerce.core.audit import Deed, difference, record
from commerce.core.bilingual import Bilingual
from wasla_site.storefront.redirects.models import Redirect


def facts_of(redirect: Redirect) -> dict[str, Any]:
    leads_to = redirect.page.title if redirect.page else redirect.address
    return {"path": redirect.path, "leads_to": leads_to, "is_permanent": redirect.is_permanent}


def record_redirect(action: str, redirect: Redirect, *, redirect_id: int, before: dict[str, Any] | None = None) -> None:
    """The redirect was `created`, `changed` from what it was `before`, or `deleted`. Call it in that transaction;
    nothing is recorded of a change that changes nothing."""
    is_now = {} if action == "deleted" else facts_of(redirect)
    was, now = difference(facts_of(redirect) if action == "deleted" else before or {}, is_now)
    if was or now:
        record(Deed("redirect", action, redirect_id, Bilingual(ar=redirect.path, en=redirect.path), was, now))
