"""What a shopper's photograph looks like, as a parameter of an address: the photograph itself is gone by then.

A page of results can so be reloaded, sent to somebody, and shown in the other modes. A byte for each number is enough
to compare by: 1 / 127 of the largest is less than two photographs of one thing differ in.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

import numpy as np
from django.core import signing

from commerce.core.scope import current_tenant_id
from search_index.application.picture_queries import Look
from search_index.application.ports import described_by
from search_index.domain.likeness import Likeness
from search_index.domain.vectors import unit

SALT = "search_index.look"
_STEPS = 127


def written(look: Look) -> str:
    parts = {mode.value: _packed(vector) for mode, vector in look.items()}
    return signing.dumps([_whose(), parts], salt=SALT)


def read(text: str) -> Look | None:
    """None for what was not written here, for the open scope's store and the embedders of today."""
    try:
        whose, parts = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return {Likeness(mode): _unpacked(part) for mode, part in parts.items()} if whose == _whose() else None


def _packed(vector: np.typing.NDArray[np.float32]) -> str:
    steps = np.round(vector / np.abs(vector).max() * _STEPS).astype(np.int8)
    return urlsafe_b64encode(steps.tobytes()).decode()


def _unpacked(text: str) -> np.typing.NDArray[np.float32]:
    steps = np.frombuffer(urlsafe_b64decode(text), dtype=np.int8)
    [vector] = unit(steps.astype(np.float32)[np.newaxis])
    return np.asarray(vector)


def _whose() -> str:
    return hashlib.sha256(f"{current_tenant_id()}:{described_by()}".encode()).hexdigest()[:20]
