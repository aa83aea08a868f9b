"""Trying whether a gateway takes the keys that were entered."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from commerce.core.money import Money
from commerce.payments.application.accounts import NoAccount, opened
from commerce.payments.application.ports import gateway_for
from commerce.payments.domain.accounts import Mode
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.values import Outcome
from commerce.payments.models import GatewayAccount


class Connection(StrEnum):
    GOOD = "good"
    KEYS_REFUSED = "keys_refused"
    UNREACHABLE = "unreachable"
    UNCLEAR = "unclear"


def check_account(*, provider: str, mode: Mode, now: datetime) -> Connection:
    """What came of asking the gateway, with these keys, about a payment that nobody ever began. Changes nothing.

    Refuses NoAccount. Call with no transaction open (TransactionOpen).
    """
    with transaction.atomic():
        account = GatewayAccount.objects.filter(provider=provider, mode=mode).first()
        if account is None:
            raise NoAccount(gateway=provider)
        keys = opened(account, now)
    nobodys = AttemptReference(uuid.uuid4(), "", Money(100, "SAR"))
    seen = gateway_for(provider).find(keys, nobodys)
    if seen.outcome is Outcome.NOT_FOUND:
        return Connection.GOOD
    if seen.needs_operator:
        return Connection.KEYS_REFUSED
    if seen.outcome in {Outcome.NOT_SENT, Outcome.UNKNOWN} and not seen.message:
        return Connection.UNREACHABLE
    return Connection.UNCLEAR
