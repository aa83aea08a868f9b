"""The hosted invoice: the way to pay without a script.

An invoice bears no id of ours, so a repeat looks for the first by our key in its metadata; one that nobody pays does no
harm. It is given no `callback_url`: that is called without any secret, while webhooks bear one. By itself it never
expires: `expired_at` ends it with the page's time. Source: docs.moyasar.com/invoice-notifications, and its reference
of invoices.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.values import Outcome, Redirect, Snapshot, StartRequest, StartResult
from commerce.payments.infrastructure.moyasar.hosts import DOMAINS
from commerce.payments.infrastructure.moyasar.payments import METADATA_KEY, most_telling, refused, snapshot_of
from commerce.payments.infrastructure.moyasar.requests import path_of, read, send
from commerce.payments.infrastructure.transport.amounts import from_minor_units
from commerce.payments.infrastructure.transport.answers import Answer, text_at
from commerce.payments.infrastructure.transport.hosts import is_of_the_gateway

_WAITING = frozenset({"initiated", "on_hold"})


def issue(account: GatewayAccount, request: StartRequest) -> StartResult:
    if request.is_repeat:
        first = _first_of(account, request)
        if first is not None:
            return _begun(account, first, "")
    answer = send(account, "invoice", "invoices", _facts(request))
    if answer.status >= 400:  # no card was asked yet that could be refused
        return StartResult(replace(refused(answer), outcome=Outcome.NOT_SENT))
    return _begun(account, answer.body, answer.evidence)


def cancel(account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
    answer = send(account, "cancel", f"{path_of(attempt.reference)}/cancel", {}, method="PUT")
    if answer.status >= 400:
        return refused(answer)
    return Snapshot(Outcome.VOIDED, attempt.reference, attempt.amount, evidence=answer.evidence)


def invoices_with(account: GatewayAccount, key: str) -> Answer:
    return read(account, "invoices", "invoices", {f"metadata[{METADATA_KEY}]": key})


def stand_of_invoice(body: Any, account: GatewayAccount, evidence: str) -> Snapshot:
    """As its payments say; before there is one, or while the payer may try another card, as the invoice itself says."""
    payments = payments_of(body, account, evidence)
    status = text_at(body, "status")
    own = Snapshot(
        _outcome(status),
        f"invoices/{text_at(body, 'id')}",
        from_minor_units(body.get("amount"), text_at(body, "currency")) if isinstance(body, dict) else None,
        status,
        key=text_at(body, "metadata", METADATA_KEY),
        evidence=evidence,
    )
    if not payments:
        return own
    best = most_telling(payments)
    if best.outcome in {Outcome.DECLINED, Outcome.PENDING}:
        return replace(own, code=best.code, message=best.message)
    return best


def payments_of(body: Any, account: GatewayAccount, evidence: str) -> list[Snapshot]:
    """The tries at an invoice, by its key: that they repeat its metadata is not confirmed."""
    listed = body.get("payments") if isinstance(body, dict) else None
    paid = [snapshot_of(part, account, evidence) for part in listed or [] if isinstance(part, dict)]
    return [replace(one, key=one.key or text_at(body, "metadata", METADATA_KEY)) for one in paid]


def _outcome(status: str) -> Outcome:
    if status in _WAITING:
        return Outcome.PENDING
    if status in {"failed", "canceled", "expired", "voided"}:
        return Outcome.DECLINED
    return Outcome.UNKNOWN  # "paid" without a payment to show for it, or a word nobody knows


def _begun(account: GatewayAccount, body: Any, evidence: str) -> StartResult:
    snapshot = stand_of_invoice(body, account, evidence)
    page = text_at(body, "url")
    if snapshot.outcome is not Outcome.PENDING:
        return StartResult(snapshot)
    if not is_of_the_gateway(account, page, DOMAINS):
        return StartResult(replace(snapshot, outcome=Outcome.UNKNOWN, code="untrusted_page", needs_operator=True))
    return StartResult(snapshot, Redirect(page))


def _first_of(account: GatewayAccount, request: StartRequest) -> Any:
    """The invoice an earlier call has issued; None where there is none."""
    answer = invoices_with(account, str(request.gateway_key))
    listed = answer.body.get("invoices") if isinstance(answer.body, dict) else None
    return next((body for body in listed or [] if _is_of(body, request)), None)


def _is_of(body: Any, request: StartRequest) -> bool:
    """Filters that a gateway does not know are passed over in silence: the key is compared here as well."""
    return text_at(body, "metadata", METADATA_KEY) == str(request.gateway_key)


def _facts(request: StartRequest) -> dict[str, Any]:
    return {
        "amount": request.amount.minor,
        "currency": request.amount.currency,
        "description": request.description or str(request.gateway_key),
        "success_url": request.return_url,
        "back_url": request.return_url,
        "expired_at": request.closes_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "metadata": {METADATA_KEY: str(request.gateway_key)},
    }
