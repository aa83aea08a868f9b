"""Preparing a checkout for the widget.

Preparing moves no money, and a checkout whose id nobody was given can't be paid, so a repeat simply prepares another.
Currencies with other than two decimals are refused here: the platform's format is N10.N2, and how it takes riyals of
three or yen of none is not known.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from commerce.core.money import EXPONENTS
from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.values import Outcome, Payer, Snapshot, StartRequest, StartResult, Widget
from commerce.payments.infrastructure.hyperpay.payments import code_in, snapshot_of
from commerce.payments.infrastructure.hyperpay.requests import base_of, entity_for, named, send
from commerce.payments.infrastructure.hyperpay.result_codes import Meaning, meaning_of
from commerce.payments.infrastructure.transport.amounts import in_major_units
from commerce.payments.infrastructure.transport.answers import Answer, NotSent, text_at

CURRENCIES = frozenset(currency for currency, exponent in EXPONENTS.items() if exponent == 2)
_BRANDS = ("VISA", "MASTER", "AMEX")


def prepare(account: GatewayAccount, request: StartRequest) -> StartResult:
    if request.amount.currency not in CURRENCIES:
        raise NotSent("currency_not_supported", needs_operator=True)
    answer = send(account, "checkout", "/v1/checkouts", _facts(account, request))
    checkout = text_at(answer.body, "id")
    if meaning_of(code_in(answer.body)) is not Meaning.CREATED or not checkout:
        return StartResult(_refused(answer))
    snapshot = Snapshot(
        Outcome.PENDING,
        f"checkouts/{checkout}",
        request.amount,
        code_in(answer.body),
        key=str(request.gateway_key),
        evidence=answer.evidence,
    )
    return StartResult(snapshot, _widget(account, request, checkout, text_at(answer.body, "integrity")))


def _refused(answer: Answer) -> Snapshot:
    """No checkout, and so no card that could be refused: the account's set-up or our request is. The throttle turns
    requests away unread."""
    snapshot = snapshot_of(answer.body, answer.evidence)
    if meaning_of(snapshot.code) is Meaning.THROTTLED:
        return replace(snapshot, outcome=Outcome.NOT_SENT)
    is_refused = snapshot.outcome not in {Outcome.UNKNOWN, Outcome.PENDING}
    return replace(snapshot, outcome=Outcome.NOT_SENT, needs_operator=True) if is_refused else snapshot


def _widget(account: GatewayAccount, request: StartRequest, checkout: str, integrity: str) -> Widget:
    script = f"{base_of(account)}/v1/paymentWidgets.js?{urlencode({'checkoutId': checkout})}"
    brands = (request.brand.upper(),) if request.brand else _BRANDS
    return Widget(script, integrity, brands, request.return_url)


def _facts(account: GatewayAccount, request: StartRequest) -> dict[str, str]:
    facts = {
        "entityId": entity_for(account, request),
        "amount": in_major_units(request.amount),
        "currency": request.amount.currency,
        "paymentType": "PA" if request.captures_later else "DB",
        "merchantTransactionId": str(request.gateway_key),
        "integrity": "true",
        **_payer(request.payer),
    }
    if account.is_test:
        facts |= {"testMode": "EXTERNAL", "customParameters[3DS2_enrolled]": "true"}
    return facts


def _payer(payer: Payer) -> dict[str, str]:
    """What the bank's 3-D Secure wants to know, lengths are the platform's. Who has one name bears it as both, and the
    city stands for a region nobody was asked for; other parts that are not known are left out, and so is an address for
    letters that is too long, for a part of it is nobody's."""
    given, _, surname = payer.name.partition(" ")
    facts = {
        "customer.email": payer.email if len(payer.email) <= 128 else "",
        "customer.givenName": given[:50],
        "customer.surname": (surname or given)[:50],
        "customer.ip": payer.ip,
        "billing.street1": payer.street[:100],
        "billing.city": payer.city[:80],
        "billing.state": (payer.region or payer.city)[:50],
        "billing.postcode": payer.postcode[:16],
        "billing.country": payer.country,
    }
    return {name: value for name, value in facts.items() if value}


def checkout_path(reference: str) -> str:
    """Where a checkout tells its status: built from the id that was stored, never from what a browser brought."""
    return f"/v1/checkouts/{named(reference.removeprefix('checkouts/'))}/payment"
