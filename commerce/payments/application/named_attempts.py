"""Which attempt it is that a gateway names."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from commerce.payments.models import Operation, PaymentAttempt


def attempt_named(*, account_id: int, names: Sequence[str], key: UUID | None) -> int | None:
    """The newest of the account's attempts that the gateway knows by one of these names, itself or a movement of it; or
    by `key`, which we gave. None where it knows none.

    One statement, with a question for each kind of name: of one that asks for any of them PostgreSQL would read every
    attempt of the store.
    """
    attempts = PaymentAttempt.objects.filter(account_id=account_id).values_list("pk")
    movements = Operation.objects.filter(attempt__account_id=account_id).values_list("attempt_id")
    known = [
        attempts.filter(gateway_reference__in=names),
        attempts.filter(page_reference__in=names),
        attempts.filter(capture_reference__in=names),
        movements.filter(gateway_reference__in=names),
    ]
    if key is not None:
        known += [attempts.filter(gateway_key=key), movements.filter(key=key)]
    first, *others = known
    return max((pk for (pk,) in first.order_by().union(*(one.order_by() for one in others))), default=None)
