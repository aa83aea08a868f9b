"""What crosses the port: next actions are stored whole, secrets hide, contradictions are named."""

import json
import uuid
from dataclasses import fields, replace
from pathlib import Path

import pytest

from commerce.core.money import Money
from commerce.payments.application.next_actions import from_json, to_json
from commerce.payments.application.ports import PaymentGateway
from commerce.payments.domain.accounts import GatewayAccount, Mode, Secret
from commerce.payments.domain.capabilities import Capabilities
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.matching import matched
from commerce.payments.domain.values import (
    ClientToken,
    FormPost,
    NextAction,
    Offline,
    Outcome,
    Redirect,
    Snapshot,
    Widget,
)
from commerce.payments.infrastructure.cash_on_delivery import CashOnDelivery
from commerce.payments.infrastructure.hyperpay.gateway import HyperPay
from commerce.payments.infrastructure.moyasar.gateway import Moyasar
from commerce.payments.infrastructure.paytabs.gateway import PayTabs

COMMERCE = Path(__file__).resolve().parents[3] / "commerce"

ATTEMPT = AttemptReference(uuid.uuid4(), "ref-1", Money(9200, "SAR"))
TEST_ACCOUNT = GatewayAccount("noor-cards", "paytabs", Mode.TEST)
PAID = Snapshot(Outcome.CAPTURED, "ref-1", Money(9200, "SAR"), key=str(ATTEMPT.key), is_test=True)


@pytest.mark.parametrize(
    "action",
    [
        Redirect("https://gateway.example/pay"),
        FormPost("https://bank.example/acs", (("PaReq", "a"), ("MD", "b"))),
        Widget("https://gateway.example/widget.js", "sha384-x", ("VISA", "MADA"), "https://shop.example/back/"),
        ClientToken("pk_test_1", "https://gateway.example/form.js", {"amount": "9200"}),
        Offline(),
    ],
)
def test_a_next_action_is_stored_and_read_whole(action: NextAction) -> None:
    assert from_json(json.loads(json.dumps(to_json(action)))) == action


def test_a_secret_shows_itself_to_nobody_who_does_not_ask() -> None:
    secret = Secret("sk_live_1")
    account = GatewayAccount("noor-cards", "moyasar", Mode.LIVE, secrets={"secret_key": secret})
    for shown in (repr(secret), str(secret), f"{secret}", repr(account), f"{account}"):
        assert "sk_live" not in shown
    assert account.secret("secret_key") == "sk_live_1"
    assert account.secret("webhook") == ""


@pytest.mark.parametrize(
    ("change", "contradiction"),
    [
        ({}, ""),
        ({"key": ""}, ""),
        ({"is_test": None}, ""),
        ({"key": str(uuid.uuid4())}, "key"),
        ({"is_test": False}, "mode"),
        ({"amount": Money(9201, "SAR")}, "amount"),
        ({"amount": Money(920000, "SAR")}, "amount"),
        ({"amount": None}, "amount"),
        ({"amount": Money(9200, "AED")}, "currency"),
        ({"requested": Money(9201, "SAR")}, "requested"),
        ({"is_test": False, "amount": Money(1, "USD")}, "mode,amount,currency"),
    ],
)
def test_what_does_not_fit_is_named(change: dict[str, object], contradiction: str) -> None:
    for outcome in (Outcome.CAPTURED, Outcome.AUTHORISED):
        seen = matched(replace(PAID, outcome=outcome, **change), ATTEMPT, TEST_ACCOUNT)  # type: ignore[arg-type]
        assert seen.contradiction == contradiction
        assert seen.needs_operator is bool(contradiction)


def test_where_no_money_moved_nothing_is_compared() -> None:
    declined = Snapshot(Outcome.DECLINED, key="another")
    assert matched(declined, ATTEMPT, TEST_ACCOUNT) == declined


def test_a_live_account_takes_no_test_money() -> None:
    assert matched(PAID, ATTEMPT, replace(TEST_ACCOUNT, mode=Mode.LIVE)).contradiction == "mode"


@pytest.mark.parametrize("gateway", [CashOnDelivery(), HyperPay(), PayTabs(), Moyasar()])
def test_every_shipped_gateway_speaks_the_port(gateway: PaymentGateway) -> None:
    assert isinstance(gateway, PaymentGateway)
    assert gateway.capabilities(TEST_ACCOUNT) == gateway.method.capabilities
    assert gateway.capabilities(TEST_ACCOUNT).takes("SAR")


def test_every_capability_is_asked_by_somebody() -> None:
    """What nobody asks is a promise that nothing keeps."""
    rooms = (path for path in COMMERCE.rglob("*.py") if "infrastructure" not in path.parts)
    core = "\n".join(path.read_text() for path in rooms)
    assert [each.name for each in fields(Capabilities) if f".{each.name}" not in core] == []
