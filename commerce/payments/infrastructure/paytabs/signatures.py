"""HMAC-SHA256 under the server key: of a callback's raw bytes, of a return's fields.

Source: paytabscom/php-sdk, Response/Callback and Browser; support article 60000718961 for the return. A missing
signature is a refusal.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlencode


def signs(signature: str, message: bytes, server_key: str) -> bool:
    """Compared as bytes and in constant time: a signature of other letters than ASCII is merely wrong."""
    expected = hmac.new(server_key.encode(), message, hashlib.sha256).hexdigest()
    return bool(signature and server_key) and hmac.compare_digest(
        signature.encode("utf-8", "replace"), expected.encode()
    )


def signed_text(fields: Mapping[str, str]) -> bytes:
    """Filled fields but the signature, by name, as PHP writes a query: a space is +, a tilde is %7E."""
    filled = sorted((name, value) for name, value in fields.items() if name != "signature" and value)
    return urlencode(filled).replace("~", "%7E").encode()
