"""Uses of promotions that nobody settled in time."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from commerce.core.scope import system_scope, tenant_scope
from commerce.core.turns import in_turn
from commerce.promotions.application.giving_back import give_back
from commerce.promotions.models import Redemption

log = logging.getLogger(__name__)


def release_expired_redemptions(*, now: datetime, most: int = 100) -> int:
    """Holds of every store whose time is up are free again; returns how many were looked at.

    Safe to run twice, and while orders settle their own. One that fails is logged and stops no other; stores take
    turns.
    """
    with system_scope(), transaction.atomic():
        late = in_turn(Redemption.objects.expired(now), "expires_at", "id")
        due = list(late.values_list("tenant_id", "subject")[:most])
    for tenant_id, subject in dict.fromkeys(due):
        with tenant_scope(tenant_id):
            try:
                with transaction.atomic():
                    give_back(Redemption.objects.of(subject).expired(now), now)
            except Exception:  # one hold's defect must not stop the sweep
                log.exception("the hold of %s could not be released", subject)
    return len(due)
