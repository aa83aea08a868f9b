"""Celery: the workers' hands and their doorbell, where `REDIS_URL` names a Redis. `celery -A wasla_site.celery worker`,
and `… beat` beside it.

The outbox and the sweeps' turns stand in PostgreSQL, so whatever Redis loses is found there by the next look, and a
message may come twice. Its limits stand below: nothing waits for Redis without an end. Decision 0023 says why each.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasla_site.settings.production")

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if not settings.REDIS_URL:
    raise ImproperlyConfigured("Celery's workers need REDIS_URL; without one, `manage.py run_outbox` is the worker.")

TASK_SECONDS = 120
# A message nobody acknowledged goes to another worker after so long: well after its task was ended.
VISIBILITY_SECONDS = 5 * TASK_SECONDS
LOOK_SECONDS = 1

app = Celery("wasla_site", task_cls="commerce.core.tasks:StoreTask")
app.set_default()
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_SECONDS,
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
        "retry_on_timeout": False,
        "socket_keepalive": True,
        "health_check_interval": 5,
        "max_retries": 0,
    },
    broker_connection_timeout=1,
    broker_pool_acquire_timeout=1,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_publish_retry=False,
    task_default_queue="wasla",
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_time_limit=TASK_SECONDS,
    worker_prefetch_multiplier=1,
    imports=["commerce.core.tasks"],
    beat_scheduler="celery.beat:Scheduler",
    beat_schedule={
        "sweeps": {"task": "commerce.core.tasks.send_for_sweeps", "schedule": LOOK_SECONDS},
    },
)


def ring(*, tenant_id: int, delivery_ids: list[int]) -> None:
    """A worker is told of these deliveries, or the reason why not is raised within about two seconds."""
    from commerce.core.scope import tenant_scope  # noqa: PLC0415 - needs the loaded apps
    from commerce.core.tasks import deliver_now  # noqa: PLC0415

    with tenant_scope(tenant_id):
        deliver_now.apply_async([delivery_ids])


@setup_logging.connect
def keep_djangos_logging(**_: Any) -> None:
    """That somebody listens keeps Celery from setting up its own."""


@worker_init.connect
def refuse_weak_role(**_: Any) -> None:
    """Ends the worker before it takes a task; Celery swallows every other exception of a listener."""
    from commerce.core.database.role import require_serving_role  # noqa: PLC0415 - needs the loaded apps

    try:
        require_serving_role()
    except ImproperlyConfigured as refusal:
        raise SystemExit(str(refusal)) from refusal
