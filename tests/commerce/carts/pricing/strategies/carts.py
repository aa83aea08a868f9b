"""What lies in a cart."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from commerce.carts.domain.pricing.inputs import (
    Cart,
    CartLine,
    Charge,
    ListedPrice,
    Offer,
    Tier,
)
from commerce.promotions.domain.goods import Id
from tests.commerce.carts.pricing.strategies.few import (
    GIFT,
    HOUR,
    Amounts,
    instants,
    rarely,
    sometimes,
    subsets,
    vat_categories,
)


@cache
def offers(variant: Id, product: Id, few: Amounts) -> st.SearchStrategy[Offer]:
    prices = st.sampled_from([*few, *few, 0])
    tier = st.builds(Tier, st.integers(2, 4), prices)
    ends = instants.map(lambda instant: instant + HOUR)
    listed = st.builds(ListedPrice, st.just("list"), prices, rarely(instants), rarely(ends))
    return st.builds(
        Offer,
        variant=st.just(variant),
        product=st.just(product),
        list_price=prices,
        vat=vat_categories,
        compare_at=rarely(st.sampled_from(few)),
        cost=st.none() | st.sampled_from(few),
        tiers=sometimes(st.lists(tier, max_size=2, unique_by=lambda one: one.at_least).map(tuple), ()),
        price_lists=sometimes(st.lists(listed, max_size=2).map(tuple), ()),
        categories=subsets("scents", "gifts"),
        collections=subsets("eid", "winter"),
        tags=subsets("new", "sale"),
    )


# Text, or integers whose order as text is another one; one variant can stand in two lines.
LINE_IDS: tuple[tuple[Id, ...], ...] = (("v1", "v2", "v3", "v1:Noor"), (2, 10, 9, 11))
QUANTITIES = [
    *((1,), (1, 1), (2,), (3,), (2, 1), (1, 2), (3, 2), (2, 2), (4, 1), (3, 3)),
    *((1, 1, 1), (2, 1, 1), (1, 2, 1), (2, 2, 1), (1, 3, 2), (2, 2, 2), ()),
]


@cache
def lines() -> st.SearchStrategy[tuple[CartLine, ...]]:
    """Up to six pieces, in any order of ids."""
    variants = st.lists(st.sampled_from(["v1", "v2", "v3"]), min_size=3, max_size=3)
    ids = st.one_of(*[st.permutations(of_a_cart) for of_a_cart in LINE_IDS])
    return st.tuples(ids, variants, st.sampled_from(QUANTITIES)).map(
        lambda drawn: tuple(CartLine(*line) for line in zip(*drawn, strict=False))
    )


@cache
def carts(few: Amounts) -> st.SearchStrategy[Cart]:
    sold: list[tuple[Id, Id]] = [("v1", "oud"), ("v2", "oud"), ("v3", "book"), (GIFT, "box")]
    delivery = st.builds(Charge, st.sampled_from([*few, 0]), vat_categories)
    return st.builds(
        Cart,
        lines=lines(),
        offers=st.fixed_dictionaries({variant: offers(variant, product, few) for variant, product in sold}),
        shipping=st.one_of(delivery, delivery, st.none()),
    )
