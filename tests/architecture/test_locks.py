"""Payments are locked in one place, so that everybody locks the same in the same order."""

from __future__ import annotations

import re

from tests.architecture.sources import name_of, python_files

LOCKED = re.compile(r"\b(Payment|PaymentAttempt)\.objects\.select_for_update\(\)\.(get|filter\(pk=)")


def test_payments_and_attempts_are_locked_by_id_in_one_place() -> None:
    places = [name_of(path) for path in python_files("commerce") if LOCKED.search(path.read_text())]
    assert places == ["commerce/payments/application/locks.py"]
