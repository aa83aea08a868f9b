"""The payer pays: one movement at the bank, with whatever was switched on for it."""

from __future__ import annotations

from tests.simulators.gateways.bank import Movement
from tests.simulators.gateways.cards import masked, verdict_on
from tests.simulators.gateways.world import Session, World


def needs_challenge(number: str) -> bool:
    return verdict_on(number)[1] == "challenge"


def pay(world: World, session: Session, number: str, movement_id: str, *, passed: bool = True) -> Movement:
    """`passed`: the payer got through the bank's 3-D Secure, where the card asks for it."""
    brand, verdict = verdict_on(number)
    if verdict == "challenge":
        verdict = "approved" if passed else "three_ds"
    state, facts = _state(world, session, verdict)
    movement = Movement(
        id=movement_id,
        gateway=session.gateway,
        merchant=session.merchant.name,
        kind="auth" if session.is_hold else "sale",
        minor=session.minor,
        currency=session.currency,
        key=session.key,
        at=world.clock.now(),
        state=state,
        reason=verdict,
        card=masked(number),
        facts={"brand": brand, "session": session.id, **facts},
    )
    session.payments.append(movement.id)
    return world.bank.record(movement)


def _state(world: World, session: Session, verdict: str) -> tuple[str, dict[str, str]]:
    if verdict != "approved":
        return "declined", {}
    for kind in ("pending", "long_pending"):
        fault = world.faults.take(kind, session.gateway, "pay")
        if fault:
            return "pending", {"then": fault.value or "approved", "kind": kind}
    return ("review" if world.faults.take("review", session.gateway, "pay") else "approved"), {}


def follow_up(world: World, paid: Movement, kind: str, movement_id: str, minor: int, key: str) -> Movement:
    """A capture, void, refund or chargeback of what was paid; the rules were asked before."""
    movement = Movement(
        id=movement_id,
        gateway=paid.gateway,
        merchant=paid.merchant,
        kind=kind,
        minor=minor,
        currency=paid.currency,
        key=key,
        at=world.clock.now(),
        parent=paid.id,
        card=paid.card,
        facts={"brand": paid.facts.get("brand", ""), "session": paid.facts.get("session", "")},
    )
    fault = world.faults.take("pending", paid.gateway, kind)
    if fault:
        movement.state, movement.facts["then"] = "pending", fault.value or "approved"
    if kind == "capture" and paid.gateway == "moyasar":
        paid.facts["is_over"] = True  # one capture, with which the rest of the hold is let go
    return world.bank.record(movement)


def in_major(minor: int, currency: str) -> str:
    """As a bank writes it; the simulator's own reckoning, apart from ours."""
    places = {"KWD": 3, "BHD": 3, "OMR": 3, "JOD": 3, "TND": 3, "IQD": 3, "LYD": 3, "JPY": 0}.get(currency, 2)
    digits = str(minor).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def in_minor(text: str, currency: str) -> int | None:
    """Minor units of a decimal text; None where it has more places than the currency, or is no number."""
    places = len(in_major(0, currency).partition(".")[2])
    whole, _, part = text.partition(".")
    if not whole.isdecimal() or (part and not part.isdecimal()) or len(part) > places:
        return None
    return int(whole + part.ljust(places, "0"))
