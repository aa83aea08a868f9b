"""The outbox: nothing told is lost, nothing is told that did not happen."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from commerce.core import outbox
from commerce.core.clock import as_of
from commerce.core.events import Event
from commerce.core.models import OutboxDelivery
from commerce.core.scope import current_tenant_id, tenant_scope

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
HEARD: list[tuple[int, int]] = []


@dataclass(frozen=True)
class BellRung(Event):
    times: int


def hear(event: BellRung) -> None:
    HEARD.append((current_tenant_id(), event.times))


def hear_badly(event: BellRung) -> None:
    raise ValueError("too loud")


HANDLERS: dict[type[Event], tuple[str, ...]] = {BellRung: (f"{__name__}.hear",)}
BAD_HANDLERS: dict[type[Event], tuple[str, ...]] = {BellRung: (f"{__name__}.hear_badly", f"{__name__}.hear")}


@pytest.fixture(autouse=True)
def _listening(settings: Any) -> None:
    settings.EVENT_HANDLERS = f"{__name__}.HANDLERS"
    HEARD.clear()


def ring(tenant_id: int, times: int) -> list[int]:
    with tenant_scope(tenant_id), transaction.atomic(), as_of(NOON):
        return outbox.publish(BellRung(times=times))


def test_an_event_is_told_once_in_the_scope_of_its_store(noor: Any, souq: Any) -> None:
    ring(noor.pk, 1)
    ring(souq.pk, 2)
    outbox.deliver_due(now=NOON + timedelta(seconds=1))
    outbox.deliver_due(now=NOON + timedelta(hours=9))
    assert sorted(HEARD) == sorted([(noor.pk, 1), (souq.pk, 2)])


def ring_and_fall() -> None:
    with tenant_scope(1), transaction.atomic():
        outbox.publish(BellRung(times=1))
        raise RuntimeError


def test_an_event_of_a_rolled_back_change_is_never_told(own_database: str) -> None:
    with pytest.raises(RuntimeError):
        ring_and_fall()
    outbox.deliver_due(now=NOON + timedelta(days=30))
    assert HEARD == []


def test_publishing_outside_a_transaction_is_refused(own_database: str) -> None:
    with tenant_scope(1), pytest.raises(transaction.TransactionManagementError):
        outbox.publish(BellRung(times=1))


def test_a_failing_handler_waits_longer_each_time_and_stops_no_other(noor: Any, settings: Any) -> None:
    settings.EVENT_HANDLERS = f"{__name__}.BAD_HANDLERS"
    ring(noor.pk, 3)
    with as_of(NOON):
        outbox.deliver_due(now=NOON)
    assert [(noor.pk, 3)] == HEARD
    with tenant_scope(noor.pk):
        failing = OutboxDelivery.objects.open().get()
        assert failing.last_error == "ValueError: too loud"
        assert failing.due_at == NOON + outbox.back_off(1)


def test_a_hopeless_delivery_becomes_a_dead_letter_and_can_be_retried(noor: Any, settings: Any) -> None:
    settings.EVENT_HANDLERS = f"{__name__}.BAD_HANDLERS"
    ring(noor.pk, 3)
    instant = NOON
    for _ in range(outbox.MOST_ATTEMPTS):
        with as_of(instant):
            outbox.deliver_due(now=instant)
        instant += timedelta(hours=2)
    with tenant_scope(noor.pk):
        letter = OutboxDelivery.objects.dead().get()
        settings.EVENT_HANDLERS = f"{__name__}.HANDLERS"
        letter.handler = f"{__name__}.hear"
        letter.save()
        HEARD.clear()
        assert outbox.retry_dead([letter.pk], now=instant) == 1
    with as_of(instant):
        outbox.deliver_due(now=instant)
    assert [(noor.pk, 3)] == HEARD


def test_a_worker_that_died_in_the_middle_leaves_the_delivery_to_the_next(noor: Any) -> None:
    [delivery_id] = ring(noor.pk, 4)
    with tenant_scope(noor.pk):
        outbox._claim(delivery_id, NOON)
        with as_of(NOON + outbox.LEASE / 2):
            outbox.deliver([delivery_id])
        assert HEARD == [], "the lease is held"
        with as_of(NOON + outbox.LEASE):
            outbox.deliver([delivery_id])
    assert [(noor.pk, 4)] == HEARD
