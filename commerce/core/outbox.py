"""The outbox is the queue: rows written with the business change, handled after it, again until it succeeds.

Where there is a bell a worker is told of them at the commit; `deliver_due` finds them in any case.

A delivery is claimed by moving its due instant past a lease, in a transaction of its own; the handler then runs with
no transaction open; the end is recorded in another. A worker that dies leaves a delivery that falls due again, so
handlers are idempotent; one that kills every worker that takes it is buried like any other that never succeeds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from commerce.core import clock
from commerce.core.actors import SYSTEM, acting_as
from commerce.core.bell import ring_after_commit
from commerce.core.events import Event
from commerce.core.models import OutboxDelivery
from commerce.core.scope import current_tenant_id, system_scope, tenant_scope

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 12
# So long a delivery lies whose handler waits for something else.
PAUSE = timedelta(minutes=1)


class NotYet(Exception):
    """Raised by a handler that waits for something else to end, however long that takes: it is asked again after
    `PAUSE`, and none of its attempts is used up."""


def handler_table() -> dict[type[Event], tuple[str, ...]]:
    """The whole conversation: each event and the dotted paths of its handlers (`EVENT_HANDLERS` names the table)."""
    table: dict[type[Event], tuple[str, ...]] = import_string(settings.EVENT_HANDLERS)
    return table


def publish(event: Event, *, is_delivered_here: bool = False) -> list[int]:
    """Writes one delivery per handler in the running transaction; returns their ids, for `deliver`.

    The commit rings for a worker, but for what `is_delivered_here`: who says so calls `deliver` right after its commit,
    and no worker is to be in its way.

    Refuses to run outside a transaction: an event is kept or lost together with what it tells. Raises LookupError for
    an event the table does not list; one that nobody listens to yet is listed with no handler.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event is published inside the transaction it tells of")
    table = handler_table()
    if type(event) not in table:
        raise LookupError(f"{event.name()} is not in the handler table")
    now = clock.now()
    rows = [
        OutboxDelivery(event=event.name(), handler=handler, payload=asdict(event), created_at=now, due_at=now)
        for handler in table[type(event)]
    ]
    delivery_ids = [row.pk for row in OutboxDelivery.objects.bulk_create(rows)]
    if not is_delivered_here:
        ring_after_commit(delivery_ids)
    return delivery_ids


def back_off(attempts: int) -> timedelta:
    """2 s, 4 s, 8 s … at most an hour."""
    return timedelta(seconds=min(2**attempts, 3600))


def deliver_due(*, now: datetime, most: int = 100) -> int:
    """Handles the deliveries of every store that are due, oldest first; returns how many were tried."""
    with system_scope(), transaction.atomic():
        due = list(OutboxDelivery.objects.due(now).values_list("tenant_id", "id")[:most])
    for tenant_id, delivery_id in due:
        with tenant_scope(tenant_id):
            deliver([delivery_id])
    return len(due)


def deliver(delivery_ids: Iterable[int]) -> None:
    """Handles these deliveries of the open scope's store now, unless another process has them."""
    for delivery_id in delivery_ids:
        delivery = _claim(delivery_id, clock.now())
        if delivery is not None:
            _handle(delivery)


def _claim(delivery_id: int, now: datetime) -> OutboxDelivery | None:
    with transaction.atomic():
        delivery = OutboxDelivery.objects.due(now).select_for_update(skip_locked=True).filter(pk=delivery_id).first()
        if delivery is None:
            return None
        if delivery.attempts >= MOST_ATTEMPTS:
            _bury(delivery, now)
            return None
        delivery.attempts += 1
        delivery.due_at = now + LEASE
        delivery.save(update_fields=["attempts", "due_at"])
        return delivery


def _bury(delivery: OutboxDelivery, now: datetime) -> None:
    """Its last attempt recorded no end: the process handling it died."""
    log.error("delivery %s of %s ended its worker, for the last time", delivery.pk, delivery.event)
    delivery.dead_at = now
    delivery.last_error = f"the worker ended while it handled this. {delivery.last_error}".strip()[:2000]
    delivery.save(update_fields=["dead_at", "last_error"])


def _handle(delivery: OutboxDelivery) -> None:
    try:
        with acting_as(SYSTEM):
            import_string(delivery.handler)(event_from(delivery.event, delivery.payload))
    except NotYet as wait:
        log.info("delivery %s of %s waits: %s", delivery.pk, delivery.event, wait)
        _record_wait(delivery, wait)
    except Exception as error:  # a handler's defect must not stop the queue
        log.exception("delivery %s of %s failed", delivery.pk, delivery.event)
        _record_failure(delivery, error)
    else:
        with transaction.atomic():
            OutboxDelivery.objects.filter(pk=delivery.pk).update(delivered_at=clock.now(), last_error="")


def event_from(name: str, payload: dict[str, object]) -> Event:
    """The event a stored delivery tells of; raises LookupError when the handler table no longer knows it."""
    for event_class in handler_table():
        if event_class.name() == name:
            return event_class(**payload)
    raise LookupError(f"no event {name!r} in the handler table")


def _record_failure(delivery: OutboxDelivery, error: Exception) -> None:
    now = clock.now()
    with transaction.atomic():
        OutboxDelivery.objects.filter(pk=delivery.pk).update(
            last_error=f"{type(error).__name__}: {error}"[:2000],
            due_at=now + back_off(delivery.attempts),
            dead_at=now if delivery.attempts >= MOST_ATTEMPTS else None,
        )


def _record_wait(delivery: OutboxDelivery, wait: NotYet) -> None:
    facts = {"attempts": delivery.attempts - 1, "due_at": clock.now() + PAUSE, "last_error": f"waits: {wait}"[:2000]}
    with transaction.atomic():
        OutboxDelivery.objects.filter(pk=delivery.pk).update(**facts)


def retry_dead(delivery_ids: Iterable[int], *, now: datetime) -> int:
    """Puts dead letters of the open scope's store back into the queue with fresh attempts; returns how many."""
    current_tenant_id()
    with transaction.atomic():
        return (
            OutboxDelivery.objects.dead().filter(pk__in=list(delivery_ids)).update(dead_at=None, attempts=0, due_at=now)
        )
