"""VAT: published cases, several rates, other currencies, and what comes back with returned pieces.

Where the figures come from: the guide of the tax authority for retailers (a total is rounded to the nearest halala),
the invoice rules BR-S-09 and BR-CO-15 (VAT by category on the document), and cases that were reported against other
systems, named beside them. What nobody published was computed by hand.
"""

from __future__ import annotations

import pytest

from commerce.carts.domain.pricing.arithmetic import nearest
from commerce.carts.domain.pricing.inputs import CashFee, Charge, Terms, VatCategory
from commerce.carts.domain.pricing.refunds import refund_for
from commerce.carts.domain.pricing.vat import vat_line, vat_within
from commerce.promotions.domain.actions import AmountOffOrder, PercentOff
from tests.commerce.carts.pricing.shop import STANDARD, cart_of, offer, paid, priced, promotion


@pytest.mark.parametrize(
    ("gross", "vat"),
    [
        (11500, 1500),
        (10000, 1304),
        (9999, 1304),
        (1995, 260),
        (100, 13),
        (4, 1),
        (3, 0),
        (0, 0),
        (5800, 757),
        (28800, 3757),
    ],
)
def test_vat_is_taken_out_of_the_price_to_the_nearest_halala(gross: int, vat: int) -> None:
    assert vat_within(gross, 1500) == vat


@pytest.mark.parametrize(
    ("prices", "vat", "line_by_line"),
    [
        # https://zatca1.discourse.group/t/7785: 346.00 of which 45.13, not 45.14
        ([5800, 28800], 4513, 4514),
        ([3333, 3333, 3333], 1304, 1305),
        # three lines of 10.10, reported as github.com/lavaloon-eg/ksa_compliance pull 386
        ([1010, 1010, 1010], 395, 396),
        # seven of 0.10: 0.07 if each is rounded, and 0.09 on the document
        ([10] * 7, 9, 7),
    ],
)
def test_vat_is_rounded_on_the_document_not_line_by_line(prices: list[int], vat: int, line_by_line: int) -> None:
    cart = priced(cart_of(*((offer(number, price), 1) for number, price in enumerate(prices))))
    assert cart.vat[0].vat == vat
    assert sum(line.vat for line in cart.lines) == vat
    assert sum(vat_within(price, 1500) for price in prices) == line_by_line


@pytest.mark.parametrize(
    ("gross", "taxable", "vat", "rounding"),
    [(1000, 869, 130, 1), (5800, 5044, 757, -1), (11500, 10000, 1500, 0), (4, 4, 1, -1)],
)
def test_a_price_without_an_exact_split_has_a_rounding_amount(
    gross: int, taxable: int, vat: int, rounding: int
) -> None:
    line = vat_line(STANDARD, gross)
    assert (line.taxable, line.vat, line.rounding) == (taxable, vat, rounding)


def test_of_all_prices_up_to_a_thousand_riyals_13_percent_have_no_exact_split_and_all_have_one_with_rounding() -> None:
    lines = [vat_line(STANDARD, gross) for gross in range(1, 100_001)]
    assert sum(line.rounding != 0 for line in lines) == 13_044
    assert {line.rounding for line in lines} <= {-1, 0, 1}
    assert all(nearest(line.taxable, 1500) == line.vat for line in lines)
    assert all(line.taxable + line.vat + line.rounding == line.gross for line in lines)


@pytest.mark.parametrize("rate", [0, 1, 500, 1500, 2500, 9999, 10000])
def test_every_rate_finds_its_taxable_amount(rate: int) -> None:
    for gross in range(2000):
        line = vat_line(VatCategory("any", rate), gross)
        assert nearest(line.taxable, rate) == line.vat
        assert abs(line.rounding) <= 1


def test_the_reports_own_example_three_lines_of_ten_with_ten_off() -> None:
    cart = priced(cart_of(*((offer(number, 1000), 1) for number in range(3))), promotion("A", AmountOffOrder(1000)))
    assert list(paid(cart).values()) == [666, 667, 667]
    assert (cart.total, cart.vat[0].vat, cart.vat[0].taxable) == (2000, 261, 1739)


def test_categories_are_apart_and_zero_rated_goods_carry_none() -> None:
    rates = (STANDARD, VatCategory("zero", 0), VatCategory("old", 500))
    terms = Terms("SAR", "Asia/Riyadh", rates, cash_fee=CashFee(575, "standard", "cash"))
    goods = (offer(1, 11500), 1), (offer(2, 5000, vat="zero"), 1), (offer(3, 2100, vat="old"), 2)
    cart = priced(cart_of(*goods, shipping=Charge(2300, "standard")), terms=terms, payment_method="cash")
    assert [(line.category, line.gross, line.vat) for line in cart.vat] == [
        ("standard", 14375, 1875),
        ("zero", 5000, 0),
        ("old", 4200, 200),
    ]
    assert cart.shipping is not None
    assert cart.fee is not None
    assert [*(line.vat for line in cart.lines), cart.shipping.vat, cart.fee.vat] == [1500, 0, 200, 300, 75]
    assert cart.total == 23575


@pytest.mark.parametrize(
    ("currency", "price", "paid_for"), [("JPY", 999, 899), ("KWD", 12345, 11110), ("SAR", 1005, 904)]
)
def test_every_currency_is_rounded_to_its_own_minor_unit(currency: str, price: int, paid_for: int) -> None:
    cart = priced(
        cart_of((offer(1, price), 1)),
        promotion("A", PercentOff(1000)),
        terms=Terms(currency, "Asia/Kuwait", (STANDARD,)),
    )
    assert (cart.currency, cart.total) == (currency, paid_for)
    assert cart.vat[0].taxable + cart.vat[0].vat + cart.vat[0].rounding == paid_for


def test_pieces_come_back_at_their_share_of_what_was_paid() -> None:
    assert [refund_for(1000, 3, returned=before, returning=1) for before in range(3)] == [333, 334, 333]
    assert refund_for(1000, 3, returned=0, returning=3) == 1000


@pytest.mark.parametrize(("returned", "returning"), [(0, 4), (3, 1), (0, 0), (-1, 1)])
def test_no_more_pieces_come_back_than_were_sold(returned: int, returning: int) -> None:
    with pytest.raises(ValueError, match="no more pieces"):
        refund_for(1000, 3, returned=returned, returning=returning)
