"""Small carts under one to four promotions."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from commerce.promotions.domain.shape import shape_problems
from tests.commerce.carts.pricing.cases import Case
from tests.commerce.carts.pricing.strategies.carts import carts
from tests.commerce.carts.pricing.strategies.few import AMOUNTS
from tests.commerce.carts.pricing.strategies.promotions import promotions, rivals
from tests.commerce.carts.pricing.strategies.store import occasions, remaining, terms


@st.composite
def small_carts(draw: st.DrawFn) -> Case:
    few = draw(palettes)
    names = draw(promotion_ids)
    kind = draw(st.sampled_from([promotions, rivals]))
    ruling = tuple(replace(draw(kind(few)), id=name) for name in names)
    return Case(
        cart=draw(carts(few)),
        promotions=tuple(one for one in ruling if not shape_problems(one)),
        occasion=draw(occasions()),
        terms=draw(terms(few)),
        remaining={name: draw(remaining(few)) for name in names if draw(st.booleans())},
    )


palettes = st.sampled_from(AMOUNTS)
promotion_ids = st.sampled_from([(1,), (2, 1), (10, 9), (1, 2, 3), ("b", "a", "B"), (1, 2, 3, 4), (1, 2, 3, 4)])
