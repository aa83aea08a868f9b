"""The payer's way back: a form posted from another site, signed; our own address for it must bear no query.

It may ask for a look, never move money: the platform's own plugins don't either.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import AttemptReference, RawRequest, ReturnHint
from commerce.payments.infrastructure.paytabs.signatures import signed_text, signs


def read_return(account: GatewayAccount, attempt: AttemptReference, request: RawRequest) -> ReturnHint:
    fields = _fields(request)
    signature, text = fields.get("signature", ""), signed_text(fields)
    keys = (account.secret("server_key"), account.secret("server_key_before"))
    is_genuine = any(signs(signature, text, key) for key in keys)
    is_ours = (fields.get("tranRef"), fields.get("cartId")) == (attempt.reference, str(attempt.key))
    return ReturnHint(is_about_this=is_genuine and is_ours)


def _fields(request: RawRequest) -> dict[str, str]:
    raw = request.body.decode("utf-8", "replace") if request.method == "POST" else request.query
    try:
        return dict(parse_qsl(raw, keep_blank_values=True, max_num_fields=100))
    except ValueError:
        return {}
