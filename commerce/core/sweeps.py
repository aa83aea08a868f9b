"""Work that falls due by the clock, in every store: listed in `SWEEPS`, safe to run twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from commerce.core.actors import SYSTEM, acting_as

log = logging.getLogger(__name__)

Sweep = Callable[..., object]


def sweeps() -> Iterator[tuple[str, Sweep]]:
    """The dotted paths of `SWEEPS` with what they name: functions of one keyword, `now`."""
    for path in settings.SWEEPS:
        yield path, import_string(path)


def sweep_all(*, now: datetime) -> None:
    """Runs every sweep once. One sweep's defect is logged and stops no other."""
    with acting_as(SYSTEM):
        for path, sweep in sweeps():
            try:
                sweep(now=now)
            except Exception:
                log.exception("sweep %s failed", path)
