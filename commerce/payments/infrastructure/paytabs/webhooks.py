"""Callbacks and IPNs: JSON whose raw bytes are signed under the server key.

One transaction may be told of twice, by the request's callback and by the dashboard's IPN, and each is repeated until
it is answered with exactly "200 OK"; there is no limit on its age here. Answer Forged with 400. Source:
paytabscom/php-sdk docs/usage/Webhooks.md, PayTabs' IPN article.
"""

from __future__ import annotations

import hashlib
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
from commerce.payments.infrastructure.paytabs.result_codes import FOLLOW_UPS
from commerce.payments.infrastructure.paytabs.signatures import signs
from commerce.payments.infrastructure.paytabs.transactions import is_of_another_profile, snapshot_of, type_of
from commerce.payments.infrastructure.transport.answers import text_at
from commerce.payments.infrastructure.transport.keeping import without_secrets
from commerce.payments.infrastructure.transport.reading import read_json


def open_webhook(account: GatewayAccount, request: RawRequest) -> VerifiedEvent:
    signature = request.header("Signature").strip().lower()
    keys = (account.secret("server_key"), account.secret("server_key_before"))
    if not any(signs(signature, request.body, key) for key in keys):
        raise Forged
    body = _parsed(request.body)
    if is_of_another_profile(body, account):
        raise Malformed
    snapshot = snapshot_of(body, hashlib.sha256(request.body).hexdigest())
    if not snapshot.reference:
        return VerifiedEvent(snapshot.evidence, EventKind.OTHER, (), "", None, without_secrets(body))
    if snapshot.is_test is not account.is_test:
        raise OtherMode
    return VerifiedEvent(
        dedupe_key=_dedupe_key(account, body),
        kind=EventKind.OPERATION if type_of(body) in FOLLOW_UPS else EventKind.PAYMENT,
        references=tuple(reference for reference in (snapshot.reference, snapshot.parent) if reference),
        key=snapshot.key,
        snapshot=snapshot,
        kept_body=without_secrets(body),
    )


def _dedupe_key(account: GatewayAccount, body: Any) -> str:
    """The same for callback and IPN of one transaction in one state."""
    letter = text_at(body, "payment_result", "response_status")
    return ":".join((account.setting("profile_id"), text_at(body, "tran_ref"), type_of(body), letter))


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        body = read_json(raw)
    except ValueError:
        raise Malformed from None
    if not isinstance(body, dict):
        raise Malformed
    return body
