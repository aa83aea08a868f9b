"""Whether money is conserved: within the simulator, and between its journal and somebody's books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

Books = Mapping[tuple[str, str, str], int]


def totals(journal: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str, str], int]:
    """What each merchant is owed by each gateway: (gateway, merchant, currency) to minor units."""
    owed: dict[tuple[str, str, str], int] = defaultdict(int)
    for entry in journal:
        owed[entry["gateway"], entry["merchant"], entry["currency"]] += entry["minor"]
    return dict(owed)


def differences(journal: Iterable[Mapping[str, Any]], books: Books) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Where the journal and the books disagree: (gateway's, ours). Empty when all is well."""
    owed = totals(journal)
    pairs = {name: (owed.get(name, 0), books.get(name, 0)) for name in {*owed, *books}}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def charged_twice(journal: Iterable[Mapping[str, Any]]) -> list[str]:
    """Our keys under which money was taken more than once."""
    times: dict[str, int] = defaultdict(int)
    for entry in journal:
        if entry["kind"] in {"sale", "capture"} and entry["key"]:
            times[entry["key"]] += 1
    return sorted(key for key, number in times.items() if number > 1)


def refunded_twice(journal: Iterable[Mapping[str, Any]]) -> list[str]:
    """Our keys under which money went back more than once."""
    times: dict[str, int] = defaultdict(int)
    for entry in journal:
        if entry["kind"] == "refund" and entry["key"]:
            times[entry["key"]] += 1
    return sorted(key for key, number in times.items() if number > 1)
