"""What Celery's workers do: deliver what the outbox holds of one store, and sweep. Celery itself remembers nothing.

A task is of one store: it is sent from that store's scope, its message says which one in a header, and it runs in that
scope. A task of all stores stands in `SYSTEM_TASKS` and begins with no scope at all. Anything else refuses to run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import Task, shared_task

from commerce.core import clock
from commerce.core.actors import SYSTEM, acting_as
from commerce.core.outbox import LEASE, deliver
from commerce.core.scope import ScopeMismatch, ScopeUnset, current_tenant_id, scope_if_open, tenant_scope
from commerce.core.sweeps import due_sweeps, run_sweep

TENANT_HEADER = "tenant"
# Who did not begin by then is late: the next look at the clock has sent for the same again.
EXPIRES_SECONDS = 10

# Tasks of no single store, each with what it does across them.
SYSTEM_TASKS = {
    "commerce.core.tasks.send_for_sweeps": "reads which sweeps are due",
    "commerce.core.tasks.sweep": "runs one, which opens each store's scope itself",
}


class StoreTask(Task):
    """A task of the store in whose scope it was sent. Raises ScopeUnset when its message names none."""

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        headers = {**(options.pop("headers", None) or {}), TENANT_HEADER: current_tenant_id()}
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        headers: dict[str, Any] = self.request.headers or {}
        if TENANT_HEADER not in headers:
            raise ScopeUnset(f"the message of {self.name} names no store")
        with _nobody_before(), tenant_scope(headers[TENANT_HEADER]), acting_as(SYSTEM):
            return self.run(*args, **kwargs)


class SystemTask(Task):
    """A task of all stores. Raises ScopeUnset when `SYSTEM_TASKS` does not name it."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.name not in SYSTEM_TASKS:
            raise ScopeUnset(f"{self.name} is no task of all stores")
        with _nobody_before(), acting_as(SYSTEM):
            return self.run(*args, **kwargs)


@contextmanager
def _nobody_before() -> Iterator[None]:
    """Raises ScopeMismatch when the process still stands in the scope of its last task. A defect."""
    if (scope := scope_if_open()) is not None:
        raise ScopeMismatch(f"a task begins in {scope}, which is another's")
    yield


# Ended before the lease of what it handles is over: nobody else is at it meanwhile.
@shared_task(base=StoreTask, time_limit=LEASE.total_seconds() - 10)
def deliver_now(delivery_ids: list[int]) -> None:
    deliver(delivery_ids)


@shared_task(base=SystemTask, expires=EXPIRES_SECONDS)
def send_for_sweeps() -> None:
    """Beat's one word, said every second: a worker is sent for every sweep that is due."""
    for path in due_sweeps(now=clock.now()):
        sweep.delay(path)


@shared_task(base=SystemTask, expires=EXPIRES_SECONDS)
def sweep(path: str) -> None:
    run_sweep(path, now=clock.now())
