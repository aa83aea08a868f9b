"""What who ordered has in their letterbox, and a mail server that is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from commerce.core.actors import Actor, ActorKind
from commerce.orders.domain.events import OrderMoved
from commerce.orders.interfaces.handlers import on_order_moved
from commerce.orders.models import Order
from tests.commerce.carts.shop import NOON

STAFF = Actor(ActorKind.STAFF, "7")


def moved(order: Order, *use_cases: Callable[..., None]) -> None:
    with transaction.atomic():
        for use_case in use_cases:
            use_case(order_id=order.pk, actor=STAFF, reason="", now=NOON)


def told(order: Order, to_status: str) -> None:
    on_order_moved(OrderMoved(order_id=order.pk, from_status="", to_status=to_status))


def subjects() -> list[str]:
    return [str(letter.subject) for letter in mail.outbox]


@contextmanager
def mail_server_away() -> Iterator[None]:
    def away(**_: Any) -> None:
        raise OSError("the mail server is away")

    with pytest.MonkeyPatch.context() as meanwhile:
        meanwhile.setattr("commerce.orders.interfaces.posting.send_letter", away)
        yield


def in_vain(write: Callable[[], None]) -> None:
    with mail_server_away(), pytest.raises(OSError, match="away"):
        write()
