"""Promotions on the order as a whole, worked by hand."""

from dataclasses import replace

from commerce.promotions.domain.actions import (
    AmountOffOrder,
    AmountOffPiece,
    Gift,
    PercentOff,
    PercentOffOrder,
    SpendSteps,
    Step,
)
from commerce.promotions.domain.goods import Id
from commerce.promotions.domain.values import Conditions
from tests.commerce.carts.pricing.conftest import Pricer
from tests.commerce.carts.pricing.shelf import line, offer, only, promotion, shop, together


def test_ten_riyals_over_three_lines_of_ten_lose_no_halala(price: Pricer) -> None:
    # 3.33 each, and the halala that is left goes to the lowest id.
    case = shop(
        promotion("ten", AmountOffOrder(10_00)),
        offers=[offer(name, 10_00) for name in "cab"],
        lines=[line(name) for name in "cab"],
    )
    priced = price(case)
    assert priced.lines == {"a": 6_66, "b": 6_67, "c": 6_67}
    assert priced.total == 20_00


def test_integers_are_ordered_as_integers_and_text_by_code_point(price: Pricer) -> None:
    def odd_halala(*ids: Id) -> Id:
        each = [replace(line("soap"), id=one) for one in ids]
        priced = price(shop(promotion("one", AmountOffOrder(1)), offers=[offer("soap", 10_00)], lines=each))
        return next(one for one, paid in priced.lines.items() if paid == 9_99)

    assert odd_halala(10, 9) == 9
    assert odd_halala("9", "10") == "10"
    assert odd_halala("a", "B") == "B"


def test_a_discount_goes_to_the_largest_remainder_before_the_lowest_id(price: Pricer) -> None:
    # 1.00 over 10.00, 10.00 and 13.00: 0.30303…, 0.30303… and 0.39394: the last halala is the third line's.
    case = shop(
        promotion("one", AmountOffOrder(1_00)),
        offers=[offer("a", 10_00), offer("b", 10_00), offer("c", 13_00)],
        lines=[line("a"), line("b"), line("c")],
    )
    assert price(case).shares == {("one", 0, "a"): 30, ("one", 0, "b"): 30, ("one", 0, "c"): 40}


def test_an_order_percentage_is_of_what_item_offers_left(price: Pricer) -> None:
    # 20 % of 100.00, then 10 % of 80.00.
    case = shop(
        promotion("items", PercentOff(2000)),
        promotion("order", PercentOffOrder(1000)),
        offers=[offer("oud", 100_00)],
        lines=[line("oud")],
    )
    priced = price(case)
    assert priced.amounts == {("items", 0): 20_00, ("order", 0): 8_00}
    assert priced.total == 72_00


def test_layers_do_not_look_ahead(price: Pricer) -> None:
    # Without the 1.00 off, the order would reach 100.00 and get 50.00 off; the item layer does not ask.
    case = shop(
        promotion("one", AmountOffPiece(1_00)),
        promotion("fifty", AmountOffOrder(50_00), conditions=Conditions(minimum_spend=100_00)),
        offers=[offer("oud", 100_00)],
        lines=[line("oud")],
    )
    assert price(case).amounts == {("one", 0): 1_00}


def test_a_minimum_is_met_when_equal(price: Pricer) -> None:
    case = shop(
        promotion("items", PercentOff(2000)),
        promotion("coupon", AmountOffOrder(5_00), conditions=Conditions(minimum_spend=80_00)),
        offers=[offer("oud", 100_00)],
        lines=[line("oud")],
    )
    assert price(case).total == 75_00


def test_excluded_goods_do_not_count_to_the_minimum(price: Pricer) -> None:
    case = shop(
        promotion("coupon", AmountOffOrder(5_00), goods=only("oud"), conditions=Conditions(minimum_spend=101_00)),
        offers=[offer("oud", 100_00), offer("book", 50_00)],
        lines=[line("oud"), line("book")],
    )
    assert price(case).amounts == {}


