"""How an attempt stands: by the payment or invoice it has, otherwise by our key in either's metadata.

The names of the list's filters are not confirmed, so what comes back is compared with our key again.
"""

from __future__ import annotations

from typing import Any

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.matching import leaves_room, more_telling, moved_among, without_beside
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.moyasar.invoice import invoices_with, stand_of_invoice
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
    return snapshot_of(answer.body, account, answer.evidence)


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
    """Every payment by our key that took or holds money, its sums telling what went back; None where that was not told,
    or not all of it."""
    key = str(attempt.key)
    answer = read(account, "payments", "payments", {f"metadata[{METADATA_KEY}]": key})
    if answer.status >= 400 or not _is_whole(answer):
        return None
    return moved_among(snapshot_of(body, account, answer.evidence) for body in _ours(answer, "payments", key))


def _is_whole(answer: Answer) -> bool:
    """Whether there is no further page: were the filter passed over, ours might stand on one."""
    return not text_at(answer.body, "meta", "next_page")


def _ours(answer: Answer, name: str, key: str) -> list[Any]:
    listed = answer.body.get(name) if isinstance(answer.body, dict) else None
    return [body for body in listed or [] if text_at(body, "metadata", METADATA_KEY) == key]
