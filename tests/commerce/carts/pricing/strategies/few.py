"""The few values that cases are made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from commerce.carts.domain.pricing.inputs import (
    VatCategory,
)
from commerce.promotions.domain.actions import (
    WHOLE,
)

# White Friday, eight in the evening in Riyadh.
FRIDAY_20 = datetime(2026, 11, 27, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
GROUPS = ("", "season", "members")
GIFT = "gift-box"

VAT = (VatCategory("standard", 1500), VatCategory("books", 500), VatCategory("zero", 0))
vat_categories = st.sampled_from(["standard", "standard", "books", "zero"])
instants = st.sampled_from([FRIDAY_20 - HOUR, FRIDAY_20, FRIDAY_20 + HOUR])
shares = st.sampled_from([500, 1000, 1500, 2500, 3333, 5000, 5000, 5000, WHOLE])


@cache
def subsets(*values: Any, of: int = 2) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(values), max_size=of)


@cache
def rarely(strategy: st.SearchStrategy[Any], otherwise: Any = None) -> st.SearchStrategy[Any]:
    return st.one_of(*[st.just(otherwise)] * 7, strategy)


@cache
def sometimes(strategy: st.SearchStrategy[Any], otherwise: Any = None) -> st.SearchStrategy[Any]:
    return st.one_of(*[st.just(otherwise)] * 2, strategy)


# The few amounts that a case is made of.
AMOUNTS = (
    (1, 2, 3),
    (3, 5, 10, 11),
    (7, 10, 20, 30),
    (5, 10, 15, 20, 25, 30),
    (333, 1000, 1001, 1999),
    (500, 1000, 1500, 2500, 9900),
    (9995, 19990, 4999, 34567),
)
Amounts = tuple[int, ...]
