"""Secrets of accounts as they are stored: encrypted, and of use in one row of one store alone.

AES-256-GCM under the keys of `GATEWAY_SEAL_KEYS`, the newest first; all of them open, the first seals, so that a new
key is put in front and `reseal_gateway_accounts` moves the rows over while the site serves. What a secret is bound to
(`Binding`) is authenticated with it: copied to another row or store it does not open.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

KEY_BYTES = 32
_NONCE_BYTES = 12


class SealBroken(Exception):
    """It was not sealed for this row, was changed, or under a key that is no longer here. Says nothing of contents."""


@dataclass(frozen=True, slots=True)
class Binding:
    tenant_id: int
    row_id: int
    provider: str

    def as_bytes(self) -> bytes:
        return f"gateway account {self.tenant_id}:{self.row_id}:{self.provider}".encode()


@dataclass(frozen=True, slots=True)
class Sealed:
    """`key` says under which key, and nothing about it."""

    blob: bytes
    key: str


def seal(secrets_by_name: Mapping[str, str], binding: Binding) -> Sealed:
    name, key = next(iter(_keys().items()))
    nonce = secrets.token_bytes(_NONCE_BYTES)
    plain = json.dumps(dict(secrets_by_name)).encode()
    return Sealed(nonce + AESGCM(key).encrypt(nonce, plain, binding.as_bytes()), name)


def open_sealed(sealed: Sealed, binding: Binding) -> dict[str, str]:
    """Raises SealBroken."""
    key = _keys().get(sealed.key)
    if key is None:
        raise SealBroken
    nonce, cipher = sealed.blob[:_NONCE_BYTES], sealed.blob[_NONCE_BYTES:]
    try:
        plain = AESGCM(key).decrypt(nonce, cipher, binding.as_bytes())
    except (InvalidTag, ValueError):
        raise SealBroken from None
    opened: dict[str, str] = json.loads(plain)
    return opened


def newest_key() -> str:
    """The name of the key that seals now."""
    return next(iter(_keys()))


def fingerprint_of(provider: str, secret: str) -> str:
    """The same for the same secret, and of no use to whoever reads it without our own key."""
    return salted_hmac("commerce.payments.accounts", f"{provider}\n{secret}", algorithm="sha256").hexdigest()


def _keys() -> dict[str, bytes]:
    return _parsed(tuple(settings.GATEWAY_SEAL_KEYS))


@cache
def _parsed(texts: Sequence[str]) -> dict[str, bytes]:
    keys = [bytes.fromhex(text) for text in texts]
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise ValueError("GATEWAY_SEAL_KEYS names keys of 64 hexadecimal digits, at least one")
    return {hashlib.sha256(b"name of a seal key\n" + key).hexdigest()[:16]: key for key in keys}
