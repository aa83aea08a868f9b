"""The terms of a store, who asks and what promotions have left."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from commerce.carts.domain.pricing.inputs import (
    CashFee,
    Customer,
    EnteredCode,
    Floor,
    FloorKind,
    Occasion,
    Remaining,
    Terms,
)
from tests.commerce.carts.pricing.strategies.few import (
    VAT,
    Amounts,
    instants,
    rarely,
    sometimes,
    subsets,
    vat_categories,
)


@cache
def floors(few: Amounts) -> st.SearchStrategy[Floor]:
    return st.one_of(
        st.builds(Floor, st.just(FloorKind.AMOUNT), st.sampled_from(few)),
        st.builds(Floor, st.just(FloorKind.SHARE_OF_LIST), st.sampled_from([3333, 5000, 9000])),
        st.builds(Floor, st.just(FloorKind.SHARE_OF_COST), st.sampled_from([10000, 12500])),
    )


@cache
def terms(few: Amounts) -> st.SearchStrategy[Terms]:
    return st.builds(
        Terms,
        currency=st.sampled_from(["SAR", "KWD", "JPY"]),
        zone=st.sampled_from(["Asia/Riyadh", "UTC"]),
        vat=st.just(VAT),
        floor=sometimes(floors(few)),
        cash_fee=sometimes(st.builds(CashFee, st.sampled_from(few), vat_categories, st.just("cash"))),
    )


@cache
def occasions() -> st.SearchStrategy[Occasion]:
    codes = st.builds(
        EnteredCode, st.just("EID"), st.sampled_from([1, 2, "a", None]), st.sampled_from([None, None, 0, 1])
    )
    customers = st.builds(
        Customer, id=st.sampled_from([None, 7]), segments=subsets("gold", "staff"), has_ordered=st.booleans()
    )
    return st.builds(
        Occasion,
        instant=instants,
        customer=customers,
        city=st.sampled_from([None, "riyadh", "jeddah"]),
        payment_method=st.sampled_from([None, "card", "cash"]),
        codes=st.lists(codes, max_size=2, unique_by=lambda entered: entered.promotion).map(tuple),
    )


@cache
def remaining(few: Amounts) -> st.SearchStrategy[Remaining]:
    return st.builds(
        Remaining,
        uses=rarely(st.integers(0, 1)),
        customer_uses=rarely(st.integers(0, 1)),
        budget=rarely(st.sampled_from([*few, 0])),
        pieces=rarely(st.integers(0, 4)),
    )
