"""VAT in prices that include it: published and worked cases, in halalas, fils and yen."""

import pytest

from commerce.carts.domain.pricing.inputs import VatCategory
from commerce.promotions.domain.actions import AmountOffOrder
from tests.commerce.carts.pricing.conftest import Pricer
from tests.commerce.carts.pricing.figures import VatFigures
from tests.commerce.carts.pricing.shelf import line, offer, promotion, shop


@pytest.mark.parametrize(
    ("gross", "taxable", "vat", "rounding"),
    [
        (115_00, 100_00, 15_00, 0),
        (100_00, 86_96, 13_04, 0),
        (99_99, 86_95, 13_04, 0),
        (19_95, 17_35, 2_60, 0),
        (1_00, 87, 13, 0),
        # 8.70 × 15 % would be 1.31, 8.69 × 15 % is 1.30: a halala between the two.
        (10_00, 8_69, 1_30, 1),
        # 50.43 × 15 % = 7.5645, so 7.56; 50.44 × 15 % = 7.566, so 7.57.
        (58_00, 50_44, 7_57, -1),
        # 0.04 × 15 / 115 = 0.0052; 0.03 × 15 % is 0.0045 and 0.04 × 15 % is 0.006.
        (4, 4, 1, -1),
        (3, 3, 0, 0),
    ],
)
def test_a_price_is_taxable_vat_and_rounding(price: Pricer, gross: int, taxable: int, vat: int, rounding: int) -> None:
    priced = price(shop(offers=[offer("oud", gross)], lines=[line("oud")]))
    assert priced.vat == {"standard": VatFigures(gross, taxable, vat, rounding)}
    assert priced.line_vat == {"oud": vat}


def test_the_document_is_rounded_once_and_its_lines_share_that(price: Pricer) -> None:
    # 346.00 holds 45.13; line by line it would be 7.57 + 37.57. 756.51 and 3756.49: the first gets the halala.
    case = shop(offers=[offer("a", 58_00), offer("b", 288_00)], lines=[line("a"), line("b")])
    priced = price(case)
    assert priced.vat["standard"] == VatFigures(346_00, 300_87, 45_13, 0)
    assert priced.line_vat == {"a": 7_57, "b": 37_56}


def test_three_lines_of_33_33(price: Pricer) -> None:
    case = shop(offers=[offer(name, 33_33) for name in "abc"], lines=[line(name) for name in "abc"])
    priced = price(case)
    # 4.3467 each: 4.34 three times and two halalas over.
    assert (priced.vat["standard"].vat, priced.line_vat) == (13_04, {"a": 4_35, "b": 4_35, "c": 4_34})


def test_seven_lines_of_ten_halalas_hold_nine_not_seven(price: Pricer) -> None:
    names = "gfedcba"
    priced = price(shop(offers=[offer(name, 10) for name in names], lines=[line(name) for name in names]))
    assert priced.vat["standard"].vat == 9
    assert priced.line_vat == {"a": 2, "b": 2, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1}


def test_three_lines_of_10_10(price: Pricer) -> None:
    # 30.30 × 15 / 115 = 3.952; taxable 26.35 × 15 % = 3.9525.
    case = shop(offers=[offer(name, 10_10) for name in "abc"], lines=[line(name) for name in "abc"])
    assert price(case).vat["standard"] == VatFigures(30_30, 26_35, 3_95, 0)


def test_ten_riyals_off_three_lines_of_ten(price: Pricer) -> None:
    # 20.00 × 15 / 115 = 2.6087; 17.39 × 15 % = 2.6085.
    case = shop(
        promotion("ten", AmountOffOrder(10_00)),
        offers=[offer(name, 10_00) for name in "abc"],
        lines=[line(name) for name in "abc"],
    )
    assert price(case).vat["standard"] == VatFigures(20_00, 17_39, 2_61, 0)


def test_zero_rated_goods_are_a_category_of_their_own(price: Pricer) -> None:
    case = shop(
        offers=[offer("oud", 115_00), offer("medicine", 50_00, vat="zero")], lines=[line("oud"), line("medicine")]
    )
    priced = price(case)
    assert priced.vat == {"standard": VatFigures(115_00, 100_00, 15_00, 0), "zero": VatFigures(50_00, 50_00, 0, 0)}
    assert priced.line_vat == {"oud": 15_00, "medicine": 0}


def test_delivery_and_fee_share_the_vat_of_their_category(price: Pricer) -> None:
    # 1.00 + 1.00 + 1.00 hold 0.39; 13 each.
    case = shop(offers=[offer("soap", 1_00)], lines=[line("soap")], shipping=1_00, cash_fee=1_00, payment_method="cash")
    priced = price(case)
    assert priced.vat["standard"].vat == 39
    assert (priced.line_vat, priced.shipping_vat, priced.fee_vat) == ({"soap": 13}, 13, 13)


def test_of_equal_remainders_lines_come_before_delivery_and_delivery_before_the_fee(price: Pricer) -> None:
    # 0.10 + 0.10 + 0.10 hold 0.04.
    case = shop(offers=[offer("clip", 10)], lines=[line("clip")], shipping=10, cash_fee=10, payment_method="cash")
    priced = price(case)
    assert (priced.line_vat, priced.shipping_vat, priced.fee_vat) == ({"clip": 2}, 1, 1)


def test_three_decimals(price: Pricer) -> None:
    # 10.000 dinars × 5 / 105 = 0.47619, and 9.524 × 5 % = 0.4762.
    case = shop(offers=[offer("oud", 10_000)], lines=[line("oud")], currency="KWD", vat=(VatCategory("standard", 500),))
    assert price(case).vat == {"standard": VatFigures(10_000, 9_524, 476, 0)}


def test_no_decimals(price: Pricer) -> None:
    # 105 yen × 10 / 110 = 9.545, so 10; 95 × 10 % = 9.5, so 10.
    case = shop(offers=[offer("tea", 105)], lines=[line("tea")], currency="JPY", vat=(VatCategory("standard", 1000),))
    assert price(case).vat == {"standard": VatFigures(105, 95, 10, 0)}
