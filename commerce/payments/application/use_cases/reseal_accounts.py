"""Moving accounts to the newest seal key."""

from __future__ import annotations

import logging

from django.db import transaction

from commerce.core.scope import system_scope, tenant_scope
from commerce.payments.application.accounts import binding_of
from commerce.payments.application.sealing import SealBroken, Sealed, newest_key, open_sealed, seal
from commerce.payments.models import GatewayAccount

log = logging.getLogger(__name__)


def reseal_accounts() -> tuple[int, int]:
    """The accounts of every store are sealed with the newest key; returns how many were moved, and how many can't be
    opened with any key at hand and stay as they are.

    Each in a transaction of its own, while the site serves; run twice it finds nothing to do.
    """
    newest = newest_key()
    with system_scope(), transaction.atomic():
        old = list(GatewayAccount.objects.exclude(seal_key=newest).order_by("id").values_list("tenant_id", "id"))
    moved = sum(_reseal(tenant_id, account_id) for tenant_id, account_id in old)
    return moved, len(old) - moved


def _reseal(tenant_id: int, account_id: int) -> bool:
    with tenant_scope(tenant_id), transaction.atomic():
        account = GatewayAccount.objects.select_for_update().get(pk=account_id)
        try:
            secrets = open_sealed(Sealed(bytes(account.sealed), account.seal_key), binding_of(account))
        except SealBroken:
            log.exception("gateway account %s opens with no key of GATEWAY_SEAL_KEYS", account_id)
            return False
        sealed = seal(secrets, binding_of(account))
        account.sealed, account.seal_key = sealed.blob, sealed.key
        account.save(update_fields=["sealed", "seal_key"])
        return True
