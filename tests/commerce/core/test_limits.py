"""Counters of tries: what is refused, when it is over, and that a hundred at once get no more than a few in a row."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from commerce.core import limits
from commerce.core.limits import (
    Limit,
    TooManyTries,
    count_try,
    count_try_at_platform,
    forget_tries,
    forget_windows,
    give_back,
)
from commerce.core.models import PlatformTriesWindow, TriesWindow
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from tests.support.together import outcomes

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
NARROW, WIDE = Limit("narrow", 3, QUARTER), Limit("wide", 5, QUARTER)
AT_ONCE = 100

# As a careless hand would write it: what was counted is read before it is written.
READ_FIRST = """
    WITH read AS MATERIALIZED (
        SELECT coalesce((SELECT count FROM core_trieswindow WHERE tenant_id = %(tenant)s AND key = %(key)s), 0) AS count
    ), waited AS MATERIALIZED (SELECT count, pg_sleep(0.1) FROM read)
    INSERT INTO core_trieswindow AS seen (tenant_id, key, count, ends_at)
    SELECT %(tenant)s, %(key)s, count + 1, %(ends_at)s FROM waited
    ON CONFLICT (tenant_id, key) DO UPDATE SET count = excluded.count
    RETURNING count, ends_at
"""


def passes(limit: Limit, subject: str, times: int, now: datetime = NOON) -> int:
    """How many of so many tries are let through."""
    passed = 0
    for _ in range(times):
        try:
            count_try([(limit, subject)], now=now)
        except TooManyTries:
            continue
        passed += 1
    return passed


def test_each_subject_of_each_kind_has_its_own_tries(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk):
        assert passes(NARROW, "sara", 9) == 3
        assert passes(NARROW, "mona", 9) == 3
        assert passes(WIDE, "sara", 9) == 5
    with tenant_scope(souq.pk):
        assert passes(NARROW, "sara", 9) == 3, "and each store"


def test_the_window_begins_with_the_first_try_and_refused_ones_do_not_lengthen_it(noor: Any) -> None:
    with tenant_scope(noor.pk):
        passes(NARROW, "sara", 3)
        late = NOON + QUARTER - timedelta(seconds=61)
        with pytest.raises(TooManyTries) as refusal:
            count_try([(NARROW, "sara")], now=late)
        assert (refusal.value.facts, refusal.value.seconds) == ({"minutes": 2}, 61)
        assert passes(NARROW, "sara", 9, now=NOON + QUARTER) == 3


def test_what_the_first_refuses_the_others_never_hear_of(noor: Any) -> None:
    with tenant_scope(noor.pk):
        for _ in range(50):
            with suppress(TooManyTries):
                count_try([(NARROW, "sara"), (WIDE, "")], now=NOON)
        assert passes(WIDE, "", 9) == 2


def test_tries_are_given_back_and_forgotten(noor: Any) -> None:
    with tenant_scope(noor.pk):
        passes(NARROW, "sara", 3)
        give_back([(NARROW, "sara")], now=NOON)
        assert passes(NARROW, "sara", 9) == 1
        forget_tries(NARROW, "sara")
        assert passes(NARROW, "sara", 9) == 3
        give_back([(NARROW, "nobody")], now=NOON)
        assert passes(NARROW, "nobody", 9) == 3


def test_a_try_is_counted_outside_of_every_transaction(noor: Any) -> None:
    """Rolled back with a request it would count nothing, and held by one it would stop everybody else's."""
    with tenant_scope(noor.pk), transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        count_try([(NARROW, "sara")], now=NOON)


def test_the_platforms_own_host_counts_too_and_apart_from_every_store(noor: Any) -> None:
    def try_it(now: datetime = NOON) -> None:
        count_try_at_platform([(NARROW, "sara"), (WIDE, "")], now=now)

    with tenant_scope(noor.pk):
        passes(NARROW, "sara", 3)
    for _ in range(3):
        try_it()
    with pytest.raises(TooManyTries) as refusal:
        try_it()
    assert refusal.value.facts == {"minutes": 15}
    assert not [key for key in PlatformTriesWindow.objects.values_list("key", flat=True) if "sara" in key]
    try_it(NOON + QUARTER)
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        try_it()
    with tenant_scope(noor.pk):
        assert passes(WIDE, "", 9) == 5, "what is tried at the platform takes nothing from a store"


def test_what_was_typed_is_not_kept(noor: Any) -> None:
    with tenant_scope(noor.pk):
        passes(NARROW, "sara@people.example", 1)
        assert "sara" not in TriesWindow.objects.get().key


def test_old_windows_are_swept_in_every_store(noor: Any, souq: Any) -> None:
    for store in (noor, souq):
        with tenant_scope(store.pk):
            passes(NARROW, "sara", 1)
            passes(NARROW, "mona", 1, now=NOON + QUARTER)
    for subject, now in (("sara", NOON), ("mona", NOON + QUARTER)):
        count_try_at_platform([(NARROW, subject)], now=now)
    assert forget_windows(now=NOON + QUARTER) == 3
    assert PlatformTriesWindow.objects.count() == 1
    for store in (noor, souq):
        with tenant_scope(store.pk):
            assert TriesWindow.objects.count() == 1
    assert forget_windows(now=NOON + QUARTER) == 0


def all_at_once(noor: Tenant) -> Counter[str]:
    with tenant_scope(noor.pk):
        return Counter(outcomes(*[lambda: count_try([(Limit("race", 10, QUARTER), "sara")], now=NOON)] * AT_ONCE))


def test_of_a_hundred_at_once_ten_pass(own_database: str) -> None:
    assert all_at_once(Tenant.objects.get(slug="noor")) == {"done": 10, TooManyTries.code: 90}


def test_a_count_that_is_read_first_lets_more_pass(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: what the test above sees is the upsert's doing."""
    monkeypatch.setattr(limits, "_COUNT_IN_STORE", READ_FIRST)
    assert all_at_once(Tenant.objects.get(slug="noor"))["done"] > 10
