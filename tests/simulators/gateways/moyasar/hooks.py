"""Webhooks with the shared secret in the body, and an invoice's callback, which has none."""

from __future__ import annotations

import json
from typing import Any

from tests.simulators.gateways.deliveries import Delivery
from tests.simulators.gateways.merchants import Merchant
from tests.simulators.gateways.moyasar.bodies import invoice, payment
from tests.simulators.gateways.world import Session, World, new_uuid

PAUSES = (1, 10, 30, 60, 120)


def notify(world: World, session: Session, event: str) -> None:
    for hook in world.hooks.values():
        if hook["merchant"] == session.merchant.name and (not hook["events"] or event in hook["events"]):
            _post(world, session, event, hook["url"], hook["shared_secret"], hook["http_method"].upper())


def _post(world: World, session: Session, event: str, url: str, secret: str, method: str) -> None:
    is_live = session.merchant.is_live
    body: dict[str, Any] = {
        "id": new_uuid(),
        "type": event,
        "created_at": world.clock.now().isoformat(),
        "secret_token": secret,
        "account_name": session.merchant.name,
        "live": is_live,
        "data": payment(world, session),
    }
    if world.faults.take("webhook_wrong_key", "moyasar", "webhook"):
        body["secret_token"] = "another"
    if world.faults.take("webhook_unsigned", "moyasar", "webhook"):
        del body["secret_token"]
    if world.faults.take("webhook_other_mode", "moyasar", "webhook"):
        body["live"] = not is_live
    if world.faults.take("webhook_tampered", "moyasar", "webhook"):
        body["data"]["amount"] *= 100
    world.post_webhook(_delivery(world, url, body, method))


def call_back(world: World, merchant: Merchant, session: Session) -> None:
    """To the address that the invoice was made with."""
    url = session.facts.get("callback_url")
    if url:
        world.post_webhook(_delivery(world, str(url), invoice(world, session), "POST"))


def _delivery(world: World, url: str, body: object, method: str) -> Delivery:
    raw = json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"}
    return Delivery("moyasar", url, raw, headers, world.clock.now(), method, PAUSES)
