"""Stores whose accounts are the simulator's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from commerce.payments.application.use_cases.arrange_payment_ways import arrange_payment_ways
from commerce.payments.application.use_cases.connect_gateway import connect_gateway
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.accounts import Mode
from commerce.payments.domain.values import ClientToken, NextAction, Redirect, Widget
from commerce.payments.models import GatewayAccount
from tests.commerce.carts.shop import NOON
from tests.simulators.gateways.merchants import known
from tests.simulators.gateways.payer import ComingBack, pay_in_form, pay_in_widget, pay_on_page

GATEWAYS = ("hyperpay", "paytabs", "moyasar")
# Moyasar's form, which is shown where the payer's browser runs scripts; elsewhere it is Moyasar's invoice.
FORM = "moyasar_form"
# Ways that go by another one's account, and the card that is paid with there.
ACCOUNTS = {"hyperpay_mada": "hyperpay", FORM: "moyasar"}
CARDS = {"hyperpay_mada": "mada"}
REGIONS = {"hyperpay": "test", "paytabs": "sa", "moyasar": "sa"}
SECRETS = ("access_token", "server_key", "secret_key", "webhook")


def keys_of(merchant: str, provider: str) -> dict[str, Any]:
    """What `connect_gateway` is told for this merchant of the simulator."""
    facts = next(one for one in known() if (one.name, one.gateway) == (merchant, provider)).facts
    return {
        "provider": provider,
        "mode": Mode.TEST,
        "region": REGIONS[provider],
        "secrets": {name: text for name, text in facts.items() if name in SECRETS},
        "settings": {name: text for name, text in facts.items() if name not in SECRETS},
        "is_in_use": True,
        "now": NOON,
    }


def connect(provider: str, merchant: str = "noor", **changes: Any) -> GatewayAccount:
    """The open scope's store has that merchant's account."""
    account_id = connect_gateway(**keys_of(merchant, provider) | changes)
    with transaction.atomic():
        account: GatewayAccount = GatewayAccount.objects.get(pk=account_id)
        return account


def offer(*ways: str) -> None:
    """The open scope's store offers these ways to pay, connected first where they need it."""
    for way in ways:
        if way in GATEWAYS:
            connect(way)
    arrange_payment_ways(ways=[(way, True) for way in ways])


def pay_at(action: NextAction | None, choice: str = "approve", answer: str = "pass") -> ComingBack:
    """The payer goes where this leads and chooses there, and passes the bank's check or fails it."""
    match action:
        case Widget():
            return pay_in_widget(action.script_url, action.form_action, choice, answer)
        case ClientToken():
            return pay_in_form(action.script_url, action.publishable_key, action.params, choice, answer)
        case Redirect():
            return pay_on_page(action.url, choice, answer)
    raise AssertionError(action)


def address_of(account: GatewayAccount) -> str:
    """The path of its webhooks, on the platform's host."""
    return f"/hooks/{webhook_url(account.webhook_token).split('/hooks/')[1]}"


def stored_words(accounts: Sequence[GatewayAccount]) -> str:
    """Everything that stands in these rows, for a search."""
    return " ".join(repr(vars(account)) for account in accounts)
