"""The inbox's sweep: events that are not settled are looked at again."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from commerce.core.scope import system_scope, tenant_scope
from commerce.core.turns import in_turn
from commerce.payments.application.discrepancies import found
from commerce.payments.application.inbox import park
from commerce.payments.application.use_cases.settle_webhook import settle_webhook
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.models import GatewayEvent

log = logging.getLogger(__name__)


def settle_parked_webhooks(*, now: datetime, most: int = 100) -> int:
    """Parked events of every store whose time has come were looked at, the stores in turn, and those whose delivery was
    given up; returns how many.

    One that fails by a defect is looked at ever more seldom like any other, and told to a person.
    """
    with system_scope(), transaction.atomic():
        due = list(in_turn(GatewayEvent.objects.due(now), "due_at", "id").values_list("tenant_id", "id")[:most])
    for tenant_id, event_id in due:
        with tenant_scope(tenant_id):
            _settle(event_id, now)
    return len(due)


def _settle(event_id: int, now: datetime) -> None:
    try:
        settle_webhook(event_id=event_id, now=now)
    except Exception as defect:  # one event's defect must not stop the sweep
        log.exception("webhook %s could not be settled", event_id)
        _put_off(event_id, type(defect).__name__, now)


def _put_off(event_id: int, defect: str, now: datetime) -> None:
    with transaction.atomic():
        found(Finding.NOT_SETTLED, f"event:{event_id}:{defect}", None, {"code": defect}, now)
        park(GatewayEvent.objects.get(pk=event_id), now, is_of_ours=True)
