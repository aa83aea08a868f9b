"""The payer's way back: a GET with `resourcePath` and perhaps `id`, unsigned.

Nothing of it is ever called. It is about this attempt when what it names is the checkout that was stored.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from commerce.payments.domain.conversations import AttemptReference, RawRequest, ReturnHint


def read_return(attempt: AttemptReference, request: RawRequest) -> ReturnHint:
    given = parse_qs(request.query)
    checkout = attempt.reference.removeprefix("checkouts/")
    paths, ids = given.get("resourcePath", []), given.get("id", [checkout])
    is_ours = paths == [f"/v1/checkouts/{checkout}/payment"] and ids == [checkout]
    return ReturnHint(is_about_this=is_ours and attempt.reference.startswith("checkouts/"))
