"""Choosing how shoppers can pay, and in which order they are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from commerce.core.errors import Refusal
from commerce.payments.application.accounts import NoAccount, is_paid_by
from commerce.payments.application.activity import record_ways
from commerce.payments.application.ports import gateway_for
from commerce.payments.models import BankDetails, GatewayAccount, PaymentWay


class NoWayToPay(Refusal):
    """Nothing would be left to pay with."""

    code = "no_way_to_pay"


class NoBankDetails(Refusal):
    """Nobody has said to which account shoppers transfer."""

    code = "no_bank_details"


def arrange_payment_ways(*, ways: Sequence[tuple[str, bool]]) -> None:
    """Shoppers are offered the enabled ones of `ways`, by code, in this order; ways not named are not offered.

    Orders that were placed keep their way. Refuses UnknownPaymentMethod, NoAccount for a gateway of which the store has
    no account in use, or none with what this way needs, NoBankDetails, and NoWayToPay.
    """
    enabled = [code for code, is_enabled in ways if is_enabled]
    if not enabled:
        raise NoWayToPay
    with transaction.atomic():
        rows = {way.method: way for way in PaymentWay.objects.select_for_update().order_by("position", "id")}
        before = [code for code, way in rows.items() if way.is_enabled]
        _require_accounts(enabled)
        PaymentWay.objects.exclude(method__in=[code for code, _ in ways]).update(is_enabled=False)
        for position, (code, is_enabled) in enumerate(ways, start=1):
            _write(rows, code, position, is_enabled)
        record_ways(before=before, after=enabled)


def _require_accounts(enabled: Sequence[str]) -> None:
    accounts = {account.provider: account.settings for account in GatewayAccount.objects.in_use()}
    for code in enabled:
        method = gateway_for(code).method
        if method.needs_account and not is_paid_by(method, accounts.get(method.provider)):
            raise NoAccount(gateway=code)
        if method.capabilities.awaits_transfer and not BankDetails.objects.exists():
            raise NoBankDetails


def _write(rows: Mapping[str, PaymentWay], code: str, position: int, is_enabled: bool) -> None:
    way = rows.get(code) or PaymentWay(method=code)
    way.position, way.is_enabled = position, is_enabled
    way.save()
