"""Order rules, gifts, the delivery and the fee, and how layers stand to each other."""

from dataclasses import replace

import pytest

from commerce.carts.domain.pricing.inputs import Cart, CashFee, Charge, Remaining
from commerce.carts.domain.pricing.outputs import Cut, GiftLine, Why
from commerce.carts.domain.pricing.reasons import Reason
from commerce.promotions.domain.actions import (
    AmountOffOrder,
    AmountOffShipping,
    Gift,
    PercentOff,
    PercentOffOrder,
    PercentOffShipping,
    SpendSteps,
    Step,
)
from tests.commerce.carts.pricing.shop import (
    DELIVERY,
    HALF_OF_LIST,
    TERMS,
    cart_of,
    floored,
    minimum,
    of,
    off,
    offer,
    priced,
    promotion,
    verdict,
)

THREE = cart_of((offer(1, 1000), 1), (offer(2, 1000), 1), (offer(3, 1000), 1))


def test_an_amount_off_the_order_is_shared_to_the_last_unit_and_ties_go_to_the_lowest_id() -> None:
    assert off(priced(THREE, promotion("A", AmountOffOrder(1000))), "A") == {1: 334, 2: 333, 3: 333}


def test_shares_are_in_proportion_to_what_is_left_on_the_lines() -> None:
    half = promotion("A", PercentOff(5000), goods=of("oud"))
    cart = cart_of((offer(1, 2000, "oud"), 1), (offer(2, 1000), 1))
    assert off(priced(cart, half, promotion("B", AmountOffOrder(500))), "B") == {1: 250, 2: 250}


def test_a_percentage_of_the_order_is_rounded_once() -> None:
    cart = cart_of((offer(1, 333), 1), (offer(2, 333), 1), (offer(3, 334), 1))
    assert priced(cart, promotion("A", PercentOffOrder(1555))).discount == 156  # 155.5


def test_an_order_never_costs_less_than_nothing() -> None:
    result = priced(THREE, promotion("A", AmountOffOrder(99999)))
    assert (result.total, verdict(result, "A").amount) == (0, 3000)


def test_what_a_floor_cuts_from_an_order_discount_is_lost_not_moved() -> None:
    cart = cart_of((offer(1, 1000, "oud"), 1), (offer(2, 1000), 1))
    result = priced(
        cart,
        promotion("A", PercentOff(5000), goods=of("oud")),
        promotion("B", AmountOffOrder(300)),
        terms=floored(HALF_OF_LIST),
    )
    assert off(result, "B") == {2: 200}
    assert verdict(result, "B").cut_by == (Cut.FLOOR,)


def test_the_best_compatible_set_of_whole_rules_is_taken() -> None:
    one = promotion("A", AmountOffOrder(700))
    two = promotion("B", AmountOffOrder(400), group="b", combines_with=frozenset("c"))
    three = promotion("C", AmountOffOrder(400), group="c", combines_with=frozenset("b"))
    result = priced(THREE, one, two, three)
    assert result.discount == 800
    assert verdict(result, "A").whys == (Why(Reason.BETTER_OFFER, {"promotions": ["B", "C"]}),)


def test_order_rules_that_combine_share_over_the_layers_base_and_are_cut_line_by_line() -> None:
    cart = cart_of((offer(1, 1000, "oud"), 1), (offer(2, 1000), 1))
    free = promotion("A", AmountOffOrder(9999), goods=of("oud"), group="a", combines_with=frozenset("b"), priority=1)
    tenth = promotion("B", PercentOffOrder(1000), group="b", combines_with=frozenset("a"))
    result = priced(cart, free, tenth)
    assert (off(result, "A"), off(result, "B")) == ({1: 1000}, {2: 100})
    assert verdict(result, "B").cut_by == (Cut.OTHERS,)


def test_order_rules_on_different_lines_do_not_exclude_each_other() -> None:
    cart = cart_of((offer(1, 1000, "oud"), 1), (offer(2, 1000, "soap"), 1))
    oud, soap = (promotion(name, AmountOffOrder(100), goods=of(name)) for name in ("oud", "soap"))
    assert priced(cart, oud, soap).discount == 200


@pytest.mark.parametrize(("spent", "discount"), [(9999, 0), (10000, 500), (20000, 2000), (50000, 5000)])
def test_the_highest_step_reached_counts_for_the_whole_base(spent: int, discount: int) -> None:
    steps = promotion("A", SpendSteps((Step(10000, amount=500), Step(20000, share=1000))))
    assert priced(cart_of((offer(1, spent), 1)), steps).discount == discount


def test_the_next_step_is_told() -> None:
    steps = promotion("A", SpendSteps((Step(10000, amount=500), Step(20000, share=1000))))
    before, between = (priced(cart_of((offer(1, spent), 1)), steps) for spent in (9000, 12000))
    assert verdict(before, "A").whys == (Why(Reason.SPEND_MORE, {"missing": 1000, "minimum": 10000}),)
    assert verdict(between, "A").applies
    assert verdict(between, "A").whys == (Why(Reason.SPEND_MORE, {"missing": 8000, "minimum": 20000}),)


