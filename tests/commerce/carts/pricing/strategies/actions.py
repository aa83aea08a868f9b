"""What a promotion gives."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from commerce.promotions.domain.actions import (
    WHOLE,
    Action,
    AmountOffLine,
    AmountOffOrder,
    AmountOffPiece,
    AmountOffShipping,
    BundlePrice,
    BuyGet,
    Gift,
    Part,
    PercentOff,
    PercentOffOrder,
    PercentOffShipping,
    SpendSteps,
    Step,
)
from tests.commerce.carts.pricing.strategies.few import GIFT, Amounts, rarely, shares
from tests.commerce.carts.pricing.strategies.goods import matches


@cache
def item_actions(few: Amounts) -> st.SearchStrategy[Action]:
    amount = st.sampled_from(few)
    own = rarely(matches())
    pieces = st.integers(1, 2)
    parts = st.lists(st.builds(Part, pieces, st.one_of(st.none(), matches())), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(PercentOff, shares, own),
        st.builds(AmountOffPiece, amount, own),
        st.builds(AmountOffLine, amount, own),
        st.builds(BuyGet, pieces, pieces, shares | st.just(WHOLE), st.none(), own),
        st.builds(BuyGet, pieces, pieces, shares | st.just(WHOLE), matches(), own),
        st.builds(BundlePrice, parts, amount),
    )


@cache
def order_actions(few: Amounts) -> st.SearchStrategy[Action]:
    amount = st.sampled_from(few)
    own = rarely(matches())
    return st.one_of(
        st.builds(AmountOffOrder, amount, own),
        st.builds(PercentOffOrder, shares, own),
        st.builds(SpendSteps, steps(few), own),
        st.builds(Gift, st.sampled_from([GIFT, GIFT, "none such"]), st.integers(1, 2), own),
    )


@cache
def steps(few: Amounts) -> st.SearchStrategy[tuple[Step, ...]]:
    amount = st.sampled_from(few)
    step = st.builds(Step, amount, amount=amount) | st.builds(Step, amount, share=shares)
    rising = st.lists(step, min_size=1, max_size=3, unique_by=lambda one: one.at_least)
    return rising.map(lambda drawn: tuple(sorted(drawn, key=lambda one: one.at_least)))


@cache
def shipping_actions(few: Amounts) -> st.SearchStrategy[Action]:
    own = rarely(matches())
    return st.one_of(
        st.builds(PercentOffShipping, shares, own), st.builds(AmountOffShipping, st.sampled_from(few), own)
    )


@cache
def actions(few: Amounts) -> st.SearchStrategy[Action]:
    return st.one_of(item_actions(few), item_actions(few), order_actions(few), shipping_actions(few))
