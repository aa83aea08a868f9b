"""The doorbell of the workers, where there is one (`OUTBOX_BELL`): what was committed is handled at once.

A ring may be lost at any moment, and nothing with it: the deliveries stand in the outbox, which is looked through all
the time. So one that fails is logged, never tried again and never anybody's failure, and the bell is then left alone
for `REST`, as after one that was heard late: of a thousand requests while it is out of order few wait for it.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from commerce.core import clock
from commerce.core.commits import tell_after_commit
from commerce.core.rests import Rest
from commerce.core.scope import current_tenant_id

log = logging.getLogger(__name__)

REST = Rest(timedelta(seconds=5))
# Of the steady clock. One that is heard takes a millisecond or two.
LATE = 0.5


def hang_bell() -> None:
    """What rings is loaded when a server starts, and not in somebody's request."""
    if settings.OUTBOX_BELL:
        import_string(settings.OUTBOX_BELL)


def ring_after_commit(delivery_ids: list[int]) -> None:
    """Once the running transaction has committed, workers are told of these deliveries of the open scope's store."""
    if not settings.OUTBOX_BELL or not delivery_ids:
        return
    tenant_id = current_tenant_id()
    tell_after_commit(lambda: _ring(tenant_id, delivery_ids))


def _ring(tenant_id: int, delivery_ids: list[int]) -> None:
    if REST.is_on(clock.now()):
        return
    began = time.monotonic()
    try:
        import_string(settings.OUTBOX_BELL)(tenant_id=tenant_id, delivery_ids=delivery_ids)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the bell, the change is committed
        REST.begin(clock.now())
        log.warning("no worker was told of deliveries %s: %s: %s", delivery_ids, type(error).__name__, error)
    else:
        if time.monotonic() - began > LATE:
            REST.begin(clock.now())
            log.warning("workers were told of deliveries %s late", delivery_ids)
