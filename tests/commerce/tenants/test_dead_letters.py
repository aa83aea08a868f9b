"""`manage.py dead_letters`: seen, and put back where it was asked for."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from commerce.core.models import OutboxDelivery
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)

Letters = dict[str, list[int]]


def bury(times: int) -> list[int]:
    return [
        OutboxDelivery.objects.create(
            event="orders.OrderPlaced",
            handler="some.handler",
            payload={"order_id": number},
            created_at=NOON,
            due_at=NOON,
            attempts=12,
            last_error=f"ValueError: bell {number}",
            dead_at=NOON,
        ).pk
        for number in range(times)
    ]


@pytest.fixture
def letters(own_database: str) -> Letters:
    """Two dead letters of each store, by its slug; and one delivery of Noor that lives."""
    found: Letters = {}
    for tenant in Tenant.objects.all():
        with tenant_scope(tenant.pk), transaction.atomic():
            found[tenant.slug] = bury(2)
            OutboxDelivery.objects.create(event="e", handler="h", payload={}, created_at=NOON, due_at=NOON)
    return found


def run(*arguments: Any) -> str:
    out = io.StringIO()
    call_command("dead_letters", *map(str, arguments), stdout=out)
    return out.getvalue()


def still_dead(letters: Letters) -> set[int]:
    dead: set[int] = set()
    for tenant in Tenant.objects.all():
        with tenant_scope(tenant.pk), transaction.atomic():
            dead |= set(OutboxDelivery.objects.dead().values_list("pk", flat=True))
    return dead


def test_they_are_listed_with_store_event_and_reason(letters: Letters) -> None:
    told = run()
    assert told.count("orders.OrderPlaced → some.handler  ValueError: bell") == 4
    assert told.endswith("4 dead letters\n")
    assert still_dead(letters) == {*letters["noor"], *letters["souq"]}


def test_one_store_is_shown_and_retried_alone(letters: Letters) -> None:
    assert run("--store", "noor").endswith("2 dead letters\n")
    assert run("--store", "noor", "--retry").endswith("2 dead letters back in the queue\n")
    assert still_dead(letters) == set(letters["souq"])


def test_single_letters_are_retried_with_fresh_attempts(letters: Letters) -> None:
    first, second = letters["souq"]
    run(first, "--retry")
    assert still_dead(letters) == {second, *letters["noor"]}
    with tenant_scope(Tenant.objects.get(slug="souq").pk), transaction.atomic():
        revived = OutboxDelivery.objects.get(pk=first)
        assert revived.attempts == 0
        assert revived.due_at > NOON


def test_all_is_said_aloud(letters: Letters) -> None:
    with pytest.raises(CommandError, match="--all"):
        run("--retry")
    assert len(still_dead(letters)) == 4
    run("--retry", "--all")
    assert still_dead(letters) == set()


def test_a_stranger_is_refused_and_nothing_is_retried(letters: Letters) -> None:
    theirs = letters["souq"][0]
    for arguments in (["--store", "noor", theirs, "--retry"], [999_999, "--retry"], ["--store", "nobody", "--retry"]):
        with pytest.raises(CommandError):
            run(*arguments)
    assert len(still_dead(letters)) == 4
