"""A payment that a webhook tells of, beside the one that its attempt is known by."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from commerce.core.outbox import deliver
from commerce.payments.application import takings
from commerce.payments.application.accounts import account_of_none, opened
from commerce.payments.application.attempt_references import reference_of
from commerce.payments.application.discrepancies import found
from commerce.payments.application.holds import was_held
from commerce.payments.application.late_holds import let_go_late
from commerce.payments.application.locks import lock_attempt
from commerce.payments.application.paid_beside import beside
from commerce.payments.application.ports import gateway_for
from commerce.payments.application.sums_told import sent_back_elsewhere
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.domain.states import AttemptStatus
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.models import PaymentAttempt

_PAID = frozenset({Outcome.CAPTURED, Outcome.AUTHORISED})
# The gateway's last word on that try: it took nothing, or what it took went back by a movement of its own.
_OVER = frozenset({Outcome.DECLINED, Outcome.VOIDED})


def note_told_payment(*, attempt_id: int, told: Snapshot, now: datetime) -> bool:
    """Where the event tells of money that its attempt does not have, the gateway was asked about the very payment that
    it names: a payer may try several cards at one page, and some pages can be paid at twice. What is paid there is the
    attempt's; what is paid beside it is an attempt of its own, whose money belongs to no order (what of it went back
    meanwhile did so, where its sums say so), and what is held beside it is let go. A sale that was undone at the
    gateway's own desk is with its payer.

    False while the gateway has not confirmed it: look again later. Nothing is believed without. Call with no
    transaction open (TransactionOpen).
    """
    with transaction.atomic():
        attempt = PaymentAttempt.objects.select_related("payment", "account").get(pk=attempt_id)
        if _is_known(attempt, told):
            return True
        account = opened(attempt.account, now) if attempt.account else account_of_none(attempt.gateway)
    seen = gateway_for(attempt.gateway).find(account, replace(reference_of(attempt), reference=told.reference))
    if seen.outcome in _OVER and told.outcome in _PAID:
        return True
    if seen.outcome not in {*_PAID, Outcome.VOIDED} or seen.key != str(attempt.known_by or attempt.gateway_key):
        return False
    with transaction.atomic():
        deliveries = _record(attempt, seen, now)
    deliver(deliveries)
    return True


def _is_known(attempt: PaymentAttempt, told: Snapshot) -> bool:
    has_money = attempt.captured_minor > 0 or attempt.authorised_minor > 0
    is_its_own = attempt.gateway_reference == told.reference
    if told.outcome is Outcome.VOIDED:
        return not (is_its_own and attempt.status == AttemptStatus.SUCCEEDED and attempt.unreturned.minor)
    return told.outcome not in _PAID or (is_its_own and has_money)


def _record(named: PaymentAttempt, seen: Snapshot, now: datetime) -> list[int]:
    payment, attempt = lock_attempt(named.pk)
    if seen.outcome is Outcome.VOIDED:
        return [] if was_held(attempt) else takings.undo_elsewhere(payment, attempt, seen.reference, now)
    has_money = attempt.captured_minor > 0 or attempt.authorised_minor > 0
    if not has_money or attempt.gateway_reference == seen.reference:
        return apply_observation(attempt_id=attempt.pk, snapshot=seen, now=now)
    if seen.amount is None or seen.contradiction:
        facts = {"amount": str(seen.amount), "reference": seen.reference}
        found(Finding.NOT_SETTLED, f"attempt:{attempt.pk}:{seen.reference}", payment, facts, now)
        return []
    if seen.outcome is Outcome.AUTHORISED:
        let_go_late(beside(attempt, seen.reference, AttemptStatus.ABANDONED, now), seen.amount, now)
        return []
    second = beside(attempt, seen.reference, AttemptStatus.SUCCEEDED, now)
    taken = takings.take(payment, second, seen.amount, now)
    return taken + sent_back_elsewhere(payment, second, seen, now)
