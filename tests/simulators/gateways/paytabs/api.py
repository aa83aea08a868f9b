"""The two addresses of the platform, and its page."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.simulators.gateways.bank import Movement, Refused
from tests.simulators.gateways.cards import chosen
from tests.simulators.gateways.merchants import Merchant
from tests.simulators.gateways.pages import challenge_page, closed_page, pay_page, posting_page
from tests.simulators.gateways.paying import follow_up, in_major, in_minor, needs_challenge, pay
from tests.simulators.gateways.paytabs.bodies import cart_of, error, transaction
from tests.simulators.gateways.paytabs.hooks import notify, return_fields
from tests.simulators.gateways.wire import Reply, Request
from tests.simulators.gateways.world import Session, World, new_hex

NAME = "paytabs"
CURRENCIES = {"SAR", "AED", "BHD", "EGP", "EUR", "GBP", "IQD", "JOD", "JPY", "KWD", "MAD", "OMR", "QAR", "USD"}
FOLLOW_UPS = {"capture", "void", "release", "refund"}
ROUTES = (
    ("POST", r"/payment/request", "request"),
    ("POST", r"/payment/query", "query"),
    ("GET", r"/payment/page/(?P<id>[^/]+)", "page_shown"),
    ("POST", r"/payment/page/(?P<id>[^/]+)", "pay"),
)


def handle(world: World, request: Request, operation: str, parts: dict[str, str]) -> Reply:
    if operation == "page_shown":
        return _shown(world, request, parts["id"])
    if operation == "pay":
        return _pay(world, request, parts["id"])
    body = request.json()
    merchant = world.merchant(NAME, "server_key", request.header("Authorization"))
    if merchant is None or str(body.get("profile_id")) != merchant.facts["profile_id"]:
        return error(401, 1, "Authentication failed. Check authentication header.")
    if operation == "query":
        return _query(world, merchant, body)
    return _request(world, merchant, request, body)


def operation_name(request: Request, operation: str) -> str:
    if operation != "request":
        return operation
    kind = str(request.json().get("tran_type", ""))
    return kind if kind in FOLLOW_UPS else "page"


def throttled(world: World) -> Reply:
    return Reply(429, {"code": 429, "message": "Too many requests"})


def _request(world: World, merchant: Merchant, request: Request, body: dict[str, Any]) -> Reply:
    currency, amount = str(body.get("cart_currency", "")), body.get("cart_amount")
    if currency not in CURRENCIES:
        return error(400, 206, "Currency not available")
    minor = in_minor(str(amount), currency) if isinstance(amount, int | Decimal) else None
    if not minor or not 0 < len(str(body.get("cart_id", ""))) <= 64:
        return error(400, 1_00, "Invalid cart amount or id")
    if _is_repeated(world, merchant, body, minor):
        return error(409, 4, "Duplicate Request")
    if body.get("tran_type") in FOLLOW_UPS:
        return _follow_up(world, merchant, body, minor)
    return _page(world, merchant, request, body, minor)


def _is_repeated(world: World, merchant: Merchant, body: dict[str, Any], minor: int) -> bool:
    name = f"cart {merchant.facts['profile_id']} {body['cart_id']} {minor} {body['cart_currency']}"
    return world.is_throttled(name, 1, 120)


def _page(world: World, merchant: Merchant, request: Request, body: dict[str, Any], minor: int) -> Reply:
    if body.get("tran_type") not in {"sale", "auth"} or not body.get("cart_description"):
        return error(400, 2, "Invalid transaction type or description")
    session = Session(
        id=_reference(merchant),
        gateway=NAME,
        merchant=merchant,
        minor=minor,
        currency=body["cart_currency"],
        key=body["cart_id"],
        is_hold=body["tran_type"] == "auth",
        made_at=world.clock.now(),
        lives=timedelta(minutes=int(body.get("paypage_ttl", 20))),
        facts=body,
    )
    world.sessions[session.id] = session
    return Reply(200, {**_unpaid(session), "redirect_url": f"{request.base}/payment/page/{session.id}"})


def _unpaid(session: Session) -> dict[str, Any]:
    return {
        "tran_ref": session.id,
        "tran_type": "Auth" if session.is_hold else "Sale",
        "cart_id": session.key,
        "cart_description": session.facts["cart_description"],
        "cart_currency": session.currency,
        "cart_amount": in_major(session.minor, session.currency),
        "tran_currency": "",
        "tran_total": "0",
        "callback": session.facts.get("callback", ""),
        "return": session.facts.get("return", ""),
        "serviceId": 2,
        "profileId": int(session.merchant.facts["profile_id"]),
        "merchantId": 45001,
        "trace": f"PMNT{new_hex()[:12].upper()}",
    }


def _follow_up(world: World, merchant: Merchant, body: dict[str, Any], minor: int) -> Reply:
    paid = world.bank.movements.get(str(body.get("tran_ref")))
    if paid is None or (paid.gateway, paid.merchant) != (NAME, merchant.name):
        return error(400, 2, "Transaction not found")
    if body["cart_currency"] != paid.currency:
        return error(400, 206, "Currency mismatch")
    is_release = body["tran_type"] == "release"
    kind = "void" if is_release else body["tran_type"]
    try:
        world.bank.require_releasable(paid, minor) if is_release else _require(world, paid, kind, minor)
    except Refused as refusal:
        return error(400, 342 if str(refusal) == "exceeds_balance" else 200, f"Refused: {refusal}")
    is_whole = minor == paid.minor
    movement = follow_up(world, paid, kind, _reference(merchant), minor, body["cart_id"])
    if kind == "void" and is_whole:
        paid.facts["voided"] = True
    notify(world, merchant, movement, "")
    return Reply(200, transaction(world, movement))


def _require(world: World, paid: Movement, kind: str, minor: int) -> None:
    if kind == "capture":
        world.bank.require_capturable(paid, minor, once=False)
    elif kind == "void":
        world.bank.require_voidable(paid, sales_too=False)
        if minor != paid.minor:
            raise Refused("exceeds_balance")
    elif paid.kind == "auth":  # a refund points at the capture
        raise Refused("not_captured")
    else:
        world.bank.require_refundable(paid, minor, world.bank.refundable(paid))


def _query(world: World, merchant: Merchant, body: dict[str, Any]) -> Reply:
    if ("tran_ref" in body) == ("cart_id" in body):
        return error(400, 1_00, "Exactly one of tran_ref and cart_id")
    is_own = (NAME, merchant.name)
    if "cart_id" in body:
        key = body["cart_id"]
        listed = [
            transaction(world, movement)
            for movement in world.bank.movements.values()
            if (movement.gateway, movement.merchant) == is_own and cart_of(world, movement) == key
        ]
        if world.faults.take("not_yet", NAME, "query"):
            listed = []
        unpaid = [_unpaid(one) for one in _own(world, merchant) if one.key == key and not one.payments]
        return Reply(200, [*unpaid, *listed])
    movement = world.bank.movements.get(body["tran_ref"])
    if movement is not None and (movement.gateway, movement.merchant) == is_own:
        return Reply(200, transaction(world, movement))
    session = world.sessions.get(body["tran_ref"])
    if session is not None and session.merchant is merchant:
        return Reply(200, _unpaid(session))
    return error(404, 113, "Transaction not found")


def _own(world: World, merchant: Merchant) -> list[Session]:
    return [session for session in world.sessions.values() if session.merchant is merchant]


def _shown(world: World, request: Request, identifier: str) -> Reply:
    session = world.sessions.get(identifier)
    if session is None or not world.takes_cards(session) or _is_paid(world, session):
        return closed_page("PayTabs")
    amount = f"{in_major(session.minor, session.currency)} {session.currency}"
    return pay_page("PayTabs", amount, f"{request.base}/payment/page/{identifier}", _language(session))


def _pay(world: World, request: Request, identifier: str) -> Reply:
    session = world.sessions.get(identifier)
    if session is None or not world.takes_cards(session) or _is_paid(world, session):
        return closed_page("PayTabs")
    form = request.form()
    number = chosen(form)
    if needs_challenge(number) and "answer" not in form:
        action = f"{request.base}/payment/page/{identifier}"
        return challenge_page("PayTabs", action, _language(session), {"number": number})
    # Another try at one page is a transaction of its own, of the same cart.
    reference = _reference(session.merchant) if session.payments else identifier
    movement = pay(world, session, number, reference, passed=form.get("answer") != "fail")
    if form.get("choice") == "abandon":
        movement.reason = "cancelled"
    notify(world, session.merchant, movement, str(session.facts.get("callback", "")))
    fields = return_fields(session.merchant, movement)
    return posting_page("PayTabs", str(session.facts.get("return", "")), fields, _language(session))


def _is_paid(world: World, session: Session) -> bool:
    return bool(session.payments) and not world.stays_open(session)


def _language(session: Session) -> str:
    return str(session.facts.get("paypage_lang", "en"))


def _reference(merchant: Merchant) -> str:
    return f"{'PTS' if merchant.is_live else 'TST'}{int(new_hex()[:10], 16):013d}"
