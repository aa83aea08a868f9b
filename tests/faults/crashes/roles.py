"""What the children of the nursery do: the platform's own processes, begun as the launcher begins them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.db import transaction

from tests.faults.crashes.facts import Facts
from tests.faults.crashes.furnishing import furnish
from tests.faults.crashes.staff import give_back, work

RECONCILER_PAUSE = 1.0


def serve_web(facts: Facts) -> None:
    from gunicorn.app.wsgiapp import WSGIApplication  # type: ignore[import-untyped]

    size = ("--worker-class=gthread", "--workers=2", "--threads=4")
    manners = ("--graceful-timeout=3", "--log-level=warning", "--no-control-socket")
    sys.argv = ["gunicorn", "wasla_site.wsgi", f"--bind=127.0.0.1:{facts.port}", *size, *manners]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]").run()


def serve_carelessly(facts: Facts) -> None:
    """The control of "charged twice": every time that somebody wants to pay, what was begun before is forgotten, and
    the gateway is told a new key."""
    from commerce.payments.application.use_cases import start_payment
    from commerce.payments.domain.states import AttemptStatus
    from commerce.payments.models import PaymentAttempt

    as_it_is = start_payment._commit_intent

    def commit_anew(payment_id: int, checkout: Any, now: datetime) -> Any:
        with transaction.atomic():
            begun = PaymentAttempt.objects.open().filter(payment_id=payment_id)
            begun.update(status=AttemptStatus.ABANDONED)
        return as_it_is(payment_id, checkout, now)

    start_payment._commit_intent = commit_anew
    serve_web(facts)


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
    "careless-web": serve_carelessly,
    "worker": run_worker,
    "beat": run_beat,
    "relay": run_relay,
    "reconciler": reconcile,
    "staff": work,
    "refunding": give_back,
    "furnishing": furnish,
}
