"""The engine agrees with the oracle to the minor unit: lines, amounts, gifts, delivery, fee, VAT and total; and it says
of none of these carts that it found only the best of some ways."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.commerce.carts.pricing import engine
from tests.commerce.carts.pricing.cases import Case
from tests.commerce.carts.pricing.oracle import price
from tests.commerce.carts.pricing.oracle.size import size
from tests.commerce.carts.pricing.strategies.small_carts import small_carts


def agree(case: Case) -> None:
    priced = engine.priced(case)
    assert not priced.narrowed
    assert engine.figures_of(priced) == price.figures(case)


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@settings(UNHURRIED, max_examples=150)
@given(small_carts())
def test_the_engine_agrees_with_the_oracle(case: Case) -> None:
    assume(size(case) <= 200)
    agree(case)


@pytest.mark.long
@settings(UNHURRIED, max_examples=10_000)
@given(small_carts())
def test_the_engine_agrees_with_the_oracle_ten_thousand_times(case: Case) -> None:
    assume(size(case) <= 5000)
    agree(case)
