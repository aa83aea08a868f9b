"""How an attempt stands: by the payment or invoice it has, otherwise by our key in either's metadata.

The names of the list's filters are not confirmed, so what comes back is compared with our key again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.matching import leaves_room, more_telling, moved_among, without_beside
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.moyasar.invoice import invoices_with, payments_of, stand_of_invoice
from commerce.payments.infrastructure.moyasar.payments import METADATA_KEY, most_telling, not_told, snapshot_of
from commerce.payments.infrastructure.moyasar.requests import path_of, read
from commerce.payments.infrastructure.transport.answers import Answer, text_at


def stand_of(account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
    if not attempt.reference:
        return _by_key(account, attempt)
    answer = read(account, "status", path_of(attempt.reference))
    known = _known(account, attempt, answer)
    # Another card at the same form is another payment, and two starts may have issued two invoices.
    return more_telling(known, _by_key(account, attempt)) if leaves_room(known) else known


def _known(account: GatewayAccount, attempt: AttemptReference, answer: Answer) -> Snapshot:
    if answer.status >= 400:
        return not_told(answer)
    if attempt.reference.startswith("invoices/"):
        return stand_of_invoice(answer.body, account, answer.evidence)
    known = snapshot_of(answer.body, account, answer.evidence)
    return known if known.key else replace(known, key=_key_of_its_invoice(account, answer))


def _key_of_its_invoice(account: GatewayAccount, payment: Answer) -> str:
    """A payment of an invoice may not repeat the invoice's metadata; empty where it is of none, or that is not told."""
    invoice = text_at(payment.body, "invoice_id")
    if not invoice:
        return ""
    answer = read(account, "invoice", path_of(f"invoices/{invoice}"))
    return text_at(answer.body, "metadata", METADATA_KEY) if answer.status < 400 else ""


def _by_key(account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
    key = str(attempt.key)
    payments = read(account, "payments", "payments", {f"metadata[{METADATA_KEY}]": key})
    if payments.status >= 400:
        return not_told(payments)
    invoices = invoices_with(account, key)
    if invoices.status >= 400:
        return not_told(invoices)
    found = [snapshot_of(body, account, payments.evidence) for body in _ours(payments, "payments", key)]
    found += [stand_of_invoice(body, account, invoices.evidence) for body in _ours(invoices, "invoices", key)]
    if found := without_beside(found, attempt):
        return most_telling(found)
    if not (_is_whole(payments) and _is_whole(invoices)):
        return Snapshot(Outcome.UNKNOWN, code="list_goes_on", needs_operator=True, evidence=payments.evidence)
    return Snapshot(Outcome.NOT_FOUND, evidence=payments.evidence)


def all_moved(account: GatewayAccount, attempt: AttemptReference) -> tuple[Snapshot, ...] | None:
    """Every payment by our key, or of an invoice by it, that took or holds money, its sums telling what went back; None
    where that was not told, or not all of it."""
    key = str(attempt.key)
    answer = read(account, "payments", "payments", {f"metadata[{METADATA_KEY}]": key})
    invoices = invoices_with(account, key)
    if any(one.status >= 400 or not _is_whole(one) for one in (answer, invoices)):
        return None
    paid = [snapshot_of(body, account, answer.evidence) for body in _ours(answer, "payments", key)]
    for bill in _ours(invoices, "invoices", key):
        paid += payments_of(bill, account, invoices.evidence)
    return moved_among({one.reference: one for one in paid}.values())


def _is_whole(answer: Answer) -> bool:
    """Whether there is no further page: were the filter passed over, ours might stand on one."""
    return not text_at(answer.body, "meta", "next_page")


def _ours(answer: Answer, name: str, key: str) -> list[Any]:
    listed = answer.body.get(name) if isinstance(answer.body, dict) else None
    return [body for body in listed or [] if text_at(body, "metadata", METADATA_KEY) == key]