def test_a_gift_is_a_line_of_nought_given_once_if_it_can_be_had() -> None:
    rule, soap = promotion("A", Gift("soap", 2), conditions=minimum(2000)), offer("soap", 500)
    with_gift = priced(replace(THREE, offers={**THREE.offers, "soap": soap}), rule)
    assert with_gift.gifts == (GiftLine("A", 1, 0, "soap", 2),)
    assert with_gift.total == 3000
    assert verdict(priced(THREE, rule), "A").whys == (Why(Reason.GIFT_UNAVAILABLE, {"variant": "soap"}),)


@pytest.mark.parametrize("group", ["", "a", "b"])
def test_a_gift_does_not_compete_with_a_discount(group: str) -> None:
    """Of its own group, of one that does not combine, stronger or weaker: worth nought, it would always lose."""
    cart = cart_of((offer(1, 1000), 1), gifts=(offer("soap", 500),))
    discount = promotion("B", AmountOffOrder(100), group="b")
    for priority in (0, 1):
        result = priced(cart, promotion("A", Gift("soap"), group=group, priority=priority), discount)
        assert (len(result.gifts), result.discount) == (1, 100)
        assert verdict(result, "A").applies
        assert verdict(result, "B").applies


def test_declared_apart_the_later_rule_skips_the_lines_the_earlier_one_touched() -> None:
    cart = cart_of((offer(1, 1000, "oud"), 1), (offer(2, 1000), 1))
    sale = promotion("A", PercentOff(1000), goods=of("oud"), group="sale")
    coupon = promotion("B", PercentOffOrder(5000), group="coupon", apart_from=frozenset(["sale"]))
    result = priced(cart, sale, coupon)
    assert (off(result, "A"), off(result, "B")) == ({1: 100}, {2: 500})
    assert verdict(result, "B").not_on == ((Reason.KEPT_APART, (1,)),)
    alone = priced(cart_of((offer(1, 1000, "oud"), 1)), sale, coupon)
    assert verdict(alone, "B").whys == (Why(Reason.KEPT_APART, {"promotions": ["A"]}),)


def test_layers_combine_unless_declared_apart_even_in_one_group() -> None:
    cart = cart_of((offer(1, 1000), 1))
    assert priced(cart, promotion("A", PercentOff(1000)), promotion("B", PercentOffOrder(1000))).discount == 190


def test_a_cap_per_order_is_for_all_actions_of_a_promotion_together() -> None:
    both = promotion("A", PercentOff(1000), AmountOffOrder(500), cap_per_order=400)
    result = priced(THREE, both)
    assert (verdict(result, "A", 0).amount, verdict(result, "A", 1).amount) == (300, 100)


def test_free_and_reduced_shipping() -> None:
    cart = replace(THREE, shipping=DELIVERY)
    half = promotion("A", PercentOffShipping(5000))
    three_off = promotion("B", AmountOffShipping(300))
    assert [priced(cart, *some).total - 3000 for some in ((), (half,), (three_off,), (half, three_off))] == [
        2000,
        1000,
        1700,
        1000,
    ]


def test_the_threshold_of_free_shipping_looks_at_what_earlier_layers_left() -> None:
    cart = replace(THREE, shipping=DELIVERY)
    free = promotion("A", PercentOffShipping(), conditions=minimum(3000))
    assert priced(cart, free).total == 3000
    result = priced(cart, free, promotion("B", AmountOffOrder(1)))
    assert verdict(result, "A").whys == (Why(Reason.SPEND_MORE, {"missing": 1, "minimum": 3000}),)


def test_shipping_rules_wait_for_a_delivery() -> None:
    assert verdict(priced(THREE, promotion("A", PercentOffShipping())), "A").whys == (Why(Reason.CHOOSE_DELIVERY),)


COD = replace(TERMS, cash_fee=CashFee(1150, "standard", "cash"))


def test_cash_costs_its_fee_and_free_shipping_does_not_waive_it() -> None:
    cart = replace(THREE, shipping=DELIVERY)
    free = promotion("A", PercentOffShipping())
    assert priced(cart, free, terms=COD, payment_method="cash").total == 4150
    assert priced(cart, free, terms=COD, payment_method="card").fee is None


def test_the_fee_is_waived_when_nothing_else_is_due() -> None:
    nothing = promotion("A", AmountOffOrder(3000))
    assert priced(THREE, nothing, terms=COD, payment_method="cash").total == 0


def test_in_an_empty_cart_everything_is_nought() -> None:
    rules = (promotion("A", PercentOffShipping()), promotion("B", Gift(1)), promotion("C", PercentOff(1000)))
    empty = priced(Cart((), {1: offer(1, 100)}, Charge(2000, "standard")), *rules, terms=COD, payment_method="cash")
    assert (empty.total, empty.shipping, empty.fee, empty.gifts, empty.vat) == (0, None, None, (), ())


def test_a_spent_budget_of_an_earlier_layer_is_gone_for_the_later() -> None:
    both = promotion("A", PercentOff(1000), PercentOffShipping())
    result = priced(replace(THREE, shipping=DELIVERY), both, remaining={"A": Remaining(budget=350)})
    assert (verdict(result, "A", 0).amount, verdict(result, "A", 1).amount) == (300, 50)
