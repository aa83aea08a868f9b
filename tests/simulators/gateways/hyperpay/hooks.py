"""Encrypted notifications."""

from __future__ import annotations

import json
import secrets
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.simulators.gateways.bank import Movement
from tests.simulators.gateways.deliveries import Delivery
from tests.simulators.gateways.hyperpay.bodies import payment
from tests.simulators.gateways.merchants import Merchant
from tests.simulators.gateways.world import World

_DAY = 24 * 60.0
PAUSES = (1, 2, 4, 8, 15, 30, 60, *(_DAY,) * 30)


def notify(world: World, merchant: Merchant, movement: Movement) -> None:
    if not merchant.webhook_url:
        return
    body: dict[str, Any] = {"type": "PAYMENT", "payload": payment(world, movement)}
    if world.faults.take("webhook_other_mode", "hyperpay", "webhook"):
        body["payload"]["result"]["code"] = "000.100.112" if merchant.is_live else "000.000.000"
    key = merchant.facts["webhook"]
    if world.faults.take("webhook_wrong_key", "hyperpay", "webhook"):
        key = secrets.token_hex(32)
    world.post_webhook(_delivery(world, merchant, body, key))


def _delivery(world: World, merchant: Merchant, body: dict[str, Any], key: str) -> Delivery:
    headers, raw = encrypted(body, key, as_json=merchant.json_wrapper)
    if world.faults.take("webhook_unsigned", "hyperpay", "webhook"):
        del headers["X-Authentication-Tag"]
    if world.faults.take("webhook_tampered", "hyperpay", "webhook"):
        raw = raw.replace(b"A", b"B")
    return Delivery("hyperpay", merchant.webhook_url, raw, headers, world.clock.now(), pauses=PAUSES)


def encrypted(body: dict[str, Any], key_hex: str, *, as_json: bool) -> tuple[dict[str, str], bytes]:
    """(headers, body) as the portal sends them: bare hex as text, or in a JSON wrapper."""
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(bytes.fromhex(key_hex)).encrypt(
        nonce, json.dumps(body, ensure_ascii=False).encode(errors="surrogatepass"), None
    )
    cipher, tag = sealed[:-16].hex().upper(), sealed[-16:].hex().upper()
    raw = json.dumps({"encryptedBody": cipher}) if as_json else cipher
    kind = "application/json" if as_json else "text/plain"
    headers = {"X-Initialization-Vector": nonce.hex().upper(), "X-Authentication-Tag": tag, "Content-Type": kind}
    return headers, raw.encode()
