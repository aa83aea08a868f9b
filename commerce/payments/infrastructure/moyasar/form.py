"""The form: Moyasar's script takes the card in the payer's browser and makes a token; we pay with it, once.

Paying with a token is the one call with an id of ours (`given_id`, our key): it may be sent again after a time-out, and
any refusal then makes us look for the first by that id, because what a repeated id is answered with is not documented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.values import ClientToken, Outcome, Redirect, Snapshot, StartRequest, StartResult
from commerce.payments.infrastructure.moyasar.hosts import DOMAINS, SCRIPT, STYLE
from commerce.payments.infrastructure.moyasar.payments import METADATA_KEY, refused, snapshot_of
from commerce.payments.infrastructure.moyasar.requests import publishable_key, read, send
from commerce.payments.infrastructure.transport.answers import text_at
from commerce.payments.infrastructure.transport.hosts import is_of_the_gateway, script_for


def offer(account: GatewayAccount, request: StartRequest) -> StartResult:
    """Nobody is called: the browser begins."""
    params = {
        "amount": str(request.amount.minor),
        "currency": request.amount.currency,
        "description": request.description or str(request.gateway_key),
        "callback_url": request.return_url,
        "language": "ar" if request.language == "ar" else "en",
        f"metadata[{METADATA_KEY}]": str(request.gateway_key),
    }
    snapshot = Snapshot(Outcome.PENDING, amount=request.amount, key=str(request.gateway_key))
    return StartResult(snapshot, _form(account, params))


def _form(account: GatewayAccount, params: Mapping[str, str]) -> ClientToken:
    script, style = script_for(account, SCRIPT), script_for(account, STYLE)
    return ClientToken(publishable_key(account), script, params, style)


def pay(account: GatewayAccount, request: StartRequest, token: str) -> StartResult:
    answer = send(account, "payment", "payments", _facts(request, token), is_repeatable=True)
    body, evidence = answer.body, answer.evidence
    if answer.status >= 400:
        known = read(account, "payment", f"payments/{request.gateway_key}")
        if known.status >= 400:
            return StartResult(refused(answer))
        body, evidence = known.body, known.evidence
    return _begun(account, body, evidence)


def _begun(account: GatewayAccount, body: Any, evidence: str) -> StartResult:
    snapshot = snapshot_of(body, account, evidence)
    page = text_at(body, "source", "transaction_url")
    if snapshot.outcome is not Outcome.PENDING or not page:
        return StartResult(snapshot)
    if not is_of_the_gateway(account, page, DOMAINS):
        return StartResult(replace(snapshot, outcome=Outcome.UNKNOWN, code="untrusted_page", needs_operator=True))
    return StartResult(snapshot, Redirect(page))


def _facts(request: StartRequest, token: str) -> dict[str, Any]:
    source: dict[str, Any] = {"type": "token", "token": token, "3ds": True}
    if request.captures_later:
        source["manual"] = True
    return {
        "given_id": str(request.gateway_key),
        "amount": request.amount.minor,
        "currency": request.amount.currency,
        "description": request.description or str(request.gateway_key),
        "callback_url": request.return_url,
        "source": source,
        "metadata": {METADATA_KEY: str(request.gateway_key)},
    }
