"""Delivery and the fee for cash, worked by hand."""

from commerce.promotions.domain.actions import AmountOffShipping, PercentOff, PercentOffShipping
from commerce.promotions.domain.values import Conditions
from tests.commerce.carts.pricing.conftest import Pricer
from tests.commerce.carts.pricing.shelf import line, offer, only, promotion, shop, together

OUD = offer("oud", 100_00)
FREE = PercentOffShipping()


def test_delivery_is_free_from_the_threshold_on(price: Pricer) -> None:
    free = promotion("free", FREE, conditions=Conditions(minimum_spend=200_00))

    def shipping(pieces: int) -> int | None:
        return price(shop(free, offers=[OUD], lines=[line("oud", pieces)], shipping=25_00)).shipping

    assert [shipping(1), shipping(2)] == [25_00, 0]


def test_the_threshold_counts_what_earlier_layers_left(price: Pricer) -> None:
    # 200.00 less 10 % is 180.00.
    case = shop(
        promotion("ten", PercentOff(1000)),
        promotion("free", FREE, conditions=Conditions(minimum_spend=180_01)),
        offers=[OUD],
        lines=[line("oud", 2)],
        shipping=25_00,
    )
    assert price(case).shipping == 25_00


def test_two_offers_on_delivery_that_combine_are_cut_at_what_is_left(price: Pricer) -> None:
    # Half of 25.00 is 12.50; of 20.00 more, 12.50 is left to take.
    both = together(promotion("a half", PercentOffShipping(5000)), promotion("b twenty", AmountOffShipping(20_00)))
    priced = price(shop(*both, offers=[OUD], lines=[line("oud")], shipping=25_00))
    assert priced.shipping == 0
    assert priced.amounts == {("a half", 0): 12_50, ("b twenty", 0): 12_50}


def test_two_offers_on_delivery_that_do_not_combine_give_the_better(price: Pricer) -> None:
    case = shop(
        promotion("half", PercentOffShipping(5000)),
        promotion("twenty", AmountOffShipping(20_00)),
        offers=[OUD],
        lines=[line("oud")],
        shipping=25_00,
    )
    assert price(case).amounts == {("twenty", 0): 20_00}


def test_an_offer_on_delivery_wants_goods_it_aims_at(price: Pricer) -> None:
    case = shop(promotion("free", FREE, goods=only("book")), offers=[OUD], lines=[line("oud")], shipping=25_00)
    assert price(case).shipping == 25_00


def test_nothing_is_taken_off_a_delivery_not_chosen_yet(price: Pricer) -> None:
    priced = price(shop(promotion("free", FREE), offers=[OUD], lines=[line("oud")]))
    assert (priced.shipping, priced.amounts) == (None, {})


def test_cash_costs_its_fee_and_free_delivery_does_not_waive_it(price: Pricer) -> None:
    case = shop(
        promotion("free", FREE),
        offers=[OUD],
        lines=[line("oud")],
        shipping=25_00,
        cash_fee=10_00,
        payment_method="cash",
    )
    priced = price(case)
    assert (priced.shipping, priced.fee, priced.total) == (0, 10_00, 110_00)


def test_the_fee_is_asked_of_those_who_pay_cash_alone(price: Pricer) -> None:
    case = shop(offers=[OUD], lines=[line("oud")], cash_fee=10_00, payment_method="card")
    assert price(case).total == 100_00


def test_the_fee_is_waived_when_there_is_no_cash_to_collect(price: Pricer) -> None:
    case = shop(
        promotion("all", PercentOff(10000)),
        promotion("free", FREE),
        offers=[OUD],
        lines=[line("oud")],
        shipping=25_00,
        cash_fee=10_00,
        payment_method="cash",
    )
    assert (price(case).fee or 0, price(case).total) == (0, 0)


def test_delivery_alone_is_cash_enough_for_the_fee(price: Pricer) -> None:
    case = shop(
        promotion("all", PercentOff(10000)),
        offers=[OUD],
        lines=[line("oud")],
        shipping=25_00,
        cash_fee=10_00,
        payment_method="cash",
    )
    assert price(case).total == 35_00
