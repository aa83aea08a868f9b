"""What gateways may say that nobody here has heard of, genuinely signed."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from tests.commerce.payments.tills import keys_of
from tests.simulators.gateways.hyperpay.hooks import encrypted


def signature(body: bytes, key: str) -> str:
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def signed(gateway: str, facts: dict[str, Any], merchant: str = "noor") -> dict[str, Any]:
    """The request's changes that make it say that, genuinely signed by this merchant's key."""
    keys = keys_of(merchant, gateway)["secrets"]
    if gateway == "hyperpay":
        headers, body = encrypted(facts, keys["webhook"], as_json=False)
        return {"headers": headers, "body": body}
    if gateway == "paytabs":
        raw = json.dumps(facts).encode()
        return {"headers": {"Signature": signature(raw, keys["server_key"])}, "body": raw}
    return {"body": json.dumps(facts | {"secret_token": keys["webhook"]}).encode()}


def of_an_unknown_kind(gateway: str, sent: dict[str, Any]) -> dict[str, Any]:
    """An event of a kind that did not exist when this was written."""
    if gateway == "hyperpay":
        return signed(gateway, {"type": "SETTLEMENT_REPORT", "payload": {"id": "1"}})
    if gateway == "paytabs":
        return signed(gateway, {"event": "payout", "profile_id": keys_of("noor", gateway)["settings"]["profile_id"]})
    return signed(gateway, json.loads(sent["body"]) | {"id": "another", "type": "balance_transferred"})


def of_broken_letters(gateway: str, sent: dict[str, Any], broken: str) -> dict[str, Any]:
    """An event in whose texts and names of payments such a letter stands."""
    if gateway == "hyperpay":
        result = {"code": "000.100.112", "description": broken}
        names = {"id": f"8ac7{broken}", "merchantTransactionId": f"x{broken}", "ndc": f"a{broken}"}
        facts = names | {"paymentType": "DB", "amount": "92.00", "currency": "SAR", "result": result, broken: ""}
        return signed(gateway, {"type": "PAYMENT", "payload": facts})
    facts = json.loads(sent["body"])
    if gateway == "paytabs":
        names = {"tran_ref": f"TST{broken}", "cart_id": f"x{broken}", "cart_description": broken}
        return signed(gateway, facts | names)
    facts["data"] |= {"id": f"x{broken}", "description": broken, "metadata": {"attempt": f"x{broken}"}}
    return signed(gateway, facts | {"id": f"e{broken}"})
