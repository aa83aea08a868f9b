"""Requests: the server key as it is, the profile in every body, JSON both ways."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from commerce.core.money import Money
from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.infrastructure.paytabs.hosts import REGIONS
from commerce.payments.infrastructure.transport.amounts import in_major_units
from commerce.payments.infrastructure.transport.answers import Answer, NotSent
from commerce.payments.infrastructure.transport.client import Call, exchange
from commerce.payments.infrastructure.transport.hosts import host_for


def ask_for(account: GatewayAccount, purpose: str, facts: Mapping[str, Any], amount: Money) -> Answer:
    """Everything that moves money goes to one address. Never sent twice by itself."""
    body = {"profile_id": profile_of(account), **facts, "cart_currency": amount.currency}
    return _post(account, purpose, "/payment/request", _with_amount(body, amount))


def query(account: GatewayAccount, facts: Mapping[str, str]) -> Answer:
    """By exactly one of `tran_ref` and `cart_id`. A question, so it may be repeated."""
    body = json.dumps({"profile_id": profile_of(account), **facts})
    return _post(account, "query", "/payment/query", body, is_repeatable=True)


def profile_of(account: GatewayAccount) -> int:
    profile = account.setting("profile_id")
    if not profile.isascii() or not profile.isdecimal():
        raise NotSent("no_profile", needs_operator=True)
    return int(profile)


def _with_amount(body: Mapping[str, Any], amount: Money) -> str:
    """The amount is a JSON number, written digit by digit: a float would make 0.1 of some of them."""
    return f'{json.dumps(body)[:-1]}, "cart_amount": {in_major_units(amount)}}}'


def _post(account: GatewayAccount, purpose: str, path: str, body: str, *, is_repeatable: bool = False) -> Answer:
    key = account.secret("server_key")
    if not key:
        raise NotSent("no_server_key", needs_operator=True)
    return exchange(
        Call(
            account.key,
            f"paytabs {purpose}",
            "POST",
            f"{host_for(account, REGIONS)}{path}",
            {"Authorization": key, "Content-Type": "application/json"},
            body.encode(),
            is_repeatable=is_repeatable,
        )
    )
