"""Acting on a webhook that was taken in: asking the gateway about the attempt it names."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commerce.payments.application.discrepancies import defects_are_over, found
from commerce.payments.application.inbox import park
from commerce.payments.application.named_attempts import attempt_named
from commerce.payments.application.told_movements import from_json
from commerce.payments.application.use_cases.note_movement import note_movement
from commerce.payments.application.use_cases.note_told_payment import note_told_payment
from commerce.payments.application.use_cases.refresh_attempt import Asked, refresh_attempt
from commerce.payments.domain.conversations import EventKind
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.matching import leaves_room
from commerce.payments.domain.values import Snapshot
from commerce.payments.domain.webhooks import OPEN_EVENTS, EventStatus
from commerce.payments.models import GatewayEvent, Operation, PaymentAttempt

log = logging.getLogger(__name__)


def settle_webhook(*, event_id: int, now: datetime) -> None:
    """The attempt that the event names stands where the gateway, asked about it, says; what it tells of a movement that
    nobody can ask about, a chargeback or a refund from the gateway's own desk, is recorded.

    Only attempts of the account that it came to are looked among. Without one the event is parked and looked at again
    for an hour; then a person is told of what it names, unless by its own word no money moved, or its key is none of
    ours: the account serves another shop too. Of those that bear none they are told once a day. One that names an
    attempt is parked as long as the gateway has not answered, or has not heard yet of the money that the event tells
    of, and while a movement of ours is unclear that it may be; when that takes longer than `SETTLES_WITHIN`, a person
    is told. Told twice, it does nothing the second time. Call with no transaction open (TransactionOpen).
    """
    with transaction.atomic():
        event = GatewayEvent.objects.select_related("account").get(pk=event_id)
        if EventStatus(event.status) not in OPEN_EVENTS:
            return
        attempt_id = _attempt_of(event)
    is_settled = attempt_id is not None and _act(event, attempt_id, now)
    with transaction.atomic():
        if is_settled:
            GatewayEvent.objects.filter(pk=event_id).update(status=EventStatus.APPLIED, settled_at=now, look_at=None)
            if event.looks:
                defects_are_over(event_id, now)
        elif not park(event, now, is_of_ours=attempt_id is not None):
            _tell(event, attempt_id, now)


def _act(event: GatewayEvent, attempt_id: int, now: datetime) -> bool:
    told = from_json(event.movement) if event.movement is not None else None
    if told is not None and event.kind != EventKind.PAYMENT:
        return _note(attempt_id, told, now)
    if refresh_attempt(attempt_id=attempt_id, now=now) is not Asked.ANSWERED:
        return False
    if told is not None:
        return note_told_payment(attempt_id=attempt_id, told=told, now=now)
    return not (event.kind == EventKind.OPERATION and _is_moving(attempt_id))


def _note(attempt_id: int, movement: Snapshot, now: datetime) -> bool:
    """What is too early may be about money that the gateway knows of and we don't yet."""
    if note_movement(attempt_id=attempt_id, movement=movement, now=now):
        return True
    if refresh_attempt(attempt_id=attempt_id, now=now) is not Asked.ANSWERED:
        return False
    return note_movement(attempt_id=attempt_id, movement=movement, now=now)


def _is_moving(attempt_id: int) -> bool:
    """Of sums that are larger than ours nobody can tell yet whether it is a movement of ours that made them so."""
    with transaction.atomic():
        return Operation.objects.unsettled().filter(attempt_id=attempt_id).exists()


def _attempt_of(event: GatewayEvent) -> int | None:
    names = [name for name in event.references if name]
    return attempt_named(account_id=event.account_id, names=names, key=_uuid(event.key))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _tell(event: GatewayEvent, attempt_id: int | None, now: datetime) -> None:
    if attempt_id is None:
        _tell_of_nobodys(event, now)
        return
    payment = PaymentAttempt.objects.select_related("payment").get(pk=attempt_id).payment
    told = from_json(event.movement) if event.movement is not None else None
    facts = {"reference": next(iter(event.references), event.key)}
    if told is not None:
        facts = {"amount": str(told.amount or payment.amount), "reference": told.reference}
    found(Finding.NOT_SETTLED, f"event:{event.pk}", payment, facts, now)


def _tell_of_nobodys(event: GatewayEvent, now: datetime) -> None:
    """Money of which nobody here knows; a card that was refused is none."""
    log.warning("webhook %s of gateway account %s names no attempt of it", event.pk, event.account_id)
    told = from_json(event.movement) if event.movement is not None else None
    is_anothers = bool(event.key) and _uuid(event.key) is None
    if is_anothers or (told is not None and leaves_room(told)):
        return
    facts = {
        "account": f"{event.account.provider} {event.account.mode}",
        "amount": "" if told is None or told.amount is None else str(told.amount),
        "reference": ", ".join(name for name in (*event.references, event.key) if name),
    }
    key = f"event:{event.pk}" if event.key else f"account:{event.account_id}:{now:%Y-%m-%d}"
    found(Finding.UNMATCHED, key, None, facts, now)
