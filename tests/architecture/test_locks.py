"""Payments are locked in one place, so that everybody locks the same in the same order."""

from __future__ import annotations

import re

from tests.architecture.sources import ROOT

LOCKED = re.compile(r"\b(Payment|PaymentAttempt)\.objects\.select_for_update\(\)\.(get|filter\(pk=)")


def test_payments_and_attempts_are_locked_by_id_in_one_place() -> None:
    sources = (ROOT / "commerce").rglob("*.py")
    places = [source.name for source in sources if LOCKED.search(source.read_text())]
    assert places == ["locks.py"]
