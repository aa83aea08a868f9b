"""Webhooks: a secret of ours stands in the body, the same in every delivery.

It proves that the sender has seen one delivery, and nothing about this one: the body is a reason to ask and no more.
Which payment is to be asked about it says, and whether there is money in it by the event's name; no sum of it is taken.
Pages that describe a signature header are wrong. An invoice's callback bears no secret and
is Forged here; its own address alone makes us ask. Source: docs.moyasar.com, webhook reference.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import (
    EventKind,
    Forged,
    Malformed,
    OtherMode,
    RawRequest,
    VerifiedEvent,
)
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.moyasar.payments import METADATA_KEY
from commerce.payments.infrastructure.transport.answers import text_at
from commerce.payments.infrastructure.transport.keeping import without_secrets
from commerce.payments.infrastructure.transport.reading import read_json

# The documentation's own table misspells one, and deliveries may.
_PAYMENT_EVENTS = {
    "payment_paid": Outcome.CAPTURED,
    "payment_captured": Outcome.CAPTURED,
    "payment_authorized": Outcome.AUTHORISED,
    "payment_failed": Outcome.DECLINED,
    "payment_faild": Outcome.DECLINED,
    "payment_abandoned": Outcome.DECLINED,
    "payment_canceled": Outcome.DECLINED,
    "payment_expired": Outcome.DECLINED,
}
_OPERATION_EVENTS = frozenset({"payment_refunded", "payment_voided"})


def open_webhook(account: GatewayAccount, request: RawRequest) -> VerifiedEvent:
    body = _parsed(request.body)
    _require_secret(account, body.get("secret_token"))
    if body.get("live") is not (not account.is_test):
        raise OtherMode
    kind = _kind(text_at(body, "type"))
    payment = text_at(body, "data", "id")
    is_about_payment = kind is not EventKind.OTHER
    invoice = text_at(body, "data", "invoice_id")
    references = [f"payments/{payment}"] if payment else []
    references += [f"invoices/{invoice}"] if invoice else []
    return VerifiedEvent(
        dedupe_key=_dedupe_key(body),
        kind=kind,
        references=tuple(references) if is_about_payment else (),
        key=text_at(body, "data", "metadata", METADATA_KEY) if is_about_payment else "",
        snapshot=_told(body, payment),
        kept_body=without_secrets(body),
    )


def _told(body: dict[str, Any], payment: str) -> Snapshot | None:
    outcome = _PAYMENT_EVENTS.get(text_at(body, "type"))
    if outcome is None or not payment:
        return None
    return Snapshot(outcome, f"payments/{payment}", key=text_at(body, "data", "metadata", METADATA_KEY))


def _kind(event: str) -> EventKind:
    if event in _PAYMENT_EVENTS:
        return EventKind.PAYMENT
    return EventKind.OPERATION if event in _OPERATION_EVENTS else EventKind.OTHER


def _require_secret(account: GatewayAccount, given: Any) -> None:
    if not isinstance(given, str) or not given:
        raise Forged
    for name in ("webhook", "webhook_before"):
        if hmac.compare_digest(given.encode("utf-8", "replace"), account.secret(name).encode()):
            return
    raise Forged


def _dedupe_key(body: Any) -> str:
    event = text_at(body, "id")
    if event:
        return event
    parts = (text_at(body, "type"), text_at(body, "data", "id"), text_at(body, "data", "updated_at"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        body = read_json(raw)
    except ValueError:
        raise Malformed from None
    if not isinstance(body, dict):
        raise Malformed
    return body
