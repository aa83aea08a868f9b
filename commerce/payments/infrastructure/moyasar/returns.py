"""The payer's way back: a GET with `id`, `status` and `message`, none of it signed.

Only the id counts, and only as something to ask about: the attempt's own payment, one it did not know yet (which the
gateway must then show with our key), or, after an invoice, a payment of it.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from commerce.payments.domain.conversations import AttemptReference, RawRequest, ReturnHint

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)


def read_return(attempt: AttemptReference, request: RawRequest) -> ReturnHint:
    ids = parse_qs(request.query).get("id", [])
    if attempt.reference.startswith("invoices/"):
        return ReturnHint(is_about_this=True)  # its `success_url` may bear nothing at all
    if len(ids) != 1 or not _ID.fullmatch(ids[0]):
        return ReturnHint(is_about_this=False)
    named = f"payments/{ids[0]}"
    if attempt.reference:
        return ReturnHint(is_about_this=named == attempt.reference)
    return ReturnHint(is_about_this=True, reference=named)
