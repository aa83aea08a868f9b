"""Webhooks: the body is encrypted with AES-256-GCM, and that it decrypts is its signature.

Source: hyperpay.docs.oppwa.com/tutorials/webhooks (2024-07-15). The scheme signs no instant, so an old delivery can be
played again: what it says is only a reason to ask. Chargebacks come by no other way. Answer Forged with 401 and not
with the 2xx that some guides advise: after a change of keys a month of deliveries would be swallowed in silence.
"""

from __future__ import annotations

import binascii
import hashlib
import json
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import (
    EventKind,
    Forged,
    Malformed,
    OtherMode,
    RawRequest,
    VerifiedEvent,
)
from commerce.payments.domain.values import Snapshot
from commerce.payments.infrastructure.hyperpay.payments import PAYMENT_TYPES, snapshot_of
from commerce.payments.infrastructure.transport.answers import text_at
from commerce.payments.infrastructure.transport.keeping import without_secrets
from commerce.payments.infrastructure.transport.reading import read_json

_KEY_BYTES, _TAG_BYTES = 32, 16
_CHARGEBACKS = frozenset({"CB", "CR"})


def open_webhook(account: GatewayAccount, request: RawRequest) -> VerifiedEvent:
    plain = _decrypted(account, request)
    body = _parsed(plain)
    payload = body.get("payload")
    evidence = hashlib.sha256(plain).hexdigest()
    if body.get("type") != "PAYMENT" or not isinstance(payload, dict):
        return VerifiedEvent(evidence, EventKind.OTHER, (), "", None, without_secrets(body))
    snapshot = snapshot_of(payload, evidence)
    if snapshot.is_test is not None and snapshot.is_test is not account.is_test:
        raise OtherMode
    return VerifiedEvent(
        dedupe_key=evidence,
        kind=_kind(text_at(payload, "paymentType")),
        references=_references(payload, snapshot),
        key=snapshot.key,
        snapshot=snapshot,
        kept_body=without_secrets(body),
    )


def _kind(payment_type: str) -> EventKind:
    if payment_type in PAYMENT_TYPES:
        return EventKind.PAYMENT
    return EventKind.CHARGEBACK if payment_type in _CHARGEBACKS else EventKind.OPERATION


def _references(payload: dict[str, Any], snapshot: Snapshot) -> tuple[str, ...]:
    """A payment's `ndc` is its checkout; a follow-up names its payment by `referencedId`, and its `ndc` is nobody's."""
    if snapshot.parent:
        return (snapshot.parent, snapshot.reference)
    checkout = text_at(payload, "ndc")
    return tuple(reference for reference in (checkout and f"checkouts/{checkout}", snapshot.reference) if reference)


def _decrypted(account: GatewayAccount, request: RawRequest) -> bytes:
    nonce = _unhex(request.header("X-Initialization-Vector"))
    tag = _unhex(request.header("X-Authentication-Tag"))
    cipher = _unhex(_ciphertext(request.body))
    if len(tag) != _TAG_BYTES or not 8 <= len(nonce) <= 128 or not cipher:  # a shortened tag can be guessed
        raise Forged
    for name in ("webhook", "webhook_before"):
        key = _key(account.secret(name))
        if key:
            try:
                return AESGCM(key).decrypt(nonce, cipher + tag, None)
            except InvalidTag:
                continue
    raise Forged


def _ciphertext(body: bytes) -> str:
    """The hex text, bare or in a JSON wrapper: portals send either."""
    try:
        text = body.decode("ascii").strip()
        if text.startswith("{"):
            text = json.loads(text).get("encryptedBody", "")
    except (ValueError, RecursionError):
        raise Forged from None
    return text if isinstance(text, str) else ""


def _unhex(text: str) -> bytes:
    try:
        return binascii.unhexlify(text.strip().encode("ascii"))
    except (ValueError, binascii.Error):
        raise Forged from None


def _key(hexadecimal: str) -> bytes:
    try:
        key = bytes.fromhex(hexadecimal)
    except ValueError:
        return b""
    return key if len(key) == _KEY_BYTES else b""


def _parsed(plain: bytes) -> dict[str, Any]:
    try:
        body = read_json(plain)
    except ValueError:
        raise Malformed from None
    if not isinstance(body, dict):
        raise Malformed
    return body
