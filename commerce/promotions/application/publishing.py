"""Which version of a promotion counts: how its pointer moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.core.scope import current_tenant_id
from commerce.promotions.application.tallies import Place, lock_tallies, set_limits
from commerce.promotions.models import Promotion, PromotionVersion
from commerce.tenants.application.queries import currency_in_scope


def require_transaction() -> None:
    """A promotion changes together with what it was published from, or not at all."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a promotion is published inside its page's transaction")


def wait_for_other_publishers() -> None:
    """Until this transaction ends nobody else of the store publishes: what two find compatible apart may not be so
    together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"promotions:{current_tenant_id()}"])


def point_at(promotion: Promotion, version: PromotionVersion | None, action: str) -> bool:
    """The version counts from now on, with its limits; None: the promotion is not offered. Returns whether it moved.

    Checkouts that priced by another version and have not taken their use yet are refused and price anew.
    """
    lock_tallies([Place(promotion.pk)])
    before = promotion.current
    if (before and before.pk) == (version and version.pk):
        return False
    promotion.current = version
    promotion.save(update_fields=["current"])
    if version is not None:
        set_limits(promotion.pk, version.limits)
    shown = version or before
    assert shown is not None
    name = Bilingual(shown.name_ar, shown.name_en)
    record(Deed("promotion", action, promotion.pk, name, _facts(before), _facts(version)))
    return True


def _facts(version: PromotionVersion | None) -> Mapping[str, Any]:
    if version is None:
        return {}
    limits = version.limits
    budget = None if limits.budget is None else Money(limits.budget, currency_in_scope())
    facts = {
        "version": version.number,
        "most_uses": limits.uses,
        "most_customer_uses": limits.customer_uses,
        "budget": budget,
        "most_pieces": limits.pieces,
    }
    return {name: fact for name, fact in facts.items() if fact is not None}
