"""The addresses of the API, its invoice page, its bank's check, and its form's script."""

from __future__ import annotations

import base64
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from tests.simulators.gateways.bank import Refused
from tests.simulators.gateways.cards import chosen
from tests.simulators.gateways.merchants import Merchant
from tests.simulators.gateways.moyasar.bodies import error, invoice, payment, status_of
from tests.simulators.gateways.moyasar.form import source
from tests.simulators.gateways.moyasar.hooks import call_back, notify
from tests.simulators.gateways.pages import challenge_page, closed_page, pay_page
from tests.simulators.gateways.paying import follow_up, in_major, needs_challenge, pay
from tests.simulators.gateways.wire import Reply, Request, script, see_other
from tests.simulators.gateways.world import Session, World, new_uuid

NAME = "moyasar"
ROUTES = (
    ("POST", r"/v1/payments", "create"),
    ("GET", r"/v1/payments", "list"),
    ("GET", r"/v1/payments/(?P<id>[^/]+)", "status"),
    ("POST", r"/v1/payments/(?P<id>[^/]+)/(?P<kind>capture|void|refund)", "operation"),
    ("POST", r"/v1/invoices", "invoice"),
    ("GET", r"/v1/invoices", "invoices"),
    ("GET", r"/v1/invoices/(?P<id>[^/]+)", "status"),
    ("PUT", r"/v1/invoices/(?P<id>[^/]+)/cancel", "cancel"),
    ("POST", r"/v1/webhooks", "webhooks"),
    ("GET", r"/v1/transaction_auths/(?P<id>[^/]+)/form", "check_shown"),
    ("POST", r"/v1/transaction_auths/(?P<id>[^/]+)/form", "pay"),
    ("GET", r"/pay/(?P<id>[^/]+)", "page_shown"),
    ("POST", r"/pay/(?P<id>[^/]+)", "pay_invoice"),
    ("GET", r"/moyasar\.js", "script"),
    ("GET", r"/moyasar\.css", "style"),
)
_OF_THE_PAYER = {"check_shown", "pay", "page_shown", "pay_invoice", "script", "style"}
_PUBLIC = {"create"}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")
_EVENTS = {"capture": "payment_captured", "void": "payment_voided", "refund": "payment_refunded"}
SMALLEST = 100
_HOUR = timedelta(hours=1)
# An invoice that is given no end.
_FOR_EVER = timedelta(days=3650)


def handle(world: World, request: Request, operation: str, parts: dict[str, str]) -> Reply:
    if operation in _OF_THE_PAYER:
        return _for_the_payer(world, request, operation, parts)
    merchant, is_secret = _merchant(world, request)
    if merchant is None:
        return error(401, "authentication_error", "Invalid authorization credentials")
    if not is_secret and operation not in _PUBLIC:
        return error(403, "authorization_error", "This key may not do that")
    return _HANDLERS[operation](world, merchant, request, parts)


def operation_name(request: Request, operation: str) -> str:
    return request.path.rsplit("/", 1)[1] if operation == "operation" else operation


def throttled(world: World) -> Reply:
    return error(429, "rate_limit_error", "Too many requests")


def _merchant(world: World, request: Request) -> tuple[Merchant | None, bool]:
    try:
        raw = base64.b64decode(request.header("Authorization").removeprefix("Basic ")).decode()
    except ValueError:
        return None, False
    key, _, password = raw.partition(":")
    if password:
        return None, False
    secret = world.merchant(NAME, "secret_key", key)
    return (secret, True) if secret else (world.merchant(NAME, "publishable_key", key), False)


def _create(world: World, merchant: Merchant, request: Request, _: dict[str, str]) -> Reply:
    body = request.json()
    wrong = _wrong_with(body)
    number = str(body.get("source", {}).get("number"))
    if not number.isdecimal():
        wrong["source"] = ["is invalid"]
    if wrong:
        return error(400, "invalid_request_error", "Validation Failed", wrong)
    session = _session(world, merchant, new_uuid(), body)
    check = f"{request.base}/v1/transaction_auths/{session.id}/form"
    session.facts |= {"number": number, "transaction_url": check}
    return Reply(201, payment(world, session), {"Access-Control-Allow-Origin": "*"})


def _wrong_with(body: dict[str, Any]) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    amount = body.get("amount")
    if not isinstance(amount, int) or amount < (SMALLEST if body.get("currency") == "SAR" else 1):
        wrong["amount"] = ["must be an integer of the smallest unit, at least 1.00"]
    if len(str(body.get("currency", ""))) != 3:
        wrong["currency"] = ["is invalid"]
    return wrong


