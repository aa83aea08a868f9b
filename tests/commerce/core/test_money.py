"""Money: exact in every currency, whatever people type."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.core.money import EXPONENTS, CurrencyMismatch, InvalidAmount, Money, allocate, total
from commerce.core.numerals import western_digits

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
        ("1,5", "SAR"),
        ("12,50", "SAR"),
        ("1,2,3", "SAR"),
        ("1234,567", "SAR"),
        ("1,234,56", "SAR"),
        (",500", "SAR"),
        ("1,234٬567", "SAR"),
        ("1.2.3", "SAR"),
        ("1e3", "SAR"),
        ("1_000", "SAR"),
        ("+5", "SAR"),
        ("٫5", "SAR"),
        ("5.", "SAR"),
        ("1 000", "SAR"),
        ("--1", "SAR"),
        ("１２", "SAR"),
        ("9" * 400, "SAR"),
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


SIGNS = st.sampled_from("0123456789٠١٢٣٤٥٦٧٨٩.,٫٬-+eE_ ")


def written(minor: int, currency: str, thousands: str, point: str, digits: str) -> str:
    """The amount as a careful person writes it."""
    exponent = EXPONENTS[currency]
    text = f"{Decimal(minor).scaleb(-exponent):,.{exponent}f}".replace(",", "t").replace(".", point)
    return text.replace("t", thousands).translate(str.maketrans("0123456789", digits))


@given(
    minor=amounts,
    currency=st.sampled_from(sorted(EXPONENTS)),
    thousands=st.sampled_from(["", ",", "٬"]),
    point=st.sampled_from([".", "٫"]),
    digits=st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩"]),
)
def test_every_right_writing_is_read_rightly(
    minor: int, currency: str, thousands: str, point: str, digits: str
) -> None:
    assert Money.parse(written(minor, currency, thousands, point, digits), currency).minor == minor


@given(text=st.text(SIGNS, max_size=12))
def test_whatever_is_read_is_a_right_writing_of_what_it_was_read_as(text: str) -> None:
    """Nothing is read as another amount than its signs say: one of the right writings of the result is the text."""
    try:
        money = Money.parse(text, "KWD")
    except InvalidAmount:
        return
    plain = western_digits(text).strip().lstrip("-")
    whole, _, decimals = plain.replace("٫", ".").partition(".")
    groups = whole.replace("٬", ",").split(",")
    assert len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    assert abs(money.minor) == int("".join(groups)) * 1000 + int((decimals + "000")[:3])
    assert money.is_negative == (text.strip().startswith("-") and money.minor != 0)


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
