"""A letter of an order that is sent once, however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from commerce.orders.domain.letters import LetterKind
from commerce.orders.models import OrderLetter

# Longer than a mail server may take, shorter than the lease after which a dead worker's delivery is due again.
CLAIMED_FOR = timedelta(seconds=50)


class LetterUnderWay(Exception):
    """Another worker is sending it at this moment: ask again, for it may fail."""


class Overtaken(Exception):
    """Raised by who is to send a letter: what it says is not so any more."""


def send_once(*, order_id: int, kind: LetterKind, about: int, send: Callable[[], None], now: datetime) -> None:
    """The letter is sent by `send`, unless it was; call with no transaction open.

    What `send` raises is passed on, but for Overtaken, and the letter may be sent by who asks next. Raises
    LetterUnderWay. A worker that is killed after the mail server took the letter and before it is marked leaves one
    that is sent twice.
    """
    letter_id = _claim(order_id, kind, about, now)
    if letter_id is None:
        return
    try:
        send()
    except Overtaken:
        _mark(letter_id, claimed_at=None)
        return
    except Exception:
        _mark(letter_id, claimed_at=None)
        raise
    _mark(letter_id, sent_at=now)


def _claim(order_id: int, kind: LetterKind, about: int, now: datetime) -> int | None:
    """The letter is this worker's; None when it was sent."""
    with transaction.atomic():
        row = OrderLetter(order_id=order_id, kind=kind, about=about)
        OrderLetter.objects.bulk_create([row], ignore_conflicts=True)
        letter = OrderLetter.objects.select_for_update().get(order_id=order_id, kind=kind, about=about)
        if letter.sent_at is not None:
            return None
        if letter.claimed_at is not None and letter.claimed_at > now - CLAIMED_FOR:
            raise LetterUnderWay(f"{kind} of order {order_id}")
        letter.claimed_at = now
        letter.save(update_fields=["claimed_at"])
        return int(letter.pk)


def _mark(letter_id: int, **fields: datetime | None) -> None:
    with transaction.atomic():
        OrderLetter.objects.filter(pk=letter_id).update(**fields)
