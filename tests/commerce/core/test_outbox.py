"""The outbox: nothing told is lost, nothing is told that did not happen."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from commerce.core import outbox
from commerce.core.clock import as_of
from commerce.core.events import Event
from commerce.core.models import OutboxDelivery, OutboxDeliveryQuerySet
from commerce.core.scope import current_tenant_id, tenant_scope
from tests.support.databases import ROOT, admin_dsn
from tests.support.together import Meeting, at_once
from wasla_site.launcher.roles import app_dsn

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
HEARD: list[tuple[int, int]] = []


@dataclass(frozen=True)
class BellRung(Event):
    times: int


@dataclass(frozen=True)
class Silence(Event):
    pass


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


def wait_long(event: BellRung) -> None:
    if len(HEARD) < event.times:
        HEARD.append((0, 0))
        raise outbox.NotYet("somebody else rings")
    hear(event)


WAITING: dict[type[Event], tuple[str, ...]] = {BellRung: (f"{__name__}.wait_long",)}


def test_a_handler_that_waits_is_asked_for_as_long_as_it_takes(noor: Any, settings: Any) -> None:
    settings.EVENT_HANDLERS = f"{__name__}.WAITING"
    ring(noor.pk, 3 * outbox.MOST_ATTEMPTS)
    for minute in range(3 * outbox.MOST_ATTEMPTS):
        with as_of(NOON + minute * outbox.PAUSE):
            outbox.deliver_due(now=NOON + minute * outbox.PAUSE)
        with tenant_scope(noor.pk):
            waiting = OutboxDelivery.objects.open().get()
            assert (waiting.attempts, waiting.last_error) == (0, "waits: somebody else rings")
            assert waiting.due_at == NOON + (minute + 1) * outbox.PAUSE
    with as_of(NOON + timedelta(hours=1)):
        outbox.deliver_due(now=NOON + timedelta(hours=1))
    assert HEARD[-1] == (noor.pk, 3 * outbox.MOST_ATTEMPTS)
    with tenant_scope(noor.pk):
        assert not OutboxDelivery.objects.open().exists()


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
        letter.refresh_from_db()
        assert (letter.attempts, letter.dead_at, letter.due_at) == (0, None, instant)
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


def test_an_event_nobody_listed_can_not_be_published(in_noor: Any) -> None:
    with pytest.raises(LookupError, match="Silence"):
        outbox.publish(Silence())


WORKERS = 8


def workers_meet(monkeypatch: pytest.MonkeyPatch) -> int:
    """So many workers take one delivery in the same instant, and whoever is about to write its claim waits for the
    others, unless they are held back; how often the handler heard it.
    """
    write, meeting = OutboxDelivery.save, Meeting(WORKERS)

    def met(self: OutboxDelivery, **options: Any) -> None:
        meeting.come()
        write(self, **options)

    monkeypatch.setattr(OutboxDelivery, "save", met)
    [delivery_id] = ring(1, 5)

    def work() -> None:
        outbox.deliver([delivery_id])
        meeting.pass_by()  # as do those who left the delivery to another

    with tenant_scope(1), as_of(NOON):
        at_once(*[work] * WORKERS)
    return HEARD.count((1, 5))


def test_one_of_many_workers_takes_a_delivery(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert workers_meet(monkeypatch) == 1


def test_without_the_lock_several_take_it(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr(OutboxDeliveryQuerySet, "select_for_update", lambda self, **_: self)
    assert workers_meet(monkeypatch) > 1


def run_worker(database: str) -> int:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.commerce.core.deadly_settings",
        "DATABASE_URL": app_dsn(admin_dsn(), database),
    }
    command = [sys.executable, "manage.py", "run_outbox", "--once"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True).returncode


def test_a_handler_that_kills_its_worker_is_buried_in_the_end(own_database: str, settings: Any) -> None:
    """Two real workers: the last that may try dies of it, the next one buries it and lives."""
    settings.EVENT_HANDLERS = "tests.commerce.core.deadly.HANDLERS"
    [delivery_id] = ring(1, 6)
    with tenant_scope(1), transaction.atomic():
        OutboxDelivery.objects.update(attempts=outbox.MOST_ATTEMPTS - 1)
    assert run_worker(own_database) == 9
    with tenant_scope(1), transaction.atomic():
        assert OutboxDelivery.objects.open().get(pk=delivery_id).attempts == outbox.MOST_ATTEMPTS
        OutboxDelivery.objects.update(due_at=NOON)
    assert run_worker(own_database) == 0
    with tenant_scope(1), transaction.atomic():
        letter = OutboxDelivery.objects.dead().get()
        assert letter.last_error.startswith("the worker ended while it handled this")
