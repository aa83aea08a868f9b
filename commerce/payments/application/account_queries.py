"""Answers about a store's ways to pay and its accounts, for who sets them up. None holds a secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commerce.payments.application.accounts import is_paid_by, secrets_of
from commerce.payments.application.ports import gateway_for, payment_methods
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.accounts import Mode, Taking
from commerce.payments.domain.values import PaymentMethod
from commerce.payments.models import BankDetails, GatewayAccount, PaymentWay


@dataclass(frozen=True, slots=True)
class WayView:
    """`mode` is that of the account in use; None where there is none, or none is needed. `is_ready`: nothing is missing
    for it to be offered."""

    method: PaymentMethod
    is_enabled: bool
    mode: Mode | None
    is_ready: bool


@dataclass(frozen=True, slots=True)
class AccountView:
    """`tails` are the last letters of secrets, empty for a short one. `are_keys_lost`: they can't be opened any more,
    and are to be entered anew."""

    region: str
    settings: Mapping[str, str]
    tails: Mapping[str, str]
    is_in_use: bool
    taking: Taking
    webhook_url: str
    are_keys_lost: bool


@dataclass(frozen=True, slots=True)
class AddressedAccount:
    """Whose account with which company it is that a gateway calls about."""

    tenant_id: int
    account_id: int
    provider: str


def account_addressed(webhook_token: str) -> AddressedAccount | None:
    """Of any store, by the secret part of the address that was called: ask in SYSTEM's scope. None for a wrong one."""
    rows = GatewayAccount.objects.filter(webhook_token=webhook_token)
    found = rows.values_list("tenant_id", "id", "provider").first()
    return None if found is None else AddressedAccount(*found)


def ways_of_store() -> tuple[WayView, ...]:
    """Every way this site knows: the store's own in its order, then those it never had. Three statements."""
    rows = {way.method: way for way in PaymentWay.objects.order_by("position", "id")}
    accounts = {row.provider: row for row in GatewayAccount.objects.in_use()}
    methods = {method.code: method for method in payment_methods()}
    order = [code for code in rows if code in methods] + [code for code in methods if code not in rows]
    has_bank = BankDetails.objects.exists()
    return tuple(
        WayView(
            methods[code],
            is_enabled=code in rows and rows[code].is_enabled,
            mode=Mode(account.mode) if account else None,
            is_ready=_is_ready(methods[code], account, has_bank=has_bank),
        )
        for code in order
        for account in [accounts.get(methods[code].provider)]
    )


def _is_ready(method: PaymentMethod, account: GatewayAccount | None, *, has_bank: bool) -> bool:
    if method.capabilities.awaits_transfer:
        return has_bank
    return not method.needs_account or is_paid_by(method, account.settings if account else None)


def account_view(provider: str, mode: Mode) -> AccountView | None:
    """The store's account with that gateway in that mode; None before its keys were entered."""
    row = GatewayAccount.objects.filter(provider=provider, mode=mode).first()
    if row is None:
        return None
    address, is_lost = webhook_url(row.webhook_token), secrets_of(row) is None
    return AccountView(row.region, row.settings, row.tails, row.is_in_use, Taking(row.taking), address, is_lost)


def is_held_first(code: str) -> bool:
    """Whether what is paid this way is only held, and taken later: the store wants it so, and the gateway can."""
    method = gateway_for(code).method
    if not method.capabilities.holds:
        return False
    accounts = GatewayAccount.objects.in_use().filter(provider=method.provider)
    return accounts.exclude(taking=Taking.AT_ONCE).exists()
