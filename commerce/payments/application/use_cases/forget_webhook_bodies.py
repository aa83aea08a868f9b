"""Forgetting what gateways wrote."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.core.scope import system_scope, tenant_scope
from commerce.payments.domain.webhooks import BODY_KEPT
from commerce.payments.models import GatewayEvent


def forget_webhook_bodies(*, now: datetime, most: int = 1000) -> int:
    """What arrived longer ago than `BODY_KEPT` is no longer kept, in any store; returns of how many events."""
    with system_scope(), transaction.atomic():
        old = GatewayEvent.objects.with_body_of_before(now - BODY_KEPT).order_by("received_at")
        due = list(old.values_list("tenant_id", "id")[:most])
    ids: dict[int, list[int]] = {}
    for tenant_id, event_id in due:
        ids.setdefault(tenant_id, []).append(event_id)
    for tenant_id, event_ids in ids.items():
        with tenant_scope(tenant_id), transaction.atomic():
            GatewayEvent.objects.filter(pk__in=event_ids).update(body="")
    return len(due)
