"""Each sweep once in its period, however many there are who sweep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.module_loading import import_string

from commerce.core import sweeps
from commerce.core.models import SweepTurn
from tests.support.together import Meeting, at_once
from wasla_site.settings.base import SWEEPS

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SWEPT: list[datetime] = []
MINUTELY, BROKEN = f"{__name__}.note", f"{__name__}.break_down"


def note(*, now: datetime) -> None:
    SWEPT.append(now)


def break_down(*, now: datetime) -> None:
    raise ValueError("the broom")


@pytest.fixture(autouse=True)
def _sweeping(settings: Any) -> None:
    settings.SWEEPS = {MINUTELY: 60, BROKEN: 1}
    SWEPT.clear()


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_sweep_is_due_at_once_and_then_once_in_its_period(db: None) -> None:
    for seconds in range(0, 200, 5):
        sweeps.sweep_due(now=at(seconds))
    assert [at(0), at(60), at(120), at(180)] == SWEPT


def test_one_that_fails_stops_no_other_and_is_tried_again(db: None, caplog: pytest.LogCaptureFixture) -> None:
    sweeps.sweep_due(now=NOON)
    assert [NOON] == SWEPT
    assert f"sweep {BROKEN} failed" in caplog.text
    assert sweeps.due_sweeps(now=at(1)) == [BROKEN]


def test_nobody_else_sweeps_while_the_turn_is_taken(db: None) -> None:
    assert sweeps._take_turn(MINUTELY, NOON)
    assert not sweeps.run_sweep(MINUTELY, now=at(9))
    assert SWEPT == []


def test_the_turn_of_one_that_died_comes_back_when_its_lease_is_over(db: None) -> None:
    """Not only after its period."""
    sweeps._take_turn(MINUTELY, NOON)
    lease = sweeps.LEASE.total_seconds()
    assert sweeps.run_sweep(MINUTELY, now=at(lease))
    assert [at(lease)] == SWEPT


def test_one_that_ends_late_takes_no_turn_from_its_successor(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def take_long(path: str, now: datetime) -> None:
        monkeypatch.undo()
        sweeps._take_turn(path, NOON + sweeps.LEASE)

    monkeypatch.setattr(sweeps, "_run", take_long)
    sweeps.run_sweep(MINUTELY, now=NOON)
    assert SweepTurn.objects.get(path=MINUTELY).due_at == NOON + 2 * sweeps.LEASE


@pytest.mark.parametrize("path", sorted(SWEEPS))
def test_every_sweep_is_there_and_has_a_period(path: str) -> None:
    assert callable(import_string(path))
    assert SWEEPS[path] >= 1


def test_the_outbox_is_looked_through_every_second() -> None:
    assert SWEEPS["commerce.core.outbox.deliver_due"] == 1


SWEEPERS = 8


def sweepers_meet(*, is_first_time: bool) -> int:
    """So many take the turn in the same instant; how often the sweep ran."""
    if not is_first_time:
        SweepTurn.objects.create(path=MINUTELY, due_at=NOON)
    at_once(*[lambda: sweeps.run_sweep(MINUTELY, now=NOON)] * SWEEPERS)
    return len(SWEPT)


@pytest.mark.parametrize("is_first_time", [True, False])
def test_one_of_many_takes_the_turn(own_database: str, is_first_time: bool) -> None:
    assert sweepers_meet(is_first_time=is_first_time) == 1


def test_looking_before_taking_lets_several_in(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above."""

    meeting = Meeting(SWEEPERS)

    def look_then_take(path: str, now: datetime) -> bool:
        is_due = SweepTurn.objects.filter(path=path, due_at__lte=now).exists()
        meeting.come()
        SweepTurn.objects.filter(path=path).update(due_at=now + sweeps.LEASE)
        return is_due

    monkeypatch.setattr(sweeps, "_take_turn", look_then_take)
    assert sweepers_meet(is_first_time=False) > 1
