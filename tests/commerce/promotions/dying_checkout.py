"""`python -m tests.commerce.promotions.dying_checkout PROMOTION VERSION POINT`: a checkout that is killed at a point.

`before the commit`: its uses are taken in a transaction that never ends; `after the commit`: they are held, and nobody
is left to settle them.
"""

from __future__ import annotations

import os
import signal
import sys

import django


def main(promotion_id: int, version_id: int, point: str) -> None:
    django.setup()
    from django.db import transaction

    from commerce.core.scope import tenant_scope
    from commerce.promotions.application.use_cases.hold_redemptions import hold_redemptions
    from commerce.promotions.domain.redemptions import RedemptionDraft
    from commerce.tenants.models import Tenant
    from tests.commerce.promotions.builders import LATER, NOON

    use = RedemptionDraft(promotion_id, version_id, 10_00, {7: 1})
    with tenant_scope(Tenant.objects.get(slug="noor").pk):
        with transaction.atomic():
            hold_redemptions(subject="order:1", drafts=[use], customer="customer:1", expires_at=LATER, now=NOON)
            if point == "before the commit":
                os.kill(os.getpid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