def test_the_highest_step_reached_counts_for_the_whole_base(price: Pricer) -> None:
    steps = SpendSteps((Step(100_00, share=500), Step(200_00, share=1000), Step(300_00, amount=60_00)))

    def off(pieces: int) -> int:
        case = shop(promotion("more", steps), offers=[offer("soap", 10_00)], lines=[line("soap", pieces)])
        return sum(price(case).amounts.values())

    # 5 % of 190.00; 10 % of 200.00; 10 % of 290.00; 60.00.
    assert [off(9), off(19), off(20), off(29), off(30)] == [0, 9_50, 20_00, 29_00, 60_00]


def test_rules_on_different_goods_do_not_exclude_each_other(price: Pricer) -> None:
    # 20.00 + 15.00 on their own goods beat 30.00 on all.
    case = shop(
        promotion("oud", PercentOffOrder(2000), goods=only("oud")),
        promotion("book", AmountOffOrder(15_00), goods=only("book")),
        promotion("all", AmountOffOrder(30_00)),
        offers=[offer("oud", 100_00), offer("book", 50_00)],
        lines=[line("oud"), line("book")],
    )
    assert price(case).amounts == {("oud", 0): 20_00, ("book", 0): 15_00}


def test_order_percentages_that_combine_are_of_one_base(price: Pricer) -> None:
    both = together(promotion("a", PercentOffOrder(1000)), promotion("b", PercentOffOrder(2000)))
    priced = price(shop(*both, offers=[offer("oud", 50_00)], lines=[line("oud", 2)]))
    assert priced.amounts == {("a", 0): 10_00, ("b", 0): 20_00}


def test_an_amount_larger_than_the_order_makes_it_nought(price: Pricer) -> None:
    case = shop(
        promotion("big", AmountOffOrder(500_00)), offers=[offer("oud", 100_00)], lines=[line("oud")], shipping=20_00
    )
    priced = price(case)
    assert (priced.lines, priced.shipping, priced.total) == ({"oud": 0}, 20_00, 20_00)


def test_an_order_discount_is_not_shared_with_delivery(price: Pricer) -> None:
    case = shop(
        promotion("half", PercentOffOrder(5000)), offers=[offer("oud", 100_00)], lines=[line("oud")], shipping=20_00
    )
    assert price(case).total == 70_00


def test_a_gift_does_not_compete_with_a_discount(price: Pricer) -> None:
    case = shop(
        promotion("gift", Gift("sample"), group="season"),
        promotion("ten", PercentOffOrder(1000), group="season"),
        offers=[offer("oud", 100_00), offer("sample", 15_00)],
        lines=[line("oud", 3)],
    )
    priced = price(case)
    assert priced.gifts == {("gift", 0): ("sample", 1)}
    assert priced.total == 270_00


def test_a_gift_that_the_store_has_not_is_not_given(price: Pricer) -> None:
    case = shop(promotion("gift", Gift("sample")), offers=[offer("oud", 100_00)], lines=[line("oud")])
    assert price(case).gifts == {}


def test_a_promotion_declared_apart_skips_the_lines_touched_earlier(price: Pricer) -> None:
    # 20 % off the oud; then 10 % of the book only.
    case = shop(
        promotion("sale", PercentOff(2000), goods=only("oud")),
        promotion("coupon", PercentOffOrder(1000), apart_from=frozenset({"sale"})),
        offers=[offer("oud", 100_00), offer("book", 50_00)],
        lines=[line("oud"), line("book")],
    )
    assert price(case).lines == {"oud": 80_00, "book": 45_00}


def test_either_of_the_two_may_declare_them_apart(price: Pricer) -> None:
    case = shop(
        promotion("sale", PercentOff(2000), goods=only("oud"), apart_from=frozenset({"coupon"})),
        promotion("coupon", PercentOffOrder(1000)),
        offers=[offer("oud", 100_00), offer("book", 50_00)],
        lines=[line("oud"), line("book")],
    )
    assert price(case).amounts == {("sale", 0): 20_00, ("coupon", 0): 5_00}
