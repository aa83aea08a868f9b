"""The simulator's own door: switches, clock, journal, and what happens at a gateway without us."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.simulators.gateways.bank import Movement
from tests.simulators.gateways.faults import Fault, Faults
from tests.simulators.gateways.hyperpay import hooks as hyperpay_hooks
from tests.simulators.gateways.moyasar import hooks as moyasar_hooks
from tests.simulators.gateways.paying import follow_up
from tests.simulators.gateways.paytabs import hooks as paytabs_hooks
from tests.simulators.gateways.wire import Reply
from tests.simulators.gateways.world import World, new_hex, new_uuid

QUIET_SECONDS = 10.0


def handle(world: World, name: str, body: dict[str, Any]) -> Reply:
    answer = _ACTS[name](world, body)
    return Reply(200, {} if answer is None else answer)


def reset(world: World, _: dict[str, Any]) -> None:
    world.start_over()


def faults(world: World, body: dict[str, Any]) -> None:
    with world.lock:
        world.faults.switch(Fault(**{**body, "share": float(body.get("share", 1))}))


def calm(world: World, _: dict[str, Any]) -> None:
    """Nothing that was switched on goes wrong any more."""
    with world.lock:
        world.faults = Faults()


def clock(world: World, body: dict[str, Any]) -> None:
    """It is so many `seconds` later there, or another time (`at`, in ISO 8601), where a shop lives by its own."""
    if "at" in body:
        world.clock.set(datetime.fromisoformat(body["at"]))
    else:
        world.clock.advance(float(body["seconds"]))


def merchant(world: World, body: dict[str, Any]) -> None:
    """Where a merchant's webhooks go, as typed into a portal; and how the portal wraps them. Moyasar's dashboard makes
    one for every kind of event, with the secret that both sides know."""
    found = next(one for one in world.merchants if (one.gateway, one.name) == (body["gateway"], body["name"]))
    found.webhook_url = body.get("webhook_url", found.webhook_url)
    found.json_wrapper = body.get("json_wrapper", found.json_wrapper)
    if found.gateway == "moyasar" and found.webhook_url:
        world.hooks[found.name] = {
            "merchant": found.name,
            "url": found.webhook_url,
            "http_method": "post",
            "shared_secret": found.facts["webhook"],
            "events": [],
        }


def journal(world: World, _: dict[str, Any]) -> list[dict[str, Any]]:
    """Each line with the key under which its payer paid, `paid_under`."""
    with world.lock:
        bank = world.bank
        return [{**asdict(entry), "paid_under": bank.first_of(entry.movement).key} for entry in bank.journal]


def holds(world: World, _: dict[str, Any]) -> list[str]:
    with world.lock:
        return [movement.key for movement in world.bank.movements.values() if world.bank.is_held(movement)]


def calls(world: World, _: dict[str, Any]) -> list[str]:
    with world.lock:
        return list(world.calls)


def sessions(world: World, _: dict[str, Any]) -> list[dict[str, Any]]:
    """What checkouts, pages and invoices were asked for with, the oldest first."""
    with world.lock:
        return [{name: _plain(value) for name, value in one.facts.items()} for one in world.sessions.values()]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def settle(world: World, _: dict[str, Any]) -> None:
    """What was pending is decided, and told."""
    with world.lock:
        for movement in world.bank.pending():
            is_good = movement.facts["then"] == "approved"
            state, reason = ("approved", "approved") if is_good else ("declined", "refused")
            if movement.gateway == "paytabs" and not movement.parent:
                ended = _ended_at_paytabs(world, movement, is_good=is_good)
            else:
                world.bank.decide(movement, state, reason)
                ended = movement.id
            _tell(world, ended)


def _ended_at_paytabs(world: World, sale: Movement, *, is_good: bool) -> str:
    """By a sale of its own that names it; the first goes on saying that it is pending."""
    sale.facts["is_ended"] = True
    identifier = f"{sale.id[:3]}{int(new_hex()[:10], 16):013d}"
    state, reason = ("approved", "approved") if is_good else ("declined", "page_expired")
    facts = {name: value for name, value in sale.facts.items() if name not in {"then", "is_ended"}}
    end = replace(sale, id=identifier, parent=sale.id, state=state, reason=reason, at=world.clock.now(), facts=facts)
    world.sessions[sale.facts["session"]].payments.append(end.id)
    return world.bank.record(end).id


def settle_day(world: World, _: dict[str, Any]) -> None:
    """The banks have settled everything until now: nothing of it can be voided any more."""
    world.bank.settled_until = world.clock.now()


def elsewhere(world: World, body: dict[str, Any]) -> None:
    """Somebody refunds or voids in the gateway's own portal, or a cardholder's bank takes the money back."""
    with world.lock:
        paid = world.bank.movements[body["reference"]]
        identifier = new_uuid() if paid.gateway == "moyasar" else new_hex()
        if paid.gateway == "paytabs":
            identifier = f"{paid.id[:3]}{int(identifier[:10], 16):013d}"
        if body["kind"] == "void" and not world.bank.is_partly_taken(paid):
            world.bank.voided_sale(paid)
            paid.facts["voided"] = True
        movement = follow_up(world, paid, body["kind"], identifier, int(body["minor"]), "")
        _tell(world, movement.id)


def lapse(world: World, body: dict[str, Any]) -> None:
    """The cardholder's bank lets a hold go, and tells nobody."""
    world.bank.movements[body["reference"]].facts["has_lapsed"] = True


