"""The form: Moyasar's script takes the card in the payer's browser, and the browser begins the payment there."""

from __future__ import annotations

from collections.abc import Mapping

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.values import ClientToken, Outcome, Snapshot, StartRequest, StartResult
from commerce.payments.infrastructure.moyasar.hosts import SCRIPT, STYLE
from commerce.payments.infrastructure.moyasar.payments import METADATA_KEY
from commerce.payments.infrastructure.moyasar.requests import publishable_key
from commerce.payments.infrastructure.transport.hosts import script_for


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
