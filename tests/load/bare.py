"""The measure: as many statements as an order takes, by the bare ORM, the conditional UPDATE of the stock last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from commerce.catalog.models import StockLevel, Variant
from commerce.core import clock
from commerce.core.models import IdempotencyKey
from tests.load.figures import REFUSED, SOLD


@dataclass(frozen=True, slots=True)
class Statements:
    """Of one transaction, besides those that begin and end it."""

    reads: int
    writes: int
    savepoints: int

    def __str__(self) -> str:
        return f"{self.reads} reads, {self.writes} writes, {self.savepoints} for savepoints"


def statements_of(act: Callable[[int], str], number: int) -> Statements:
    with CaptureQueriesContext(connection) as captured:
        act(number)
    words = [word for entry in captured if (word := entry["sql"].split()[0].upper()) not in {"BEGIN", "COMMIT"}]
    reads, savepoints = words.count("SELECT"), words.count("SAVEPOINT") + words.count("RELEASE")
    return Statements(reads, len(words) - reads - savepoints, savepoints)


def buying(variant_id: int, statements: Statements) -> Callable[[int], str]:
    """Rows are read by their keys, rows are written, and last a piece is taken if one is free."""
    with transaction.atomic():
        level_id = StockLevel.objects.get(variant_id=variant_id).pk

    def buy(number: int) -> str:
        with transaction.atomic():
            for _ in range(statements.reads):
                Variant.objects.get(pk=variant_id)
            for _ in range(statements.savepoints // 2):
                with transaction.atomic():
                    pass
            for row in range(statements.writes - 1):
                key = f"{variant_id}-{number}-{row}"
                IdempotencyKey.objects.create(actor="bare", key=key, fingerprint="", created_at=clock.now())
            free = StockLevel.objects.filter(pk=level_id, reserved__lt=F("on_hand"))
            if free.update(reserved=F("reserved") + 1):
                return SOLD
            transaction.set_rollback(True)
            return REFUSED

    return buy


def reading_then_writing(variant_id: int) -> Callable[[int], str]:
    """The negative control: how many are free is read, and one fewer written."""

    def buy(_: int) -> str:
        with transaction.atomic():
            level = StockLevel.objects.get(variant_id=variant_id)
            if level.reserved >= level.on_hand:
                return REFUSED
            StockLevel.objects.filter(pk=level.pk).update(reserved=level.reserved + 1)
            return SOLD

    return buy
