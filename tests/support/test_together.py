"""Threads that are said to meet do, and stand where their test stands."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import get_ident

import pytest
from django.db import connection, transaction

from commerce.core import clock
from commerce.core.actors import SYSTEM, acting_as, current_actor
from commerce.core.errors import Refusal
from commerce.core.scope import current_tenant_id, tenant_scope
from commerce.tenants.models import Tenant
from tests.support.together import Meeting, at_once, held_back, outcomes, until

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


class TooLate(Refusal):
    code = "too_late"


def test_they_stand_where_the_test_stands_each_with_a_connection_of_its_own(own_database: str) -> None:
    noor = Tenant.objects.get(slug="noor")

    def look() -> tuple[int, datetime, object, int]:
        with transaction.atomic():
            assert Tenant.objects.get(pk=noor.pk) == noor
        return current_tenant_id(), clock.now(), current_actor(), get_ident()

    with tenant_scope(noor.pk), clock.as_of(NOON), acting_as(SYSTEM):
        seen = at_once(look, look, look)
    assert {one[:3] for one in seen} == {(noor.pk, NOON, SYSTEM)}
    assert len({*(one[3] for one in seen), get_ident()}) == 4


def test_answers_keep_the_order_of_the_acts_and_a_refusal_is_one(own_database: str) -> None:
    def refuse() -> None:
        raise TooLate

    assert at_once(lambda: 1, lambda: 2) == [1, 2]
    assert outcomes(lambda: 1, refuse) == ["done", "too_late"]
    with pytest.raises(TooLate):
        at_once(lambda: 1, refuse)


def reading_and_writing(*, is_locked: bool) -> int:
    """Two who add one each to what they read; how much was added."""
    noor, meeting = Tenant.objects.get(slug="noor"), Meeting(2)

    def add() -> None:
        with transaction.atomic():
            rows = Tenant.objects.select_for_update() if is_locked else Tenant.objects.all()
            read = rows.get(pk=noor.pk).name_en
            meeting.come()
            Tenant.objects.filter(pk=noor.pk).update(name_en=f"{read}+")

    at_once(add, add)
    return Tenant.objects.get(pk=noor.pk).name_en.count("+")


def test_they_meet_where_nothing_holds_them_and_who_is_held_is_not_waited_for(own_database: str) -> None:
    assert reading_and_writing(is_locked=False) == 1
    assert reading_and_writing(is_locked=True) == 3
    assert held_back(str(connection.settings_dict["NAME"])) == []


def test_what_does_not_come_to_be_fails() -> None:
    with pytest.raises(AssertionError, match="the train did not come to be"):
        until(lambda: False, seconds=0.05, what="the train")