def refuse(world: World, body: dict[str, Any]) -> None:
    """Whoever reviewed it says no: it never was the merchant's."""
    with world.lock:
        reviewed = world.bank.movements[body["reference"]]
        world.bank.voided_sale(reviewed)
        world.bank.decide(reviewed, "declined", "refused")


def approve(world: World, body: dict[str, Any]) -> None:
    """Whoever reviewed it says yes, and that is told."""
    with world.lock:
        world.bank.decide(world.bank.movements[body["reference"]], "approved", "approved")
        _tell(world, body["reference"])


def hold(world: World, _: dict[str, Any]) -> None:
    """Webhooks wait until they are released."""
    world.postman.held = True


def release(world: World, body: dict[str, Any]) -> None:
    world.postman.release(body.get("order", ""), int(body.get("seed", 1)))


def quiet(world: World, _: dict[str, Any]) -> list[dict[str, Any]]:
    """Waits until every webhook that is due was delivered; what has been sent since the reset."""
    until = time.monotonic() + QUIET_SECONDS
    while not world.postman.is_idle() and time.monotonic() < until:
        time.sleep(0.01)
    return [
        {
            "gateway": delivery.gateway,
            "url": delivery.url,
            "method": delivery.method,
            "headers": delivery.headers,
            "body": delivery.body.decode(),
            "answers": delivery.answers,
        }
        for delivery in world.postman.sent
    ]


_EVENTS = {
    "refund": "payment_refunded",
    "void": "payment_voided",
    "sale": "payment_paid",
    "auth": "payment_authorized",
}


def _tell(world: World, identifier: str) -> None:
    movement = world.bank.movements[identifier]
    owner = next(one for one in world.merchants if (one.gateway, one.name) == (movement.gateway, movement.merchant))
    session = world.sessions[movement.facts["session"]]
    if movement.gateway == "hyperpay":
        hyperpay_hooks.notify(world, owner, movement)
    elif movement.gateway == "paytabs":
        is_follow_up = movement.kind not in {"sale", "auth"}
        callback = "" if is_follow_up else str(session.facts.get("callback", ""))
        paytabs_hooks.notify(world, owner, movement, callback)
    else:
        moyasar_hooks.notify(world, session, _EVENTS.get(movement.kind, "payment_failed"))


_ACTS = {
    "reset": reset,
    "faults": faults,
    "calm": calm,
    "clock": clock,
    "merchant": merchant,
    "journal": journal,
    "holds": holds,
    "calls": calls,
    "sessions": sessions,
    "settle": settle,
    "settle-day": settle_day,
    "elsewhere": elsewhere,
    "lapse": lapse,
    "approve": approve,
    "refuse": refuse,
    "hold": hold,
    "release": release,
    "quiet": quiet,
}
