"""The oracle keeps what every price must keep, so that a wrong oracle does not make a right engine fail."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from commerce.promotions.domain.actions import Layer
from tests.commerce.carts.pricing.cases import Case
from tests.commerce.carts.pricing.oracle.catalogue import goods_of
from tests.commerce.carts.pricing.oracle.price import figures
from tests.commerce.carts.pricing.oracle.size import size
from tests.commerce.carts.pricing.strategies.small_carts import small_carts

UNHURRIED = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@pytest.mark.long
@settings(UNHURRIED)
@given(small_carts(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_promotions_changes_nothing(case: Case, random: Random) -> None:
    assume(size(case) <= 200)
    lines, promotions = list(case.cart.lines), list(case.promotions)
    random.shuffle(lines)
    random.shuffle(promotions)
    shuffled = replace(case, cart=replace(case.cart, lines=tuple(lines)), promotions=tuple(promotions))
    assert figures(shuffled) == figures(case)


@pytest.mark.long
@settings(UNHURRIED)
@given(small_carts())
def test_everything_adds_up_and_nothing_passes_its_limit(case: Case) -> None:
    assume(size(case) <= 200)
    priced = figures(case)
    off_lines: Counter[object] = Counter()
    by_action: Counter[object] = Counter()
    for (promotion, place, line), share in priced.shares.items():
        off_lines[line] += share
        by_action[promotion, place] += share
    for goods in goods_of(case):
        gross = goods.quantity * goods.price
        assert priced.lines[goods.line] == gross - off_lines[goods.line]
        assert 0 <= off_lines[goods.line] <= goods.quantity * goods.room
    shipping = {
        (one.id, place)
        for one in case.promotions
        for place, action in enumerate(one.actions)
        if action.layer is Layer.SHIPPING
    }
    assert by_action == {key: amount for key, amount in priced.amounts.items() if key not in shipping}
    for one in case.promotions:
        taken = sum(amount for (name, _), amount in priced.amounts.items() if name == one.id)
        assert one.cap_per_order is None or taken <= one.cap_per_order
    assert priced.total == sum(priced.lines.values()) + (priced.shipping or 0) + (priced.fee or 0)
    assert priced.total == sum(figure.gross for figure in priced.vat.values())
    vat = sum(priced.line_vat.values()) + priced.shipping_vat + priced.fee_vat
    assert vat == sum(figure.vat for figure in priced.vat.values())
