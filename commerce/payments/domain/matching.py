"""Whether what a gateway says is about what was asked, and about which try at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.values import Outcome, Snapshot

_MONEY_MOVED = frozenset({Outcome.AUTHORISED, Outcome.CAPTURED})
_AFTERWARDS = frozenset({
    Outcome.CAPTURED, Outcome.VOIDED, Outcome.REFUNDED, Outcome.CHARGED_BACK, Outcome.CHARGEBACK_REVERSED,
})  # fmt: skip
_PAID = _MONEY_MOVED | {Outcome.SETTLING}
_NOT_PAID = frozenset({Outcome.DECLINED, Outcome.PENDING, Outcome.NOT_FOUND})


def matched(snapshot: Snapshot, attempt: AttemptReference, account: GatewayAccount) -> Snapshot:
    """The snapshot of an attempt with its contradictions written into it, comma-separated: `key` (another's payment),
    `mode` (test money in a live store or the reverse), `amount`, `currency`, `requested`. Empty when all fits, and for
    outcomes in which no money moved."""
    if snapshot.outcome not in _MONEY_MOVED:
        return snapshot
    # A gateway of sums shows a hold that was captured in part, which is the store's own doing: what it was asked
    # counts.
    amount = snapshot.requested if snapshot.totals is not None else snapshot.amount
    found = [
        name
        for name, is_wrong in (
            ("key", snapshot.key != "" and snapshot.key != str(attempt.key)),
            ("mode", snapshot.is_test is not None and snapshot.is_test is not account.is_test),
            ("amount", amount is None or amount.minor != attempt.amount.minor),
            ("currency", amount is not None and amount.currency != attempt.amount.currency),
            ("requested", snapshot.requested is not None and snapshot.requested != attempt.amount),
        )
        if is_wrong
    ]
    return replace(snapshot, contradiction=",".join(found), needs_operator=bool(found) or snapshot.needs_operator)


def moved_among(snapshots: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """Those by which money was taken or is held, and what was done with it afterwards (they name a `parent`)."""
    return tuple(one for one in snapshots if one.outcome in (_AFTERWARDS if one.parent else _MONEY_MOVED))


def without_beside(snapshots: Iterable[Snapshot], attempt: AttemptReference) -> list[Snapshot]:
    """What may be this attempt of what goes by its key: a payment that is an attempt of its own says nothing of it."""
    return [one for one in snapshots if one.reference not in attempt.beside]


def leaves_room(known: Snapshot) -> bool:
    """Whether another try at the same attempt, which goes by our key, may have been paid."""
    return known.outcome in _NOT_PAID


def more_telling(known: Snapshot, others: Snapshot) -> Snapshot:
    """Of the try that an attempt is known by, which was not paid, and the best of all under its key: the other where
    money moved, or where nobody could say."""
    if others.outcome in _PAID or known.outcome is Outcome.NOT_FOUND:
        return others
    is_unclear = known.outcome is Outcome.DECLINED and others.outcome is Outcome.UNKNOWN
    return others if is_unclear else known
