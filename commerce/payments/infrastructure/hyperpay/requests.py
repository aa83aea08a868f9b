"""Requests: a bearer token, an entity, forms on the way there and JSON on the way back."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.values import StartRequest
from commerce.payments.infrastructure.hyperpay.hosts import REGIONS
from commerce.payments.infrastructure.transport.answers import Answer, NotSent
from commerce.payments.infrastructure.transport.client import Call, exchange
from commerce.payments.infrastructure.transport.hosts import host_for

_OF_THEIR_OWN = frozenset({"mada"})


def entity_for(account: GatewayAccount, asked: AttemptReference | StartRequest) -> str:
    """The channel it was begun on; else the brand's, or the one for cards. mada never goes by that: it would be asked
    about a payment it does not know, and answer that there is none."""
    brand = asked.brand.lower()
    entity = asked.channel or account.setting(f"entity_{brand}" if brand in _OF_THEIR_OWN else "entity")
    if not entity:
        raise NotSent("no_entity", needs_operator=True)
    return entity


def read(account: GatewayAccount, purpose: str, path: str, facts: Mapping[str, str]) -> Answer:
    return exchange(
        Call(
            account.key,
            f"hyperpay {purpose}",
            "GET",
            f"{base_of(account)}{path}?{urlencode(facts)}",
            {"Authorization": _bearer(account)},
            is_repeatable=True,
        )
    )


def send(account: GatewayAccount, purpose: str, path: str, facts: Mapping[str, str]) -> Answer:
    """Never sent twice by itself: the platform knows no idempotency key."""
    return exchange(
        Call(
            account.key,
            f"hyperpay {purpose}",
            "POST",
            f"{base_of(account)}{path}",
            {"Authorization": _bearer(account), "Content-Type": "application/x-www-form-urlencoded"},
            urlencode(facts).encode(),
        )
    )


def base_of(account: GatewayAccount) -> str:
    return host_for(account, REGIONS[account.mode])


def named(identifier: str) -> str:
    """An id of the platform as one step of a path, whatever it holds."""
    return quote(identifier, safe="")


def _bearer(account: GatewayAccount) -> str:
    token = account.secret("access_token")
    if not token:
        raise NotSent("no_access_token", needs_operator=True)
    return f"Bearer {token}"
