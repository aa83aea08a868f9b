"""What the gateways told by webhook and were thanked for: by the address it went to, and the name it must bear in the
inbox. Read from what was sent, by nothing of the platform's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.simulators.gateways.merchants import known


def heard(deliveries: Iterable[Mapping[str, Any]], shops: Mapping[str, Any]) -> list[tuple[str, str]]:
    """`shops` says whose each address is, as the furnishing left it."""
    owners = {urlsplit(url).path: slug for slug, shop in shops.items() for url in shop["hooks"].values()}
    taken = [one for one in deliveries if any(200 <= status < 300 for status in one["answers"])]
    return [(_token(one["url"]), _name(one, owners[urlsplit(one["url"]).path])) for one in taken]


def _token(url: str) -> str:
    return urlsplit(url).path.strip("/").rpartition("/")[2]


def _name(delivery: Mapping[str, Any], slug: str) -> str:
    if delivery["gateway"] == "hyperpay":
        return hashlib.sha256(_opened(delivery, slug)).hexdigest()
    body = json.loads(delivery["body"])
    if delivery["gateway"] == "moyasar":
        return str(body["id"])
    letter = body["payment_result"]["response_status"]
    return f"{body['profile_id']}:{body['tran_ref']}:{body['tran_type'].lower()}:{letter}"


def _opened(delivery: Mapping[str, Any], slug: str) -> bytes:
    key = next(one for one in known() if (one.name, one.gateway) == (slug, "hyperpay")).facts["webhook"]
    headers = delivery["headers"]
    sealed = bytes.fromhex(delivery["body"]) + bytes.fromhex(headers["X-Authentication-Tag"])
    return AESGCM(bytes.fromhex(key)).decrypt(bytes.fromhex(headers["X-Initialization-Vector"]), sealed, None)
