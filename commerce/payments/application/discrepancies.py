"""Telling a person what does not agree, and taking off the list what does again."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from commerce.core.actors import SYSTEM, Actor
from commerce.core.among import Among
from commerce.core.amounts import amount_words
from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual
from commerce.core.blanks import Blank
from commerce.core.kept_statements import kept_statement
from commerce.payments.domain.accounts import KEYS_LOST
from commerce.payments.domain.discrepancies import MOVEMENT, Finding
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import Discrepancy, GatewayAccount, Operation, Payment, PaymentAttempt

log = logging.getLogger(__name__)

# Why the platform itself closed a finding.
NO_LONGER_TRUE = "no_longer_true"
# Of the account's keys: nobody has looked at them.
_SAYS_NOTHING = {Outcome.NOT_SENT, Outcome.UNKNOWN}


def found(finding: Finding, key: str, payment: Payment | None, facts: Mapping[str, str], now: datetime) -> None:
    """The finding is on the store's list, once. One that a person closed is not opened again; one that the platform
    closed is, for it is true once more. Facts bear no secrets, no cards."""
    told = {"payment": payment, "facts": dict(facts), "found_at": now}
    row, is_new = Discrepancy.objects.get_or_create(finding=finding, key=key[:160], defaults=told)
    if is_new or (row.reason == NO_LONGER_TRUE and _opened_again(row)):
        log.error("payment %s: %s (%s)", payment.pk if payment else None, finding.value, key)


def _opened_again(finding: Discrepancy) -> bool:
    closed = Discrepancy.objects.filter(pk=finding.pk, reason=NO_LONGER_TRUE)
    return bool(closed.update(closed_at=None, closed_by="", reason=""))


def no_longer_true(payment: Payment, findings: Collection[Finding], keys: Iterable[str], now: datetime) -> None:
    """What was found under these keys is off the list, closed by the platform: whoever followed it would pay twice.
    `keys` are looked through only where something is open."""
    told = _open_findings(payment_id=payment.pk, findings=sorted(findings))
    untrue = set(keys) if told else set()
    for row in told:
        if row.key in untrue:
            close(row, NO_LONGER_TRUE, SYSTEM, now)


@kept_statement
def _open_findings(payment_id: Blank, findings: Blank) -> QuerySet[Any]:
    return Discrepancy.objects.open().filter(Among("finding", findings), payment_id=payment_id)


def defects_are_over(event_id: int, now: datetime) -> None:
    """What was told of a webhook that nobody could work on is off the list: somebody has."""
    told = Discrepancy.objects.open().filter(finding=Finding.NOT_SETTLED, key__startswith=f"event:{event_id}:")
    for row in told:
        close(row, NO_LONGER_TRUE, SYSTEM, now)


def movements_of(attempt: PaymentAttempt) -> Iterator[str]:
    """The keys of what is told of this attempt's movements."""
    for operation_id in Operation.objects.filter(attempt=attempt).values_list("pk", flat=True):
        yield f"{MOVEMENT}{operation_id}"


def close(finding: Discrepancy, reason: str, actor: Actor, now: datetime, **said: str) -> None:
    """The finding is off the list, with who closed it and why, and what they `said` besides; one that is closed already
    stays as it is."""
    closed_by = f"{actor.kind}:{actor.id}"[:60]
    row = Discrepancy.objects.open().filter(pk=finding.pk)
    if row.update(closed_at=now, closed_by=closed_by, reason=reason):
        payment = finding.payment
        name = Bilingual(ar="", en="") if payment is None else amount_words(payment.amount)
        was = {"finding": finding.finding}
        record(Deed("payment", "discrepancy_closed", finding.payment_id, name, was, said, reason), actor=actor)


def tell_of_account(attempt: PaymentAttempt, snapshot: Snapshot, now: datetime) -> None:
    """Who set the account up is told, once a day, that its gateway lets nothing of it in: no card was asked. Once it
    answers again that is off the list."""
    is_refused = snapshot.outcome is Outcome.NOT_SENT and snapshot.needs_operator
    if attempt.account and (is_refused or snapshot.code == KEYS_LOST):
        tell_of_keys(attempt.account, snapshot.code, now)
    elif snapshot.outcome not in _SAYS_NOTHING:
        account_is_let_in(attempt.account_id, now)


def tell_of_keys(account: GatewayAccount, code: str, now: datetime) -> None:
    """Who set the account up is told, once a day, that nothing of it is let in, and why."""
    key = f"{_of_account(account.pk)}{code[:60]}:{now:%Y-%m-%d}"
    facts = {"account": f"{account.provider} {account.mode}", "code": code}
    found(Finding.ACCOUNT_REFUSED, key, None, facts, now)


def account_is_let_in(account_id: int | None, now: datetime) -> None:
    """What was told of this account's keys is off the list: its gateway takes them."""
    told = Discrepancy.objects.open().filter(finding=Finding.ACCOUNT_REFUSED, key__startswith=_of_account(account_id))
    for row in told:
        close(row, NO_LONGER_TRUE, SYSTEM, now)


def _of_account(account_id: int | None) -> str:
    return f"account:{account_id}:"
