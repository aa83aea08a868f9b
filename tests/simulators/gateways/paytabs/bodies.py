"""Transactions, in the shape of recorded ones: types capitalised, amounts as texts here and as numbers there."""

from __future__ import annotations

from typing import Any

from tests.simulators.gateways.bank import Movement
from tests.simulators.gateways.paying import in_major
from tests.simulators.gateways.wire import Reply
from tests.simulators.gateways.world import World, new_hex

DECLINES = {
    "funds": ("D", "51", "Insufficient funds"),
    "lost": ("D", "41", "Lost card"),
    "stolen": ("D", "43", "Stolen card"),
    "refused": ("D", "05", "Do not honour"),
    "unspecified": ("D", "99", "Declined"),
    "expired": ("D", "54", "Expired card"),
    "three_ds": ("D", "310", "3DSecure authentication rejected"),
    "technical": ("E", "600", "Unable to process your request"),
    "page_expired": ("X", "0", "Expired"),
    "cancelled": ("C", "321", "Cancelled"),
    "timeout": ("E", "0", "Request timeout"),
}
LETTERS = {"approved": "A", "review": "H", "pending": "P"}


def error(status: int, code: int, message: str) -> Reply:
    return Reply(status, {"code": code, "message": message, "trace": _trace()})


def result_of(movement: Movement) -> tuple[str, str, str]:
    if movement.state == "declined":
        return DECLINES[movement.reason]
    if movement.facts.get("voided"):
        return "V", "", "Voided"
    return LETTERS[movement.state], "G84718", {"A": "Authorised", "H": "Hold", "P": "Pending"}[LETTERS[movement.state]]


def cart_of(world: World, movement: Movement) -> str:
    """What the portal does stays in the cart of what it is done with."""
    return movement.key or (world.bank.movements[movement.parent].key if movement.parent else "")


def transaction(world: World, movement: Movement, *, is_notification: bool = False) -> dict[str, Any]:
    merchant = next(one for one in world.merchants if (one.gateway, one.name) == ("paytabs", movement.merchant))
    letter, code, message = result_of(movement)
    amount = in_major(movement.minor, movement.currency)
    names = ("profile_id", "merchant_id") if is_notification else ("profileId", "merchantId")
    body: dict[str, Any] = {
        "tran_ref": movement.id,
        "tran_type": movement.kind.capitalize(),
        "tran_class": "ECom",
        "cart_id": cart_of(world, movement),
        "cart_description": "An order",
        "cart_currency": movement.currency,
        "cart_amount": amount,
        "tran_currency": movement.currency,
        "tran_total": amount.removesuffix("0") if amount.endswith(".50") else amount,
        "customer_details": {"name": "Sara Ahmed", "country": "SA", "ip": "203.0.113.7"},
        "payment_result": {
            "response_status": letter,
            "response_code": code,
            "response_message": message,
            "acquirer_ref": "TRAN0001.63",
            "cvv_result": " ",
            "avs_result": " ",
            "transaction_time": movement.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
        "payment_info": {
            "payment_method": "Visa",
            "card_type": "Credit",
            "card_scheme": movement.facts.get("brand", "Visa").capitalize(),
            "payment_description": movement.card,
            "expiryMonth": 5,
            "expiryYear": 2030,
        },
        "serviceId": 2,
        names[0]: int(merchant.facts["profile_id"]),
        names[1]: 45001,
        "trace": _trace(),
    }
    if movement.parent:
        body["previous_tran_ref"] = movement.parent
    if is_notification:
        body["ipn_trace"] = f"IPNS{new_hex()[:12].upper()}"
    return body


def _trace() -> str:
    return f"PMNT{new_hex()[:12].upper()}"