def _session(
    world: World, merchant: Merchant, identifier: str, body: dict[str, Any], lives: timedelta = _HOUR
) -> Session:
    session = Session(
        id=identifier,
        gateway=NAME,
        merchant=merchant,
        minor=int(body["amount"]),
        currency=body["currency"],
        key=str((body.get("metadata") or {}).get("attempt", "")),
        is_hold=bool(body.get("source", {}).get("manual")),
        made_at=world.clock.now(),
        lives=lives,
        facts={name: body.get(name) for name in ("description", "callback_url", "success_url", "back_url", "metadata")},
    )
    world.sessions[identifier] = session
    return session


def _invoice(world: World, merchant: Merchant, request: Request, _: dict[str, str]) -> Reply:
    body = request.json()
    wrong = _wrong_with(body)
    if not body.get("description"):
        wrong["description"] = ["can't be blank"]
    ends_at = body.get("expired_at")
    if ends_at is not None and not _INSTANT.fullmatch(ends_at):
        wrong["expired_at"] = ["is not a date"]
    if wrong:
        return error(400, "invalid_request_error", "Validation Failed", wrong)
    lives = _FOR_EVER if ends_at is None else datetime.fromisoformat(ends_at) - world.clock.now()
    session = _session(world, merchant, new_uuid(), body, lives)
    session.facts |= {"is_invoice": True, "url": f"{request.base}/pay/{session.id}", "expired_at": ends_at}
    return Reply(201, invoice(world, session))


def _list(world: World, merchant: Merchant, request: Request, _: dict[str, str]) -> Reply:
    found = [payment(world, one) for one in _own(world, merchant, request) if not one.facts.get("is_invoice")]
    return _paged(world, "payments", found)


def _invoices(world: World, merchant: Merchant, request: Request, _: dict[str, str]) -> Reply:
    found = [invoice(world, one) for one in _own(world, merchant, request) if one.facts.get("is_invoice")]
    return _paged(world, "invoices", found)


def _paged(world: World, name: str, found: list[dict[str, Any]]) -> Reply:
    """All on one page, unless it is switched to show but the first."""
    shown = found[:1] if world.faults.take("short_pages", NAME, name) else found
    following = 2 if len(shown) < len(found) else None
    pages = {"current_page": 1, "next_page": following, "prev_page": None, "total_pages": following or 1}
    return Reply(200, {name: shown, "meta": {**pages, "total_count": len(found)}})


def _own(world: World, merchant: Merchant, request: Request) -> list[Session]:
    if world.faults.take("filter_ignored", NAME, "list"):
        return [session for session in world.sessions.values() if session.merchant is merchant]
    wanted = {
        name.removeprefix("metadata[").removesuffix("]"): value
        for name, value in request.query.items()
        if name.startswith("metadata[")
    }
    return [
        session
        for session in world.sessions.values()
        if session.merchant is merchant
        if all((session.facts.get("metadata") or {}).get(name) == value for name, value in wanted.items())
    ]


def _status(world: World, merchant: Merchant, request: Request, parts: dict[str, str]) -> Reply:
    session = world.sessions.get(parts["id"])
    wants_invoice = request.path.startswith("/v1/invoices")
    if session is None or session.merchant is not merchant or bool(session.facts.get("is_invoice")) != wants_invoice:
        return error(404, "record_not_found", "Object not found")
    if world.faults.take("not_yet", NAME, "status"):
        return Reply(200, payment(world, session) | {"status": "paid", "refunded": 0, "refunded_at": None})
    return Reply(200, invoice(world, session) if wants_invoice else payment(world, session))


def _operate(world: World, merchant: Merchant, request: Request, parts: dict[str, str]) -> Reply:
    session, kind = world.sessions.get(parts["id"]), parts["kind"]
    if session is None or session.merchant is not merchant:
        return error(404, "record_not_found", "Object not found")
    paid = world.bank.movements.get(session.id)
    if paid is None:
        return error(400, "invalid_request_error", "Payment is not paid")
    available = world.bank.refundable(paid) if kind == "refund" else paid.minor
    minor = request.json().get("amount", available)
    try:
        if not isinstance(minor, int):
            raise Refused("exceeds_balance")
        if kind == "capture":
            world.bank.require_capturable(paid, minor, once=True)
        elif kind == "void":
            world.bank.require_voidable(paid, sales_too=True)
        else:
            world.bank.require_refundable(paid, minor, available)
    except Refused as refusal:
        return error(400, "invalid_request_error", f"Payment can't be {kind}ed: {refusal}")
    if kind == "void":
        world.bank.voided_sale(paid)
        paid.facts["voided"] = True
    follow_up(world, paid, kind, new_uuid(), minor, "")
    paid.at = world.clock.now()
    notify(world, session, _EVENTS[kind])
    return Reply(200, payment(world, session))


