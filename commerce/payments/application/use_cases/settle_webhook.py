"""Acting on a webhook that was taken in: asking the gateway about the attempt it names."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from commerce.payments.application.told_movements import from_json
from commerce.payments.application.use_cases.note_movement import note_movement
from commerce.payments.application.use_cases.refresh_attempt import refresh_attempt
from commerce.payments.domain.conversations import EventKind
from commerce.payments.domain.webhooks import EventStatus, next_look
from commerce.payments.models import GatewayEvent, Operation, PaymentAttempt

log = logging.getLogger(__name__)

_OPEN = frozenset({EventStatus.RECEIVED, EventStatus.PARKED})


def settle_webhook(*, event_id: int, now: datetime) -> None:
    """The attempt that the event names stands where the gateway, asked about it, says; what it tells of a movement that
    nobody can ask about, a chargeback or a refund from the gateway's own desk, is recorded.

    Only attempts of the account that it came to are looked among. Without one the event is parked and looked at again
    for an hour; so is one that comes too soon after another question, or tells of a movement while one of ours is
    unclear. Told twice, it does nothing the second time. Call with no transaction open (TransactionOpen).
    """
    with transaction.atomic():
        event = GatewayEvent.objects.get(pk=event_id)
        if EventStatus(event.status) not in _OPEN:
            return
        attempt_id = _attempt_of(event)
    is_known = attempt_id is not None and _act(event, attempt_id, now)
    if not is_known:
        _park(event, now)
        return
    with transaction.atomic():
        GatewayEvent.objects.filter(pk=event_id).update(status=EventStatus.APPLIED, settled_at=now, look_at=None)


def _act(event: GatewayEvent, attempt_id: int, now: datetime) -> bool:
    if event.movement is not None:
        return note_movement(attempt_id=attempt_id, movement=from_json(event.movement), now=now)
    was_asked = refresh_attempt(attempt_id=attempt_id, now=now)
    return was_asked and not (event.kind == EventKind.OPERATION and _is_moving(attempt_id))


def _is_moving(attempt_id: int) -> bool:
    """Of sums that are larger than ours nobody can tell yet whether it is a movement of ours that made them so."""
    with transaction.atomic():
        return Operation.objects.unsettled().filter(attempt_id=attempt_id).exists()


def _attempt_of(event: GatewayEvent) -> int | None:
    named = Q(gateway_reference__in=[name for name in event.references if name])
    key = _uuid(event.key)
    if key is not None:
        named |= Q(gateway_key=key)
    named |= Q(operations__gateway_reference__in=[name for name in event.references if name])
    if key is not None:
        named |= Q(operations__key=key)
    attempts = PaymentAttempt.objects.filter(named, account_id=event.account_id)
    found: int | None = attempts.order_by("-id").values_list("pk", flat=True).first()
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _park(event: GatewayEvent, now: datetime) -> None:
    look_at = next_look(event.received_at, event.looks, now)
    if look_at is None:
        log.warning("webhook %s of gateway account %s names no attempt of it", event.pk, event.account_id)
    with transaction.atomic():
        GatewayEvent.objects.filter(pk=event.pk, status__in=_OPEN).update(
            status=EventStatus.PARKED if look_at else EventStatus.UNMATCHED,
            looks=event.looks + 1,
            look_at=look_at,
            settled_at=None if look_at else now,
        )
