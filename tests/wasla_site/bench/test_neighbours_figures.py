from __future__ import annotations

from dataclasses import replace

import pytest

from wasla_site.bench.neighbours.figures import Asked, Neighbours
from wasla_site.launcher.opensearch_server import Burden

ALONE = [10.0] * 99 + [20.0]
GOOD = Neighbours(
    1000, 500_000, Burden(5, 512 * 1024**2, 200 * 1024**2), {"search": Asked(ALONE, [11.0] * 99 + [90.0])}
)


def test_good_figures_miss_nothing_and_are_told() -> None:
    assert list(GOOD.missed()) == []
    told = "\n".join(GOOD.report())
    assert "1,000 stores, 500,000 documents in 5 shards; heap 200 of 512 MiB" in told
    assert "1.10" in told


@pytest.mark.parametrize(
    ("worse", "said"),
    [
        ({"burden": Burden(5, 3 * 1024**3, 1024**3)}, "3.0 GiB"),
        ({"asked": {"search": Asked(ALONE, [12.1] * 100)}}, "search: p50"),
        ({"asked": {"suggest": Asked(ALONE, [10.0] * 90 + [15.1] * 10)}}, "suggest: p95"),
    ],
)
def test_each_bound_can_be_missed(worse: dict[str, object], said: str) -> None:
    [missed] = replace(GOOD, **worse).missed()  # type: ignore[arg-type]
    assert said in missed
