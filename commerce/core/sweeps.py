"""Work that falls due by the clock, in every store: listed in `SWEEPS` with its period, safe to run twice.

Whoever sweeps takes the sweep's turn first, a row that says when it is next due. So however many workers and clocks
there are, each sweep runs once in its period. A turn is taken for `LEASE`: a sweep whose worker died is due again when
that is over, and so is one that takes longer, beside the first.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from commerce.core.actors import SYSTEM, acting_as
from commerce.core.models import SweepTurn

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=10)


def due_sweeps(*, now: datetime) -> list[str]:
    """The dotted paths of `SWEEPS` whose turn has come; one that never ran is due."""
    due_at = dict(SweepTurn.objects.values_list("path", "due_at"))
    return [path for path in settings.SWEEPS if due_at.get(path, now) <= now]


def run_sweep(path: str, *, now: datetime) -> bool:
    """The sweep ran, unless its turn has not come or somebody else has it (False). Its defect is logged."""
    if not _take_turn(path, now):
        return False
    try:
        _run(path, now)
    finally:
        period = timedelta(seconds=settings.SWEEPS[path])
        SweepTurn.objects.filter(path=path, due_at=now + LEASE).update(due_at=now + period)
    return True


def sweep_due(*, now: datetime) -> None:
    """Runs every sweep whose turn has come."""
    for path in due_sweeps(now=now):
        run_sweep(path, now=now)


def sweep_all(*, now: datetime) -> None:
    """Runs every sweep once, whoever's turn it is."""
    for path in settings.SWEEPS:
        _run(path, now)


def _take_turn(path: str, now: datetime) -> bool:
    until = now + LEASE
    if SweepTurn.objects.filter(path=path, due_at__lte=now).update(due_at=until):
        return True
    _, is_first = SweepTurn.objects.get_or_create(path=path, defaults={"due_at": until})
    return is_first


def _run(path: str, now: datetime) -> None:
    """One sweep's defect stops no other."""
    with acting_as(SYSTEM):
        try:
            import_string(path)(now=now)
        except Exception:
            log.exception("sweep %s failed", path)
