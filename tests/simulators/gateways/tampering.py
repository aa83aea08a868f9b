"""Answers that say something else than is true: in the words of each gateway."""

from __future__ import annotations

from typing import Any

from tests.simulators.gateways.faults import Fault
from tests.simulators.gateways.paying import in_major, in_minor
from tests.simulators.gateways.world import World, new_uuid

_AMOUNT = {"hyperpay": "amount", "paytabs": "tran_total", "moyasar": "amount"}
_CURRENCY = {"hyperpay": "currency", "paytabs": "tran_currency", "moyasar": "currency"}
_KINDS = ("unknown_code", "tamper_amount", "tamper_currency", "other_key", "other_mode", "other_merchant", "other_page")


def tamper(world: World, gateway: str, operation: str, body: Any) -> None:
    """The body, or each of those it lists, is changed in place by what is switched on."""
    bodies = _payments_in(body)
    for kind in _KINDS:
        fault = world.faults.take(kind, gateway, operation)
        if fault is not None:
            for one in bodies:
                _CHANGES[kind](gateway, one, fault)


def _payments_in(body: Any) -> list[dict[str, Any]]:
    listed = body if isinstance(body, list) else [body]
    found: list[Any] = []
    for one in listed:
        found += one.get("payments") or [one]
    return [one for one in found if isinstance(one, dict)]


def _code(gateway: str, body: dict[str, Any], _: Fault) -> None:
    if gateway == "hyperpay":
        body["result"]["code"] = "123.456.789"
    elif gateway == "paytabs":
        body.setdefault("payment_result", {})["response_status"] = "Z"
    else:
        body["status"] = "levitating"


def _amount(gateway: str, body: dict[str, Any], fault: Fault) -> None:
    name, currency = _AMOUNT[gateway], str(body.get(_CURRENCY[gateway]) or "SAR")
    was = body.get(name)
    minor = was if isinstance(was, int) else in_minor(str(was), currency) or 0
    changed = minor * int(fault.value[1:]) if fault.value.startswith("x") else minor + int(fault.value or "1")
    body[name] = changed if gateway == "moyasar" else in_major(changed, currency)


def _currency(gateway: str, body: dict[str, Any], fault: Fault) -> None:
    body[_CURRENCY[gateway]] = fault.value or "USD"


def _key(gateway: str, body: dict[str, Any], _: Fault) -> None:
    if gateway == "moyasar":
        body["metadata"] = {"attempt": new_uuid()}
    else:
        body["merchantTransactionId" if gateway == "hyperpay" else "cart_id"] = new_uuid()


def _mode(gateway: str, body: dict[str, Any], _: Fault) -> None:
    if gateway == "hyperpay":
        code = body["result"]["code"]
        body["result"]["code"] = "000.100.112" if code == "000.000.000" else "000.000.000"
    elif gateway == "paytabs":
        reference = body["tran_ref"]
        body["tran_ref"] = f"PTS{reference[3:]}" if reference.startswith("TST") else f"TST{reference[3:]}"


def _merchant(gateway: str, body: dict[str, Any], _: Fault) -> None:
    if gateway == "paytabs":
        body["profileId"] = 999


def _page(gateway: str, body: dict[str, Any], _: Fault) -> None:
    body["redirect_url" if gateway == "paytabs" else "url"] = "https://secure.paytabs.sa.evil.example/moyasar.com/pay"


_CHANGES = {
    "unknown_code": _code,
    "tamper_amount": _amount,
    "tamper_currency": _currency,
    "other_key": _key,
    "other_mode": _mode,
    "other_merchant": _merchant,
    "other_page": _page,
}
