"""Callbacks and IPNs, signed over their bytes; and the signed way back."""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.parse import quote_plus

from tests.simulators.gateways.bank import Movement
from tests.simulators.gateways.deliveries import Delivery
from tests.simulators.gateways.merchants import Merchant
from tests.simulators.gateways.paytabs.bodies import result_of, transaction
from tests.simulators.gateways.world import World

PAUSES = (1, 5, 15, 30, 60)


def notify(world: World, merchant: Merchant, movement: Movement, callback: str) -> None:
    """To the request's callback, and to the dashboard's IPN as well where there is one."""
    for url in filter(None, (callback, merchant.webhook_url)):
        body = transaction(world, movement, is_notification=True)
        if world.faults.take("webhook_other_mode", "paytabs", "webhook"):
            body["tran_ref"] = f"{'TST' if merchant.is_live else 'PTS'}{body['tran_ref'][3:]}"
        raw = json.dumps(body).encode()
        key = merchant.facts["server_key"]
        if world.faults.take("webhook_wrong_key", "paytabs", "webhook"):
            key = "another"
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Go-http-client/1.1",
            "Signature": hmac.new(key.encode(), raw, hashlib.sha256).hexdigest(),
        }
        if world.faults.take("webhook_unsigned", "paytabs", "webhook"):
            del headers["Signature"]
        if world.faults.take("webhook_tampered", "paytabs", "webhook"):
            raw = raw.replace(b'"tran_total": "', b'"tran_total": "9')
        world.post_webhook(
            Delivery("paytabs", url, raw, headers, world.clock.now(), pauses=PAUSES, wants_exactly=b"200 OK")
        )


def return_fields(merchant: Merchant, movement: Movement) -> dict[str, str]:
    """Unsigned when it is an error."""
    letter, code, message = result_of(movement)
    fields = {
        "acquirerMessage": "",
        "acquirerRRN": "",
        "cartId": movement.key,
        "customerEmail": "sara@example.com",
        "respCode": code,
        "respMessage": message,
        "respStatus": letter,
        "token": "",
        "tranRef": movement.id,
    }
    if letter != "E":
        fields["signature"] = signature_of(fields, merchant.facts["server_key"])
    return fields


def signature_of(fields: dict[str, str], server_key: str) -> str:
    """As PHP's http_build_query writes what is filled, in order of names."""
    parts = [f"{name}={quote_plus(value).replace('~', '%7E')}" for name, value in sorted(fields.items()) if value]
    return hmac.new(server_key.encode(), "&".join(parts).encode(), hashlib.sha256).hexdigest()
