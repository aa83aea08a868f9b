"""Several things at the same instant."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from commerce.core import clock
from commerce.core.actors import SYSTEM, acting_as
from commerce.core.errors import Refusal
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant

Act = Callable[[], Any]


def together(noor: Tenant, *acts: Act) -> list[str]:
    """All at the same instant; the code of each refusal, or "done"."""
    barrier, now = Barrier(len(acts)), clock.now()

    def go(act: Act) -> str:
        try:
            with tenant_scope(noor.pk), clock.as_of(now), acting_as(SYSTEM):
                barrier.wait(timeout=10)
                act()
                return "done"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))
