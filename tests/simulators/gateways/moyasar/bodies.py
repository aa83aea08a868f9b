"""Payments and invoices, in the shape of recorded ones: sums in minor units, `captured` nought for a plain sale."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.simulators.gateways.bank import Movement
from tests.simulators.gateways.paying import in_major
from tests.simulators.gateways.wire import Reply
from tests.simulators.gateways.world import Session, World

DECLINES = {
    "funds": ("51", "INSUFFICIENT FUNDS"),
    "lost": ("41", "LOST CARD"),
    "stolen": ("43", "STOLEN CARD"),
    "refused": ("05", "DO NOT HONOUR"),
    "unspecified": ("99", "DECLINED"),
    "expired": ("54", "EXPIRED CARD"),
    "three_ds": ("", "Authentication failed"),
    "technical": ("96", "SYSTEM MALFUNCTION"),
}


def error(status: int, kind: str, message: str, errors: dict[str, list[str]] | None = None) -> Reply:
    return Reply(status, {"type": kind, "message": message, "errors": errors})


def payment(world: World, session: Session) -> dict[str, Any]:
    movement = world.bank.movements.get(session.id)
    captured = world.bank.done(session.id, "capture")
    refunded = world.bank.done(session.id, "refund")
    changed = movement.at if movement else session.made_at
    body: dict[str, Any] = {
        "id": session.id,
        "status": status_of(world, session),
        "amount": session.minor,
        "fee": 0,
        "currency": session.currency,
        "refunded": refunded,
        "refunded_at": _stamp(changed) if refunded else None,
        "captured": captured,
        "captured_at": _stamp(changed) if captured else None,
        "voided_at": _stamp(changed) if movement and movement.facts.get("voided") else None,
        "description": session.facts.get("description", ""),
        "amount_format": f"{in_major(session.minor, session.currency)} {session.currency}",
        "invoice_id": session.facts.get("invoice_id"),
        "ip": "203.0.113.7",
        "callback_url": session.facts.get("callback_url"),
        "created_at": _stamp(session.made_at),
        "updated_at": _stamp(changed),
        "metadata": session.facts.get("metadata"),
        "source": _source(session, movement),
    }
    return body


def status_of(world: World, session: Session) -> str:
    movement = world.bank.movements.get(session.id)
    if movement is None or movement.state == "pending":
        return "initiated"
    if movement.state == "declined":
        return "failed"
    if movement.facts.get("voided"):
        return "voided"
    if world.bank.done(session.id, "refund"):
        return "refunded"
    if world.bank.done(session.id, "capture"):
        return "captured"
    return "authorized" if session.is_hold else "paid"


def invoice(world: World, session: Session) -> dict[str, Any]:
    tries = [world.sessions[identifier] for identifier in session.payments]
    is_paid = any(status_of(world, one) not in {"initiated", "failed"} for one in tries)
    if is_paid:
        status = "paid"
    elif session.is_cancelled:
        status = "canceled"
    else:
        status = "initiated" if world.is_alive(session) else "expired"
    return {
        "id": session.id,
        "status": status,
        "amount": session.minor,
        "currency": session.currency,
        "description": session.facts.get("description", ""),
        "amount_format": f"{in_major(session.minor, session.currency)} {session.currency}",
        "url": session.facts["url"],
        "callback_url": session.facts.get("callback_url"),
        "expired_at": session.facts["expired_at"],
        "created_at": _stamp(session.made_at),
        "updated_at": _stamp(session.made_at),
        "metadata": session.facts.get("metadata"),
        "payments": [payment(world, one) for one in tries],
    }


def _source(session: Session, movement: Movement | None) -> dict[str, Any]:
    brand = (movement.facts.get("brand", "VISA") if movement else "VISA").lower()
    digits = movement.card[-4:] if movement else "1111"
    code, message = _verdict(movement)
    return {
        "type": "creditcard",
        "company": brand,
        "name": "Sara Ahmed",
        "number": f"XXXX-XXXX-XXXX-{digits}",
        "gateway_id": f"moyasar_{session.id[:8]}",
        "reference_number": "535412345678",
        "token": None,
        "message": message,
        "transaction_url": session.facts.get("transaction_url"),
        "response_code": code,
        "authorization_code": "123456",
        "issuer_name": "Al Rajhi",
        "issuer_country": "SA",
    }


def _verdict(movement: Movement | None) -> tuple[str | None, str | None]:
    if movement is None or movement.state == "pending":
        return None, None
    return DECLINES[movement.reason] if movement.state == "declined" else ("00", "APPROVED")


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
