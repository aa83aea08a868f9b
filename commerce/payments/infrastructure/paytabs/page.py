"""The hosted page: the payer is sent there, and comes back by a cross-site POST.

A repeat within two minutes is refused as a duplicate (409, code 4). The first one's page can't be asked for again, so
what it came to is looked up by our key: money that moved is told, otherwise the start is NOT_SENT and may be repeated
later.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.matching import matched
from commerce.payments.domain.values import Outcome, Payer, Redirect, Snapshot, StartRequest, StartResult
from commerce.payments.infrastructure.paytabs.hosts import DOMAINS
from commerce.payments.infrastructure.paytabs.requests import ask_for
from commerce.payments.infrastructure.paytabs.result_codes import Error
from commerce.payments.infrastructure.paytabs.status import by_key
from commerce.payments.infrastructure.paytabs.transactions import error_in, refused, snapshot_of
from commerce.payments.infrastructure.transport.answers import Answer, NotSent, text_at
from commerce.payments.infrastructure.transport.hosts import is_of_the_gateway

PAGE_MINUTES = 20
_LONGEST_CALLBACK = 255
_MONEY_MAY_HAVE_MOVED = frozenset({Outcome.AUTHORISED, Outcome.CAPTURED, Outcome.SETTLING, Outcome.UNKNOWN})


def open_page(account: GatewayAccount, request: StartRequest) -> StartResult:
    _require_callback(account, request.notification_url)
    if request.is_repeat:
        first = _looked_up(account, request)
        if first.outcome in _MONEY_MAY_HAVE_MOVED:
            return StartResult(first)
    answer = ask_for(account, "page", _facts(request), request.amount)
    if error_in(answer) == Error.DUPLICATE:
        return StartResult(_first_of(account, request, answer))
    if error_in(answer):  # no card was asked yet that could be refused
        return StartResult(replace(refused(answer), outcome=Outcome.NOT_SENT, needs_operator=True))
    return _begun(account, request, answer)


def _begun(account: GatewayAccount, request: StartRequest, answer: Answer) -> StartResult:
    page, reference = text_at(answer.body, "redirect_url"), text_at(answer.body, "tran_ref")
    if not page or not reference:
        return StartResult(snapshot_of(answer.body, answer.evidence))
    snapshot = Snapshot(
        Outcome.PENDING,
        reference,
        request.amount,
        key=text_at(answer.body, "cart_id"),
        is_test=reference.startswith("TST"),
        evidence=answer.evidence,
    )
    if snapshot.is_test is not account.is_test:
        return StartResult(replace(snapshot, outcome=Outcome.DECLINED, code="other_mode", needs_operator=True))
    if not is_of_the_gateway(account, page, DOMAINS):
        return StartResult(replace(snapshot, outcome=Outcome.UNKNOWN, code="untrusted_page", needs_operator=True))
    return StartResult(snapshot, Redirect(page))


def _first_of(account: GatewayAccount, request: StartRequest, answer: Answer) -> Snapshot:
    first = _looked_up(account, request)
    if first.outcome in _MONEY_MAY_HAVE_MOVED:
        return first
    return Snapshot(Outcome.NOT_SENT, code=str(Error.DUPLICATE.value), evidence=answer.evidence)


def _looked_up(account: GatewayAccount, request: StartRequest) -> Snapshot:
    attempt = AttemptReference(request.gateway_key, "", request.amount, request.brand)
    return matched(by_key(account, attempt), attempt, account)


def _require_callback(account: GatewayAccount, url: str) -> None:
    """The platform calls only public addresses of https, without a port and of at most 255 characters."""
    if settings.GATEWAY_HOSTS.get(account.gateway):
        return
    parts = urlsplit(url)
    if parts.scheme != "https" or ":" in parts.netloc or len(url) > _LONGEST_CALLBACK:
        raise NotSent("callback_address", needs_operator=True)


def _facts(request: StartRequest) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "tran_type": "auth" if request.captures_later else "sale",
        "tran_class": "ecom",
        "cart_id": str(request.gateway_key),
        "cart_description": request.description[:128] or str(request.gateway_key),
        "callback": request.notification_url,
        "return": request.return_url,
        "paypage_lang": "ar" if request.language == "ar" else "en",
        "paypage_ttl": PAGE_MINUTES,
        "hide_shipping": True,
    }
    payer = _payer(request.payer)
    if payer:
        facts["customer_details"] = payer
    if request.brand:
        facts["payment_methods"] = [request.brand]
    return facts


def _payer(payer: Payer) -> dict[str, str]:
    facts = {
        "name": payer.name,
        "email": payer.email,
        "phone": payer.phone,
        "street1": payer.street,
        "city": payer.city,
        "state": payer.region,
        "country": payer.country,
        "zip": payer.postcode,
        "ip": payer.ip,
    }
    return {name: value for name, value in facts.items() if value}