def _cancel(world: World, merchant: Merchant, _: Request, parts: dict[str, str]) -> Reply:
    session = world.sessions.get(parts["id"])
    if session is None or session.merchant is not merchant or not session.facts.get("is_invoice"):
        return error(404, "record_not_found", "Object not found")
    if invoice(world, session)["status"] != "initiated":
        return error(400, "invalid_request_error", "Invoice can't be canceled")
    session.is_cancelled = True
    return Reply(200, invoice(world, session))


def _webhooks(world: World, merchant: Merchant, request: Request, _: dict[str, str]) -> Reply:
    body = request.json()
    identifier = new_uuid()
    world.hooks[identifier] = {
        "merchant": merchant.name,
        "url": body["url"],
        "http_method": body.get("http_method", "post"),
        "shared_secret": body["shared_secret"],
        "events": body.get("events") or [],
    }
    hook = world.hooks[identifier]
    return Reply(201, {"id": identifier, **{name: hook[name] for name in ("url", "http_method", "events")}})


_HANDLERS = {
    "create": _create,
    "list": _list,
    "status": _status,
    "operation": _operate,
    "invoice": _invoice,
    "invoices": _invoices,
    "cancel": _cancel,
    "webhooks": _webhooks,
}


def _for_the_payer(world: World, request: Request, operation: str, parts: dict[str, str]) -> Reply:
    if operation == "script":
        return script(source(request.base))
    if operation == "style":
        return Reply(200, "", {"Content-Type": "text/css"})
    session = world.sessions.get(parts["id"])
    if session is None or not world.takes_cards(session) or not _is_to_be_paid(world, session):
        return closed_page("Moyasar")
    if operation == "check_shown":
        return challenge_page("Moyasar", f"{request.base}/v1/transaction_auths/{session.id}/form")
    if operation == "pay":
        return _finish(world, session, passed=request.form().get("answer") != "fail")
    return _invoice_page(world, request, session)


def _is_to_be_paid(world: World, session: Session) -> bool:
    """Of two tabs that pay one invoice the other may have been faster."""
    bill = world.sessions.get(str(session.facts.get("invoice_id")))
    is_paid_elsewhere = bill is not None and invoice(world, bill)["status"] == "paid" and not world.stays_open(bill)
    return status_of(world, session) == "initiated" and not is_paid_elsewhere


def _invoice_page(world: World, request: Request, bill: Session) -> Reply:
    if invoice(world, bill)["status"] == "paid" and not world.stays_open(bill):
        return closed_page("Moyasar")
    if request.method == "POST":
        return _pay_invoice(world, request, bill)
    amount = f"{in_major(bill.minor, bill.currency)} {bill.currency}"
    return pay_page("Moyasar", amount, f"{request.base}/pay/{bill.id}")


def _pay_invoice(world: World, request: Request, bill: Session) -> Reply:
    form = request.form()
    if form.get("choice") == "abandon":
        return see_other(str(bill.facts.get("back_url") or ""))
    body = {"amount": bill.minor, "currency": bill.currency, "metadata": bill.facts.get("metadata"), **bill.facts}
    attempt = _session(world, bill.merchant, new_uuid(), body)
    attempt.facts |= {"number": chosen(form), "invoice_id": bill.id, "callback_url": bill.facts.get("success_url")}
    if world.faults.take("metadata_not_repeated", NAME, "pay"):
        attempt.facts["metadata"] = None
    bill.payments.append(attempt.id)
    if needs_challenge(attempt.facts["number"]):
        return see_other(f"{request.base}/v1/transaction_auths/{attempt.id}/form")
    return _finish(world, attempt, passed=True)


def _finish(world: World, session: Session, *, passed: bool) -> Reply:
    movement = pay(world, session, session.facts["number"], session.id, passed=passed)
    if movement.state != "pending":
        paid = "payment_authorized" if session.is_hold else "payment_paid"
        notify(world, session, paid if movement.took_place else "payment_failed")
    bill = world.sessions.get(str(session.facts.get("invoice_id")))
    if bill is not None and movement.took_place:
        call_back(world, session.merchant, bill)
    shown = payment(world, session)
    facts = {"id": session.id, "status": shown["status"], "message": shown["source"]["message"] or ""}
    return see_other(f"{session.facts.get('callback_url')}?{urlencode(facts)}")
