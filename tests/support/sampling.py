"""Of a test with many cases `make test` tries some, and `make test-long` the others.

`@pytest.mark.sampled` keeps one of its cases; `sampled(every=4)` a fourth of them; `sampled(by="gateway")` one of those
that differ in that alone. Which one goes by the test's name: so over all tests each gateway, engine and language has
its turn, and a test's are the same in every run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from zlib import crc32

import pytest


def put_off_the_rest(items: Sequence[pytest.Item]) -> None:
    """Cases of sampled tests that are not tried in `make test` are long."""
    alike = defaultdict[str, dict[Hashable, list[pytest.Item]]](dict)
    for item in items:
        sampled = item.get_closest_marker("sampled")
        if sampled and hasattr(item, "callspec") and not item.get_closest_marker("long"):
            by = sampled.kwargs.get("by")
            # Not `callspec.indices`: where several marks cross, pytest counts the cases there, so that none are alike.
            others = frozenset((name, id(value)) for name, value in item.callspec.params.items() if by and name != by)
            alike[item.nodeid.split("[", 1)[0]].setdefault(others, []).append(item)
    for test, groups in alike.items():
        for turn, cases in enumerate(groups.values(), crc32(test.encode())):
            every = cases[0].get_closest_marker("sampled").kwargs.get("every", len(cases))  # type: ignore[union-attr]
            for number, case in enumerate(cases, turn):
                if number % every:
                    case.add_marker(pytest.mark.long)
