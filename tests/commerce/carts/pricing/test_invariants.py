"""Every price keeps the invariants: 1,000 cases of each, 10,000 in the long form, any number by `make properties`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from commerce.carts.domain.pricing import board, catalogue, charges, engine, folding, orders, refunds, trace, vat
from commerce.carts.domain.pricing.arithmetic import nearest
from commerce.carts.domain.pricing.inputs import Charge
from commerce.carts.domain.pricing.outputs import VatLine
from tests.commerce.carts.pricing.invariants import INVARIANTS, Invariant

BY_NAME = {invariant.name: invariant for invariant in INVARIANTS}


def try_it(invariant: Invariant, cases: int, phases: tuple[Phase, ...] = (Phase.generate, Phase.shrink)) -> None:
    run = settings(
        max_examples=cases, deadline=None, database=None, phases=phases, suppress_health_check=list(HealthCheck)
    )(given(invariant.drawn)(invariant.holds))
    run()


@pytest.mark.parametrize("name", BY_NAME)
def test_invariant(name: str, request: pytest.FixtureRequest) -> None:
    try_it(BY_NAME[name], request.config.getoption("--cases"))


@pytest.mark.long
@pytest.mark.parametrize("name", BY_NAME)
def test_invariant_at_length(name: str) -> None:
    try_it(BY_NAME[name], 10_000)


def rounded_one_by_one(amount: int, weights: list[int]) -> list[int]:
    """The naive way to share: a halala is lost in three parts of ten riyals."""
    whole = sum(weights)
    return [nearest(amount, weight, whole) if whole else 0 for weight in weights]


def vat_without_rounding(category: Any, gross: int) -> VatLine:
    due = vat.vat_within(gross, category.rate)
    return VatLine(category.id, category.rate, gross, gross - due, due, 0)


def without_the_last_share(data: dict[str, Any]) -> dict[str, Any]:
    for verdict in data["verdicts"]:
        if verdict.get("shares"):
            verdict["shares"].pop()
            break
    return data


class _Cheaper:
    """A shelf that gives every fourth piece away."""

    def __init__(self) -> None:
        self.shelf = catalogue.shelf

    def __call__(self, offer: Any, pieces: int, instant: Any) -> Any:
        price = self.shelf(offer, pieces, instant)
        return catalogue.Shelf(price.listed, price.unit // (1 + pieces // 4), price.source, price.source_id, False)


class _Remembers:
    """An engine that is dearer every time."""

    times = 0

    def __call__(self, *args: Any) -> Any:
        type(self).times += 1
        return type(self).times


BROKEN: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "I-01 shares": (orders, "shared", rounded_one_by_one),
    "I-02 floor": (board, "room", lambda offer, price, floor: price.unit),
    "I-03 order": (board, "id_order", lambda one: (0, 0, "")),
    "I-04 twice": (engine, "fee_of", lambda *_: Charge(_Remembers()(), "standard")),
    "I-05 never": (board, "shelf", _Cheaper()),
    "I-05 reasons": (board, "shelf", _Cheaper()),
    "I-06 rows": (folding, "_shares_of_shipping", lambda verdicts: ()),
    "I-07 VAT": (charges, "vat_line", vat_without_rounding),
    "I-08 refunds": (refunds, "share_of_pieces", lambda paid, pieces, quantity: pieces * nearest(paid, 1, quantity)),
    "I-13 replay": (trace, "trace_data", lambda priced, whole=trace.trace_data: without_the_last_share(whole(priced))),
}


@pytest.mark.parametrize("name", BY_NAME)
def test_each_invariant_sees_a_broken_engine(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, part, broken = BROKEN[name]
    monkeypatch.setattr(module, part, broken)
    with pytest.raises(AssertionError):
        try_it(BY_NAME[name], 2000, (Phase.generate,))
