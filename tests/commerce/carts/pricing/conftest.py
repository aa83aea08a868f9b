"""Vectors are asked of everything that prices carts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.commerce.carts.pricing import engine
from tests.commerce.carts.pricing.cases import Case
from tests.commerce.carts.pricing.figures import Figures
from tests.commerce.carts.pricing.oracle import price as oracle

Pricer = Callable[[Case], Figures]
PRICERS: dict[str, Pricer] = {"engine": engine.figures, "oracle": oracle.figures}


@pytest.fixture(params=sorted(PRICERS))
def price(request: pytest.FixtureRequest) -> Pricer:
    return PRICERS[request.param]
