"""The addresses of the platform."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.simulators.gateways.bank import Movement, Refused
from tests.simulators.gateways.cards import chosen
from tests.simulators.gateways.hyperpay.bodies import answer, payment
from tests.simulators.gateways.hyperpay.codes import REFUSALS
from tests.simulators.gateways.hyperpay.hooks import notify
from tests.simulators.gateways.hyperpay.widget import integrity, source
from tests.simulators.gateways.merchants import Merchant
from tests.simulators.gateways.pages import challenge_page, closed_page
from tests.simulators.gateways.paying import follow_up, in_minor, needs_challenge, pay
from tests.simulators.gateways.wire import Reply, Request, script, see_other
from tests.simulators.gateways.world import Session, World, new_hex

NAME = "hyperpay"
KINDS = {"CP": "capture", "RV": "void", "RF": "refund"}
AMOUNT = re.compile(r"[0-9]{1,10}\.[0-9]{2}")
GONE = "invalid or missing parameter - (opp) No payment session found for the requested id"
ROUTES = (
    ("POST", r"/v1/checkouts", "checkout"),
    ("GET", r"/v1/checkouts/(?P<id>[^/]+)/payment", "status"),
    ("GET", r"/v1/paymentWidgets\.js", "widget"),
    ("POST", r"/pay/(?P<id>[^/]+)", "pay"),
    ("GET", r"/v1/payments/(?P<id>[^/]+)", "payment"),
    ("POST", r"/v1/payments/(?P<id>[^/]+)", "operation"),
    ("GET", r"/v1/query", "query"),
    ("GET", r"/v3/query", "linked"),
    ("GET", r"/v1/query/(?P<id>[^/]+)", "payment"),
)


def handle(world: World, request: Request, operation: str, parts: dict[str, str]) -> Reply:
    if operation == "widget":
        return script(source(request.base, request.query.get("checkoutId", "")))
    if operation == "pay":
        return _pay(world, request, parts["id"])
    merchant = _merchant(world, request)
    facts = request.form() if request.method == "POST" else dict(request.query)
    if merchant is None or facts.get("entityId") not in (merchant.facts["entity"], merchant.facts["entity_mada"]):
        return answer(world, "800.900.300", "invalid authentication information", 401)
    reply = _HANDLERS[operation](world, merchant, parts.get("id", ""), facts)
    if operation == "checkout" and facts.get("integrity") == "true" and "id" in reply.body:
        reply.body["integrity"] = integrity(source(request.base, reply.body["id"]))
    return reply


def operation_name(request: Request, operation: str) -> str:
    """What faults and counts call it: the follow-ups share an address."""
    return KINDS.get(request.form().get("paymentType", ""), operation) if operation == "operation" else operation


def throttled(world: World) -> Reply:
    return answer(world, "800.120.100", "Too many requests. Please try again later.")


def _merchant(world: World, request: Request) -> Merchant | None:
    return world.merchant(NAME, "access_token", request.header("Authorization").removeprefix("Bearer "))


def _checkout(world: World, merchant: Merchant, _: str, facts: dict[str, str]) -> Reply:
    if not AMOUNT.fullmatch(facts.get("amount", "")):
        return answer(world, "100.550.303", "amount format invalid (only two decimals allowed).", 400)
    if facts.get("paymentType") not in {"DB", "PA"} or len(facts.get("merchantTransactionId", "")) < 8:
        return answer(world, "200.300.404", "invalid or missing parameter", 400)
    session = Session(
        id=f"{new_hex().upper()}.uat01-vm-tx02",
        gateway=NAME,
        merchant=merchant,
        minor=int(facts["amount"].replace(".", "")),
        currency=facts["currency"],
        key=facts["merchantTransactionId"],
        is_hold=facts["paymentType"] == "PA",
        made_at=world.clock.now(),
        lives=timedelta(minutes=30),
        facts=facts,
    )
    world.sessions[session.id] = session
    return answer(world, "000.200.100", "successfully created checkout", id=session.id, ndc=session.id)


def _status(world: World, merchant: Merchant, identifier: str, facts: dict[str, str]) -> Reply:
    if world.is_throttled(f"status {identifier}", 2, 60):
        return throttled(world)
    session = world.sessions.get(identifier)
    is_over = session is None or world.clock.now() >= session.made_at + session.lives
    if session is None or is_over or session.merchant is not merchant or session.facts["entityId"] != facts["entityId"]:
        return answer(world, "200.300.404", GONE)
    if not session.payments:
        return answer(world, "000.200.100", "successfully created checkout", id=session.id)
    return Reply(200, payment(world, world.bank.movements[session.payments[-1]]))


def _payment(world: World, merchant: Merchant, identifier: str, facts: dict[str, str]) -> Reply:
    if world.is_throttled(f"payment {identifier}", 2, 60):
        return throttled(world)
    movement = world.bank.movements.get(identifier)
    is_known = movement is not None and (movement.gateway, movement.merchant) == (NAME, merchant.name)
    if movement is None or not is_known or not _is_of_channel(world, movement, facts):
        return answer(world, "700.400.580", "cannot find transaction")
    return Reply(200, payment(world, movement))


def _is_of_channel(world: World, movement: Movement, facts: dict[str, str]) -> bool:
    """A channel knows what went by it, and nothing of the merchant's other ones."""
    session = world.sessions.get(movement.facts.get("session", ""))
    return session is None or session.facts["entityId"] == facts["entityId"]


