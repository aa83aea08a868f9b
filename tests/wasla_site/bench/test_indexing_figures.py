from __future__ import annotations

from dataclasses import replace

import pytest

from wasla_site.bench.indexing.figures import Indexing, Round

GOOD = Indexing(
    rounds=[Round(500.0, 700.0, 1000.0), Round(450.0, 650.0, 1000.0), Round(300.0, 500.0, 1000.0)],
    edits=3,
    lags=[0.5, 1.0, 1.5],
    outage=5000,
    catch_up_seconds=60.0,
)


def test_good_figures_miss_nothing_and_are_told() -> None:
    assert list(GOOD.missed()) == []
    assert (GOOD.share, GOOD.share_of_both) == (0.65, 0.45)
    assert any("45% and 65%" in line for line in GOOD.report())


@pytest.mark.parametrize(
    ("worse", "said"),
    [
        ({"rounds": [Round(450.0, 590.0, 1000.0)]}, "59%"),
        ({"rounds": [Round(390.0, 900.0, 1000.0)]}, "39%"),
        ({"lags": [0.5, 1.0]}, "1 of 3 edits"),
        ({"lags": [1.0, 9.0, 9.0]}, "from commit to found"),
        ({"catch_up_seconds": 301.0}, "catching up"),
    ],
)
def test_each_bound_can_be_missed(worse: dict[str, object], said: str) -> None:
    missed = list(replace(GOOD, **worse).missed())  # type: ignore[arg-type]
    assert len(missed) == 1
    assert said in missed[0]
