"""What the children of the nursery do: the platform's own processes, begun as the launcher begins them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from django.core.management import call_command

from tests.faults.crashes.facts import Facts
from tests.faults.crashes.furnishing import furnish
from tests.faults.crashes.staff import work

RECONCILER_PAUSE = 1.0


def serve_web(facts: Facts) -> None:
    from gunicorn.app.wsgiapp import WSGIApplication  # type: ignore[import-untyped]

    size = ("--worker-class=gthread", "--workers=2", "--threads=4")
    manners = ("--graceful-timeout=3", "--log-level=warning", "--no-control-socket")
    sys.argv = ["gunicorn", "wasla_site.wsgi", f"--bind=127.0.0.1:{facts.port}", *size, *manners]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]").run()


def run_worker(_: Facts) -> None:
    from wasla_site.celery import app

    app.worker_main(["--quiet", "worker", "--concurrency=2", "--without-gossip", "--without-mingle"])


def run_beat(_: Facts) -> None:
    from wasla_site.celery import app

    app.start(["--quiet", "beat"])


def run_relay(_: Facts) -> None:
    call_command("run_outbox")


def reconcile(_: Facts) -> None:
    while True:
        call_command("reconcile_payments")
        time.sleep(RECONCILER_PAUSE)


MAINS: dict[str, Callable[[Facts], None]] = {
    "web": serve_web,
    "worker": run_worker,
    "beat": run_beat,
    "relay": run_relay,
    "reconciler": reconcile,
    "staff": work,
    "furnishing": furnish,
}
