"""Money: exact in every currency, whatever people type."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.core.money import EXPONENTS, CurrencyMismatch, InvalidAmount, Money, allocate, total

amounts = st.integers(min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.50", "SAR", 1250),
        ("12.5", "SAR", 1250),
        ("1,249.50", "SAR", 124950),
        ("١٢٫٥٠", "SAR", 1250),
        ("١٬٢٤٩٫٥", "SAR", 124950),
        (" 7 ", "SAR", 700),
        ("0.125", "KWD", 125),
        ("500", "JPY", 500),
        ("-3.00", "SAR", -300),
    ],
)
def test_parses_what_people_type(text: str, currency: str, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("", "SAR"),
        ("abc", "SAR"),
        ("12.505", "SAR"),
        ("0.1", "JPY"),
        ("NaN", "SAR"),
        ("1e99", "SAR"),
        ("Infinity", "SAR"),
    ],
)
def test_refuses_what_is_no_amount(text: str, currency: str) -> None:
    with pytest.raises(InvalidAmount) as refusal:
        Money.parse(text, currency)
    assert refusal.value.facts == {"text": text, "currency": currency}


@pytest.mark.parametrize(
    ("money", "text"),
    [(Money(1250, "SAR"), "12.50 SAR"), (Money(1, "KWD"), "0.001 KWD"), (Money(500, "JPY"), "500 JPY")],
)
def test_shows_the_currencys_decimals(money: Money, text: str) -> None:
    assert str(money) == text


def test_refuses_floats_unknown_currencies_and_mixtures() -> None:
    with pytest.raises(TypeError):
        Money(12.5, "SAR")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(True, "SAR")
    with pytest.raises(ValueError, match="XXX"):
        Money(1, "XXX")
    with pytest.raises(CurrencyMismatch):
        Money(1, "SAR") + Money(1, "KWD")


@given(amount=amounts, currency=st.sampled_from(sorted(EXPONENTS)))
def test_text_and_back_is_the_same_amount(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert Money.parse(str(money.decimal), currency) == money
    assert money.decimal == Decimal(amount) / 10**money.exponent


@given(amount=amounts, weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_shares_sum_to_the_amount_and_are_fair(amount: int, weights: list[int]) -> None:
    shares = allocate(amount, weights)
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - amount * weight / sum(weights)) < 1 + 1e-3


def test_a_tie_goes_to_the_earlier_share() -> None:
    assert allocate(10, [1, 1, 1]) == [4, 3, 3]
    assert allocate(-10, [1, 1, 1]) == [-4, -3, -3]


def test_nothing_sums_to_nought() -> None:
    assert total([], "SAR") == Money.zero("SAR")
    assert total([Money(1, "SAR"), Money(2, "SAR")], "SAR") == Money(3, "SAR")
