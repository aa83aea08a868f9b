"""What a cart costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.carts.domain.pricing.engine import LineToPrice, price_cart
from commerce.core.money import CurrencyMismatch, Money

lines = st.lists(
    st.builds(
        LineToPrice,
        variant_id=st.integers(1, 10**6),
        quantity=st.integers(1, 999),
        unit_price=st.integers(0, 10**9).map(lambda minor: Money(minor, "SAR")),
    ),
    max_size=20,
)


@given(lines)
def test_the_total_is_the_sum_of_pieces_times_price(cart: list[LineToPrice]) -> None:
    priced = price_cart(cart, currency="SAR")
    assert priced.subtotal.minor == sum(line.quantity * line.unit_price.minor for line in cart)
    assert priced.total == priced.subtotal + priced.shipping
    assert [line.variant_id for line in priced.lines] == [line.variant_id for line in cart]


@given(lines, st.randoms())
def test_the_order_of_lines_changes_no_total(cart: list[LineToPrice], random: object) -> None:
    shuffled = list(cart)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert price_cart(shuffled, currency="SAR").total == price_cart(cart, currency="SAR").total


@given(lines, lines)
def test_two_carts_together_cost_what_each_costs(one: list[LineToPrice], other: list[LineToPrice]) -> None:
    together = price_cart([*one, *other], currency="SAR").total
    assert together == price_cart(one, currency="SAR").total + price_cart(other, currency="SAR").total


def test_an_empty_cart_costs_nought_of_the_stores_currency() -> None:
    assert price_cart([], currency="KWD").total == Money(0, "KWD")


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_line_of_no_pieces_is_a_defect(quantity: int) -> None:
    with pytest.raises(ValueError, match="at least one piece"):
        price_cart([LineToPrice(1, quantity, Money(100, "SAR"))], currency="SAR")


def test_another_currency_is_a_defect() -> None:
    with pytest.raises(CurrencyMismatch):
        price_cart([LineToPrice(1, 1, Money(100, "KWD"))], currency="SAR")
