"""A refund of more than any one capture of its payment has left, which goes out in parts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid5

from commerce.payments.models import Refund


def part_key(key: UUID, number: int) -> UUID:
    """Of the part of this number, from nought; the first has the key that the whole was asked for with."""
    return uuid5(key, f"part:{number}") if number else key


def parts_of(key: UUID, payment_id: int) -> list[Refund]:
    """What was asked for with this key of the payment, the first part first; one statement."""
    return parts_among(Refund.objects.filter(payment_id=payment_id), key)


def parts_among(refunds: Iterable[Refund], key: UUID) -> list[Refund]:
    """As `parts_of`, among those of its payment."""
    known = {refund.request_key: refund for refund in refunds}
    parts: list[Refund] = []
    while (part := known.get(part_key(key, len(parts)))) is not None:
        parts.append(part)
    return parts