def _query(world: World, merchant: Merchant, _: str, facts: dict[str, str]) -> Reply:
    key = facts.get("merchantTransactionId", "")
    if world.is_throttled(f"query {key}", 2, 60):
        return throttled(world)
    found = [
        movement
        for movement in world.bank.movements.values()
        if (movement.gateway, movement.merchant, movement.key) == (NAME, merchant.name, key)
        and _is_of_channel(world, movement, facts)
    ]
    if not found or world.faults.take("not_yet", NAME, "query"):
        return answer(world, "700.400.580", "cannot find transaction")
    listed = [payment(world, movement) for movement in found]
    return answer(world, "000.000.100", "successful request", payments=listed)


def _linked(world: World, merchant: Merchant, _: str, facts: dict[str, str]) -> Reply:
    """As `_query`, with whatever references what is found, under whichever key and by whoever."""
    reply = _query(world, merchant, "", facts)
    listed = reply.body.get("payments", [])
    if facts.get("includeLinkedTransactions") == "true":
        for body in listed:  # grows: a refund may reference a capture
            known = {one["id"] for one in listed}
            linked = [movement for movement in world.bank.movements.values() if movement.parent == body["id"]]
            listed += [payment(world, movement) for movement in linked if movement.id not in known]
    return reply


def _operate(world: World, merchant: Merchant, identifier: str, facts: dict[str, str]) -> Reply:
    paid = world.bank.movements.get(identifier)
    kind = KINDS.get(facts.get("paymentType", ""))
    is_known = paid is not None and (paid.gateway, paid.merchant) == (NAME, merchant.name)
    if paid is None or kind is None or not is_known or not _is_of_channel(world, paid, facts):
        return answer(world, "700.100.100", "reference id not existing")
    minor = paid.minor
    if kind != "void":
        given = in_minor(facts.get("amount", ""), paid.currency)
        if given is None or not AMOUNT.fullmatch(facts["amount"]):
            return answer(world, "100.550.303", "amount format invalid (only two decimals allowed).", 400)
        if facts.get("currency") != paid.currency:
            return answer(world, "700.300.600", "transaction category mismatch")
        minor = given
    try:
        _require(world, paid, kind, minor)
    except Refused as refusal:
        code, description = REFUSALS[str(refusal)]
        return answer(world, code, description, id=new_hex(), paymentType=facts["paymentType"], referencedId=paid.id)
    key = facts.get("merchantTransactionId", "")
    if world.faults.take("swallow_key", NAME, kind):
        key = paid.key
    if kind == "capture" and facts.get("sequence") == "FINAL":
        paid.facts["is_over"] = True
    movement = follow_up(world, paid, kind, new_hex(), minor, key)
    notify(world, merchant, movement)
    return Reply(200, payment(world, movement))


_HANDLERS = {
    "checkout": _checkout,
    "status": _status,
    "query": _query,
    "linked": _linked,
    "payment": _payment,
    "operation": _operate,
}


def _require(world: World, paid: Movement, kind: str, minor: int) -> None:
    if kind == "capture":
        world.bank.require_capturable(paid, minor, once=True)
    elif kind == "void":
        world.bank.require_voidable(paid, sales_too=False)
    elif paid.kind == "auth":  # a refund references what was captured
        raise Refused("not_captured")
    else:
        world.bank.require_refundable(paid, minor, world.bank.refundable(paid))


def _pay(world: World, request: Request, identifier: str) -> Reply:
    """What the widget's frames do: the card, 3-D Secure, and the way back."""
    session = world.sessions.get(identifier)
    form = request.form()
    back = form.get("back", "")
    is_settled = session is not None and _is_paid(world, session) and not world.stays_open(session)
    if session is None or not world.takes_cards(session) or is_settled:
        return closed_page("HyperPay")
    if form.get("choice") == "abandon":
        return see_other(back)
    number = chosen(form)
    if needs_challenge(number) and "answer" not in form:
        hidden = {"number": number, "back": back}
        return challenge_page("HyperPay", f"{request.base}/pay/{identifier}", "en", hidden)
    movement = pay(world, session, number, new_hex(), passed=form.get("answer") != "fail")
    notify(world, session.merchant, movement)
    return see_other(_with_query(back, session.id))


def _is_paid(world: World, session: Session) -> bool:
    """A checkout takes one payment, after as many refusals as it may be."""
    return any(world.bank.movements[identifier].state != "declined" for identifier in session.payments)


def _with_query(back: str, identifier: str) -> str:
    facts = {"id": identifier, "resourcePath": f"/v1/checkouts/{identifier}/payment"}
    joint = "&" if parse_qs(urlsplit(back).query) else "?"
    return f"{back}{joint}{urlencode(facts)}"
