"""Answers, in the shape of recorded ones."""

from __future__ import annotations

from typing import Any

from tests.simulators.gateways.bank import Movement
from tests.simulators.gateways.hyperpay.codes import code_for
from tests.simulators.gateways.paying import in_major
from tests.simulators.gateways.wire import Reply
from tests.simulators.gateways.world import Session, World, new_hex

TYPES = {
    "sale": "DB", "auth": "PA", "capture": "CP", "void": "RV", "refund": "RF", "chargeback": "CB",
    "chargeback_reversal": "CR",
}  # fmt: skip


def answer(world: World, code: str, description: str, status: int = 200, **more: Any) -> Reply:
    """An answer with its result, and whatever else it bears."""
    return Reply(status, {"result": {"code": code, "description": description}, **_frame(world), **more})


def payment(world: World, movement: Movement) -> dict[str, Any]:
    merchant = next(one for one in world.merchants if (one.gateway, one.name) == ("hyperpay", movement.merchant))
    code, description = code_for(movement, is_live=merchant.is_live)
    session: Session | None = world.sessions.get(movement.facts.get("session", ""))
    is_first = not movement.parent
    ndc = session.id if is_first and session else f"{merchant.facts['entity']}_{new_hex()}"
    body: dict[str, Any] = {
        "id": movement.id,
        "paymentType": TYPES[movement.kind],
        "paymentBrand": movement.facts.get("brand", "VISA"),
        "amount": in_major(movement.minor, movement.currency),
        "currency": movement.currency,
        "descriptor": "1234.5678.9012 Channel",
        "merchantTransactionId": movement.key,
        "result": {"code": code, "description": description},
        "resultDetails": {"ExtendedDescription": description},
        "card": {
            "bin": movement.card[:4] + movement.card[5:7],
            "last4Digits": movement.card[-4:],
            "holder": "Sara Ahmed",
            "expiryMonth": "05",
            "expiryYear": "2030",
        },
        "customParameters": {"SHOPPER_EndToEndIdentity": new_hex()},
        "risk": {"score": "100"},
        **_frame(world),
        "ndc": ndc,
    }
    if movement.parent:
        body["referencedId"] = movement.parent
        body["presentationAmount"], body["presentationCurrency"] = body["amount"], movement.currency
    if movement.kind == "void":  # it lets all go, and names no amount
        for name in ("amount", "currency", "presentationAmount", "presentationCurrency"):
            body.pop(name, None)
    return body


def _frame(world: World) -> dict[str, str]:
    stamp = world.clock.now().strftime("%Y-%m-%d %H:%M:%S+0000")
    return {"buildNumber": "7fcb1f9bd3b0d9e4a1@2026-11-01", "timestamp": stamp, "ndc": new_hex().upper()}
