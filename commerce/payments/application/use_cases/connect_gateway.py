"""Entering and changing the keys of a gateway."""

from __future__ import annotations

import secrets as random
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from commerce.core.errors import Refusal
from commerce.payments.application.accounts import binding_of, secrets_of
from commerce.payments.application.activity import record_account
from commerce.payments.application.ports import gateway_of_company
from commerce.payments.application.sealing import fingerprint_of, seal
from commerce.payments.domain.accounts import BEFORE, AccountShape, Mode, Taking
from commerce.payments.models import GatewayAccount

# So long webhooks that were signed with the secret before are taken: what a gateway repeats after an outage is younger.
OVERLAP = timedelta(days=7)
_SHOWN, _SHORTEST_SHOWN = 4, 12


class KeysMissing(Refusal):
    """`fields` of the account are needed and empty."""

    code = "gateway_keys_missing"


class KeysMalformed(Refusal):
    """`fields` can't be what the gateway hands out for this mode."""

    code = "gateway_keys_malformed"


class UnknownRegion(Refusal):
    """The gateway has no such region in this mode."""

    code = "unknown_gateway_region"


class KeysTaken(Refusal):
    """Another account has these keys already: this store's for the other mode, or another store's."""

    code = "gateway_keys_taken"


def connect_gateway(
    *,
    provider: str,
    mode: Mode,
    region: str,
    secrets: Mapping[str, str],
    settings: Mapping[str, str],
    is_in_use: bool,
    now: datetime,
    taking: Taking = Taking.AT_ONCE,
) -> int:
    """The store has this account with the gateway; returns its id. A secret that is not given stays as it was; where
    the key is lost that seals them, all that are needed are to be given.

    With `is_in_use` new payments go to it, and not to the account of the other mode. `taking` is for payments that
    begin from now on, where the gateway can hold; what is held already is taken as it says now. A new webhook secret
    leaves the old one good for `OVERLAP`. Refuses UnknownPaymentMethod, UnknownRegion, KeysMissing, KeysMalformed and
    KeysTaken.
    """
    shape = gateway_of_company(provider).shape
    if region not in shape.regions[mode]:
        raise UnknownRegion(region=region)
    try:
        with transaction.atomic():
            found = GatewayAccount.objects.select_for_update().filter(provider=provider, mode=mode).first()
            account = found or _new(provider, mode, now)
            before = _facts(account)
            known = (secrets_of(found) if found else None) or {}
            kept = _with_rotation(shape, known, {name: text for name, text in secrets.items() if text})
            _require(shape, mode, {**kept, **settings})
            account.region, account.settings, account.changed_at = region, _known_only(shape, settings), now
            account.taking = taking
            account.fingerprint = fingerprint_of(provider, kept[shape.identity])
            if found and kept.get(shape.webhook) != known.get(shape.webhook):
                account.secrets_before_until = now + OVERLAP
            if is_in_use and not account.is_in_use:
                GatewayAccount.objects.in_use().filter(provider=provider).update(is_in_use=False)
            account.is_in_use = is_in_use
            account.tails = {name: _tail(text) for name, text in kept.items() if not name.endswith(BEFORE)}
            account.save()
            _seal(account, kept)
            record_account(account, before=before, after=_facts(account), are_keys_new=kept != known)
            return account.pk
    except IntegrityError as error:
        if "fingerprint" in str(error):
            raise KeysTaken(provider=provider) from None
        raise


def _new(provider: str, mode: Mode, now: datetime) -> GatewayAccount:
    return GatewayAccount(provider=provider, mode=mode, webhook_token=random.token_urlsafe(32), changed_at=now)


def _facts(account: GatewayAccount) -> dict[str, object]:
    """What the activity log may be told."""
    if account.pk is None:
        return {}
    return {"mode": account.mode, "region": account.region, "is_in_use": account.is_in_use, "taking": account.taking}


def _with_rotation(shape: AccountShape, known: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    names = {field.name for field in shape.secrets}
    kept = {**known, **{name: text for name, text in given.items() if name in names}}
    old = known.get(shape.webhook)
    if old and kept[shape.webhook] != old:
        kept[f"{shape.webhook}{BEFORE}"] = old
    return kept


def _require(shape: AccountShape, mode: Mode, values: Mapping[str, str]) -> None:
    missing = [field.name for field in shape.fields if field.is_needed and not values.get(field.name)]
    if missing:
        raise KeysMissing(fields=missing)
    wrong = [each.name for each in shape.fields if values.get(each.name) and not each.fits(values[each.name], mode)]
    if wrong:
        raise KeysMalformed(fields=wrong)


def _known_only(shape: AccountShape, settings: Mapping[str, str]) -> dict[str, str]:
    return {field.name: settings[field.name] for field in shape.settings if settings.get(field.name)}


def _tail(secret: str) -> str:
    """Of a short secret nothing is shown: four letters would be too much of it."""
    return secret[-_SHOWN:] if len(secret) >= _SHORTEST_SHOWN else ""


def _seal(account: GatewayAccount, kept: Mapping[str, str]) -> None:
    """After the row has its id, which the seal is bound to."""
    sealed = seal(kept, binding_of(account))
    account.sealed, account.seal_key = sealed.blob, sealed.key
    account.save(update_fields=["sealed", "seal_key"])
