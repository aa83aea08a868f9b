"""Who delivers and sweeps in the demo: Celery's worker and clock where there is a Redis, otherwise one command."""

import os
import sys
from collections.abc import Sequence

# As root Celery warns of what somebody who reads its queue may make it run: with JSON, nothing.
QUIET = ("-W", "ignore:You're running the worker with superuser privileges")


def hands() -> tuple[Sequence[str], Sequence[str] | None]:
    """The worker's command and its clock's, by REDIS_URL of the environment."""
    if not os.environ.get("REDIS_URL"):
        return (sys.executable, "manage.py", "run_outbox"), None
    celery = ("-m", "celery", "--app=wasla_site.celery", "--quiet")
    worker = (sys.executable, *QUIET, *celery, "worker", "--concurrency=2", "--without-gossip", "--without-mingle")
    return worker, (sys.executable, *celery, "beat")
