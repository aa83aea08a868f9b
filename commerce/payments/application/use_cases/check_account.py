"""Trying whether a gateway takes the keys that were entered."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from commerce.core.money import Money
from commerce.payments.application.accounts import NoAccount, is_paid_by, opened
from commerce.payments.application.discrepancies import account_is_let_in
from commerce.payments.application.ports import gateway_for, payment_methods
from commerce.payments.domain.accounts import GatewayAccount as Keys
from commerce.payments.domain.accounts import Mode
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.values import Outcome, PaymentMethod
from commerce.payments.models import GatewayAccount


class Connection(StrEnum):
    GOOD = "good"
    KEYS_LOST = "keys_lost"  # nothing here opens them any more: nobody was asked
    KEYS_REFUSED = "keys_refused"
    UNREACHABLE = "unreachable"
    UNCLEAR = "unclear"
    CHANNEL_REFUSED = "channel_refused"  # the keys are good, and one way to pay has a channel that is not let in


def check_account(*, provider: str, mode: Mode, now: datetime) -> Connection:
    """What came of asking the gateway, with these keys, about payments that nobody ever began: one by each channel that
    the account names. Where all is good, findings that its keys were refused are off the list.

    Refuses NoAccount. Call with no transaction open (TransactionOpen).
    """
    with transaction.atomic():
        account = GatewayAccount.objects.filter(provider=provider, mode=mode).first()
        if account is None:
            raise NoAccount(gateway=provider)
        keys = opened(account, now)
    if keys.are_keys_lost:
        return Connection.KEYS_LOST
    found = _asked(gateway_for(provider).method, keys)
    others = [way for way in payment_methods() if way.provider == provider != way.code and way.needs_setting]
    channels = [way for way in others if is_paid_by(way, keys.settings)]
    if found is Connection.GOOD and any(_asked(way, keys) is Connection.KEYS_REFUSED for way in channels):
        return Connection.CHANNEL_REFUSED
    if found is Connection.GOOD:
        with transaction.atomic():
            account_is_let_in(account.pk, now)
    return found


def _asked(way: PaymentMethod, keys: Keys) -> Connection:
    nobodys = AttemptReference(uuid.uuid4(), "", Money(100, "SAR"), way.brand)
    seen = gateway_for(way.code).find(keys, nobodys)
    if seen.outcome is Outcome.NOT_FOUND:
        return Connection.GOOD
    if seen.needs_operator:
        return Connection.KEYS_REFUSED
    if seen.outcome in {Outcome.NOT_SENT, Outcome.UNKNOWN} and not seen.message:
        return Connection.UNREACHABLE
    return Connection.UNCLEAR
