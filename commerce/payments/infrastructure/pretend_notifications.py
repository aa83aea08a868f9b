"""The practice gateway's late word: an HTTP call to the notification address it was given."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.db import transaction

from commerce.core.scope import system_scope, tenant_scope
from commerce.payments.models import PretendPayment

log = logging.getLogger(__name__)

TIME_LIMIT = 5.0
AGAIN = timedelta(seconds=30)


def send_notifications(*, now: datetime, most: int = 20) -> int:
    """Late confirmations that are due were sent; one not answered with 200 is sent again. Returns how many arrived."""
    with system_scope(), transaction.atomic():
        due = list(
            PretendPayment.objects.to_notify(now).values_list("tenant_id", "id", "notification_url", "reference")[:most]
        )
    arrived = 0
    for tenant_id, row_id, url, reference in due:
        is_answered = _post(url, {"reference": reference})
        change = {"notified_at": now} if is_answered else {"notify_at": now + AGAIN}
        with tenant_scope(tenant_id), transaction.atomic():
            PretendPayment.objects.filter(pk=row_id).update(**change)
        arrived += is_answered
    return arrived


def _post(url: str, body: dict[str, str]) -> bool:
    address = urlsplit(url)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=TIME_LIMIT)
    try:
        connection.request("POST", address.path, json.dumps(body), {"Content-Type": "application/json"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException) as error:
        log.warning("the practice gateway could not notify %s: %s", url, error)
        return False
    finally:
        connection.close()
