"""The workers' Celery where every sweep is always due and nobody takes its turn: for a negative control."""

from typing import Any

from celery.signals import worker_init

from wasla_site.celery import app

__all__ = ["app"]


@worker_init.connect(weak=False)
def take_no_turns(**_: Any) -> None:
    from commerce.core import sweeps

    sweeps._take_turn = lambda path, now: True
