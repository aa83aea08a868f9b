"""What the workers of these tests are told, and what they do then: they write down whom they heard, in a file."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from commerce.core.events import Event
from commerce.core.models import OutboxDelivery
from commerce.core.scope import current_tenant_id, scope_if_open

BOOK = "TESTS_HEARD"


@dataclass(frozen=True)
class BellRung(Event):
    times: int


@dataclass(frozen=True)
class LongStory(Event):
    """Its handler takes its time, and says so before and after."""

    times: int


def write_down(*words: object) -> None:
    with Path(os.environ[BOOK]).open("a") as book:
        book.write(" ".join(str(word) for word in words) + "\n")


def hear(event: BellRung) -> None:
    with transaction.atomic():
        stores_seen = len(set(OutboxDelivery.objects.values_list("tenant_id", flat=True)))
    write_down("heard", current_tenant_id(), event.times, stores_seen, os.getpid())


def hear_out(event: LongStory) -> None:
    write_down("began", current_tenant_id(), event.times, os.getpid())
    time.sleep(float(os.environ.get("TESTS_STORY_SECONDS", "0")))
    write_down("ended", current_tenant_id(), event.times, os.getpid())


def sweep_slowly(*, now: datetime) -> None:
    write_down("swept", now.timestamp(), scope_if_open())


HANDLERS: dict[type[Event], tuple[str, ...]] = {
    BellRung: (f"{__name__}.hear",),
    LongStory: (f"{__name__}.hear_out",),
}
