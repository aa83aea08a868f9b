"""Which goods a rule aims at."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from commerce.promotions.domain.goods import EVERYTHING, Kinds, Match
from tests.commerce.carts.pricing.strategies.few import rarely, subsets


@cache
def kinds() -> st.SearchStrategy[Kinds]:
    return st.one_of(
        st.builds(Kinds, products=subsets("oud", "book")),
        st.builds(Kinds, variants=subsets("v1", "v2", "v3")),
        st.builds(Kinds, categories=subsets("scents", "gifts", of=1)),
        st.builds(Kinds, collections=subsets("eid", "winter", of=1), products=subsets("oud", "book")),
        st.builds(Kinds, tags=subsets("new", "sale"), variants=subsets("v1", "v2", "v3")),
    )


@cache
def matches() -> st.SearchStrategy[Match]:
    but_not = rarely(kinds(), Kinds())
    narrow = st.builds(Match, only=kinds(), but_not=but_not, but_not_reduced=rarely(st.just(True), False))
    return st.one_of(st.just(EVERYTHING), st.just(EVERYTHING), narrow)
