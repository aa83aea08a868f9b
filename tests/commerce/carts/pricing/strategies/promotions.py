"""Promotions of every kind, and those that want the same pieces."""

from __future__ import annotations

from datetime import time
from functools import cache
from typing import Any

from hypothesis import strategies as st

from commerce.core.bilingual import Bilingual
from commerce.promotions.domain.goods import EVERYTHING, Kinds, Match
from commerce.promotions.domain.values import Conditions, Hours, Promotion
from tests.commerce.carts.pricing.strategies.actions import actions, item_actions
from tests.commerce.carts.pricing.strategies.few import (
    FRIDAY_20,
    GROUPS,
    HOUR,
    Amounts,
    instants,
    rarely,
    sometimes,
    subsets,
)
from tests.commerce.carts.pricing.strategies.goods import matches


@cache
def hours() -> st.SearchStrategy[tuple[Hours, ...]]:
    times = st.sampled_from([time(0), time(19), time(20), time(20, 1), time(22)])
    days = st.sampled_from([frozenset(range(7)), frozenset({3}), frozenset({4}), frozenset({5, 6})])
    return st.lists(st.builds(Hours, times, times, days), min_size=1, max_size=2).map(tuple)


@cache
def conditions(few: Amounts) -> st.SearchStrategy[Conditions]:
    return st.builds(
        Conditions,
        starts_at=rarely(instants),
        ends_at=sometimes(st.sampled_from([FRIDAY_20, FRIDAY_20 + HOUR, FRIDAY_20 + 2 * HOUR])),
        hours=rarely(hours(), ()),
        segments=rarely(subsets("gold", "staff"), frozenset()),
        first_order=rarely(st.booleans(), False),
        cities=rarely(subsets("riyadh", "jeddah"), frozenset()),
        payment_methods=rarely(subsets("card", "cash"), frozenset()),
        needs_code=rarely(st.booleans(), False),
        minimum_spend=rarely(st.sampled_from(few)),
        minimum_pieces=rarely(st.integers(1, 4)),
    )


@cache
def promotions(few: Amounts) -> st.SearchStrategy[Promotion]:
    """Their ids are given by the cart. Those that no store could publish are left out."""
    return st.builds(
        promotion,
        actions=st.lists(actions(few), min_size=1, max_size=2).map(tuple),
        first_published_at=st.sampled_from([FRIDAY_20 - HOUR, FRIDAY_20 - HOUR, FRIDAY_20 - 2 * HOUR]),
        goods=matches(),
        conditions=st.just(Conditions()) | conditions(few),
        priority=st.sampled_from([0, 0, 1]),
        group=st.sampled_from(GROUPS),
        combines_with=st.sampled_from([frozenset(), frozenset(GROUPS)]) | subsets(*GROUPS),
        apart_from=sometimes(subsets(*GROUPS), frozenset()),
        cap_per_order=sometimes(st.sampled_from(few)),
    )


@cache
def rivals(few: Amounts) -> st.SearchStrategy[Promotion]:
    """Promotions without conditions that want the same pieces."""
    return st.builds(
        promotion,
        actions=st.lists(item_actions(few), min_size=1, max_size=2).map(tuple),
        first_published_at=st.sampled_from([FRIDAY_20 - HOUR, FRIDAY_20 - HOUR, FRIDAY_20 - 2 * HOUR]),
        goods=st.one_of(st.just(EVERYTHING), st.builds(Match, st.builds(Kinds, variants=subsets("v1", "v2", "v3")))),
        priority=st.sampled_from([0, 0, 1]),
        group=st.sampled_from(GROUPS),
        combines_with=st.sampled_from([frozenset(), frozenset(), frozenset(GROUPS)]),
        cap_per_order=sometimes(st.sampled_from(few)),
    )


def promotion(*, group: str, combines_with: frozenset[str], **said: Any) -> Promotion:
    name = Bilingual(ar="عرض", en="Offer")
    return Promotion(id=0, version=1, name=name, group=group, combines_with=combines_with - {group}, **said)
