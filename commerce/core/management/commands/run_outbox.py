"""The worker of a machine without Celery: delivers the outbox and runs the sweeps until it is told to stop."""

import logging
import signal
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connection

from commerce.core import clock
from commerce.core.database.role import require_serving_role
from commerce.core.outbox import deliver_due
from commerce.core.sweeps import sweep_all, sweep_due

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Deliver what the outbox holds, and sweep what is due, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Deliver what is due, run every sweep, then end.")
        parser.add_argument("--pause", type=float, default=0.5, help="Seconds between looks when nothing is due.")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        require_serving_role()
        stopping = Event()

        def stop(signum: int, frame: FrameType | None) -> None:
            stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        while not stopping.is_set():
            try:
                tried = deliver_due(now=clock.now())
                (sweep_all if once else sweep_due)(now=clock.now())
            except (OperationalError, InterfaceError):
                if once:
                    raise
                log.exception("the database went away; it is asked again")
                connection.close()
                tried = 0
            if tried == 0:
                if once:
                    return
                stopping.wait(pause)
