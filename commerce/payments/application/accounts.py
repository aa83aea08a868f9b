"""With which account a store pays at a gateway."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from commerce.core.errors import Refusal
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.sealing import Binding, SealBroken, Sealed, open_sealed
from commerce.payments.domain.accounts import BEFORE, GatewayAccount, Mode, Secret
from commerce.payments.domain.capabilities import Capabilities
from commerce.payments.domain.values import PaymentMethod
from commerce.payments.models import GatewayAccount as StoredAccount
from commerce.payments.models import PaymentAttempt

log = logging.getLogger(__name__)


class NoAccount(Refusal):
    """The store has no account in use with that gateway."""

    code = "no_gateway_account"


def account_in_use(gateway: str) -> StoredAccount:
    """The account that new payments of this store go to. Refuses NoAccount."""
    account: StoredAccount | None = StoredAccount.objects.in_use().filter(provider=gateway).first()
    if account is None:
        raise NoAccount(gateway=gateway)
    return account


def is_paid_by(method: PaymentMethod, settings: Mapping[str, str] | None) -> bool:
    """Whether an account of these settings is enough for this way to pay; None for no account."""
    return settings is not None and (not method.needs_setting or method.needs_setting in settings)


def opened(account: StoredAccount, now: datetime) -> GatewayAccount:
    """The account as its adapter needs it, its secrets opened; without any where no key of ours opens them
    (`are_keys_lost`).

    What a rotation replaced is among them, under names that end in `_before`, until its time is over.
    """
    secrets = secrets_of(account)
    if secrets is None:
        return replace(_described(account, {}), are_keys_lost=True)
    is_over = account.secrets_before_until is None or account.secrets_before_until <= now
    kept = {name: Secret(text) for name, text in secrets.items() if not (is_over and name.endswith(BEFORE))}
    return _described(account, kept)


def secrets_of(account: StoredAccount) -> dict[str, str] | None:
    """As they were entered; None where no key of ours opens them."""
    try:
        return open_sealed(Sealed(bytes(account.sealed), account.seal_key), binding_of(account))
    except SealBroken:
        log.warning(
            "gateway account %s opens with no key of GATEWAY_SEAL_KEYS: its keys are to be entered anew", account.pk
        )
        return None


def account_of_none(gateway: str) -> GatewayAccount:
    """For ways to pay behind which no company stands."""
    return GatewayAccount(key=gateway, gateway=gateway)


def capabilities_of(attempt: PaymentAttempt) -> Capabilities:
    """What can be done with the money of this attempt: at its account, by its kind of card or wallet. No secret is
    opened for it."""
    account = attempt.account
    described = account_of_none(attempt.gateway) if account is None else _described(account, {})
    return gateway_for(attempt.gateway).capabilities(described, attempt.brand)


def _described(account: StoredAccount, secrets: Mapping[str, Secret]) -> GatewayAccount:
    return GatewayAccount(
        key=str(account.pk),
        gateway=account.provider,
        mode=Mode(account.mode),
        region=account.region,
        secrets=secrets,
        settings=account.settings,
    )


def binding_of(account: StoredAccount) -> Binding:
    return Binding(account.tenant_id, account.pk, account.provider)
