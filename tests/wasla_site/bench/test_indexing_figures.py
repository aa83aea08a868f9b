from __future__ import annotations

from dataclasses import replace

import pytest

from wasla_site.bench.indexing.figures import Indexing, Round

GOOD = Indexing(
    rounds=[Round(700.0, 900.0, 1000.0), Round(650.0, 900.0, 1000.0), Round(500.0, 900.0, 1000.0)],
    edits=3,
    lags=[0.5, 1.0, 1.5],
    outage=5000,
    catch_up_seconds=60.0,
)


def test_good_figures_miss_nothing_and_are_told() -> None:
    assert list(GOOD.missed()) == []
    assert GOOD.share == 0.65
    assert any("65%" in line for line in GOOD.report())


@pytest.mark.parametrize(
    ("worse", "said"),
    [
        ({"rounds": [Round(590.0, 900.0, 1000.0)]}, "59%"),
        ({"lags": [0.5, 1.0]}, "1 of 3 edits"),
        ({"lags": [1.0, 9.0, 9.0]}, "from commit to found"),
        ({"catch_up_seconds": 301.0}, "catching up"),
    ],
)
def test_each_bound_can_be_missed(worse: dict[str, object], said: str) -> None:
    missed = list(replace(GOOD, **worse).missed())  # type: ignore[arg-type]
    assert len(missed) == 1
    assert said in missed[0]
