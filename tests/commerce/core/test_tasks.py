"""A task runs in the scope of the store its message names, in no other's, and refuses without one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from celery import Celery, Task
from django.db import transaction

from commerce.core import scope, tasks
from commerce.core.actors import SYSTEM, current_actor
from commerce.core.models import OutboxDelivery
from commerce.core.scope import ScopeMismatch, ScopeUnset, current_tenant_id, scope_if_open, tenant_scope
from commerce.core.tasks import SYSTEM_TASKS, StoreTask, SystemTask

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
app = Celery("tests", task_cls=StoreTask, set_as_current=False)


@app.task
def whose() -> tuple[int, list[int]]:
    """The store of the scope, and those whose deliveries are seen."""
    assert current_actor() == SYSTEM
    with transaction.atomic():
        return current_tenant_id(), sorted(set(OutboxDelivery.objects.values_list("tenant_id", flat=True)))


@app.task
def fail() -> None:
    raise ValueError(f"in {current_tenant_id()}")


@app.task(base=SystemTask)
def of_all_stores() -> Any:
    assert current_actor() == SYSTEM
    return scope_if_open()


class ForgetfulTask(Task):
    """As somebody might write it: the store's scope is entered and never left."""

    def __call__(self) -> Any:
        scope._current.set(scope.Scope(self.request.headers["tenant"]))
        return self.run()


@app.task(base=ForgetfulTask)
def forget() -> int:
    return current_tenant_id()


def run(task: Any, tenant: Any = None) -> Any:
    headers = {} if tenant is None else {"tenant": tenant}
    return task.apply(headers=headers, throw=True).get()


@pytest.fixture
def deliveries(noor: Any, souq: Any) -> None:
    for tenant in (noor, souq):
        with tenant_scope(tenant.pk), transaction.atomic():
            OutboxDelivery.objects.create(event="Told", handler="x", payload={}, created_at=NOON, due_at=NOON)


@pytest.fixture
def clean_scope() -> Iterator[None]:
    before = scope._current.get()
    yield
    scope._current.set(before)


def test_tasks_of_two_stores_interleave_and_each_sees_its_own(noor: Any, souq: Any, deliveries: None) -> None:
    for tenant in (noor, souq, noor, noor, souq, noor, souq):
        assert run(whose, tenant.pk) == (tenant.pk, [tenant.pk])
        assert scope_if_open() is None


def test_a_task_that_fails_leaves_no_scope_behind(noor: Any, souq: Any, deliveries: None) -> None:
    with pytest.raises(ValueError, match=f"in {noor.pk}"):
        run(fail, noor.pk)
    assert scope_if_open() is None
    assert run(whose, souq.pk) == (souq.pk, [souq.pk])


@pytest.mark.parametrize("tenant", [None, 0, -1, "1", True, "", [1]])
def test_a_task_whose_message_names_no_store_refuses(tenant: Any) -> None:
    with pytest.raises(ScopeUnset):
        run(whose, tenant)


def test_a_task_called_as_a_function_refuses() -> None:
    """It has no message, so it is nobody's; who wants to do it here calls what it calls."""
    with pytest.raises(ScopeUnset):
        whose()


def test_a_scope_that_was_left_open_is_seen_by_the_next_task(
    clean_scope: None, noor: Any, souq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: a wrapper that forgets to close leaks, and the next task does not run in it."""
    assert run(forget, noor.pk) == noor.pk
    assert scope_if_open() is not None
    monkeypatch.setitem(tasks.SYSTEM_TASKS, of_all_stores.name, "for this test")
    for task in (whose, of_all_stores):
        with pytest.raises(ScopeMismatch):
            run(task, souq.pk)


def test_a_task_of_all_stores_stands_in_the_list_or_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ScopeUnset, match="no task of all stores"):
        run(of_all_stores)
    monkeypatch.setitem(tasks.SYSTEM_TASKS, of_all_stores.name, "for this test")
    assert run(of_all_stores) is None


def test_a_task_is_sent_from_its_stores_scope_and_from_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(Task, "apply_async", lambda self, args, kwargs, **options: sent.append(options))
    with pytest.raises(ScopeUnset):
        whose.delay()
    with tenant_scope(7):
        whose.apply_async(headers={"tenant": 8, "why": "a test"})
    assert sent == [{"headers": {"tenant": 7, "why": "a test"}}]


def test_every_task_of_ours_is_a_stores_or_is_listed() -> None:
    found = {task.name: task for task in app.tasks.values() if task.name.startswith("commerce.")}
    assert {name for name, task in found.items() if isinstance(task, SystemTask)} == set(SYSTEM_TASKS)
    assert all(isinstance(task, (StoreTask, SystemTask)) for task in found.values())
    assert "commerce.core.tasks.deliver_now" in found
