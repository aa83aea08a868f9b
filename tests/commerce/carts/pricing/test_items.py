"""Item rules: percentages, amounts, sets and bundles, and who wins a piece."""

from datetime import UTC, datetime

import pytest

from commerce.carts.domain.pricing.inputs import Floor, FloorKind, Remaining
from commerce.carts.domain.pricing.outputs import Cut, Why
from commerce.carts.domain.pricing.reasons import Reason
from commerce.promotions.domain.actions import (
    AmountOffLine,
    AmountOffPiece,
    BundlePrice,
    BuyGet,
    Part,
    PercentOff,
)
from commerce.promotions.domain.goods import Kinds, Match
from commerce.promotions.domain.values import Conditions
from tests.commerce.carts.pricing.shop import (
    HALF_OF_LIST,
    cart_of,
    floored,
    minimum,
    of,
    off,
    offer,
    paid,
    priced,
    promotion,
    verdict,
)


def test_a_percentage_is_rounded_once_for_a_line_a_half_up() -> None:
    cart = cart_of((offer(1, 333), 3), (offer(2, 50), 1))
    assert off(priced(cart, promotion("A", PercentOff(1500))), "A") == {1: 150, 2: 8}  # 149.85 and 7.5


def test_amounts_come_off_each_piece_or_once_off_the_line() -> None:
    cart = cart_of((offer(1, 1000), 3), (offer(2, 150), 2))
    assert off(priced(cart, promotion("A", AmountOffPiece(200))), "A") == {1: 600, 2: 300}
    assert off(priced(cart, promotion("A", AmountOffLine(200))), "A") == {1: 200, 2: 200}


def test_the_winner_is_found_line_by_line_and_rules_of_one_group_live_side_by_side() -> None:
    cart = cart_of((offer(1, 1000, "oud"), 1), (offer(2, 1000, "soap"), 1))
    ten, twenty = promotion("A", PercentOff(1000)), promotion("B", PercentOff(2000), goods=of("soap"))
    result = priced(cart, ten, twenty)
    assert (off(result, "A"), off(result, "B")) == ({1: 100}, {2: 200})
    assert verdict(result, "A").not_on == ((Reason.BETTER_OFFER, (2,)),)


@pytest.mark.parametrize(
    ("a", "b", "winner"),
    [
        ({"priority": 1}, {"priority": 2}, "B"),
        ({"first_published_at": datetime(2026, 2, 1, tzinfo=UTC)}, {}, "B"),
        ({}, {}, "A"),
        ({"priority": -1}, {"first_published_at": datetime(2026, 2, 1, tzinfo=UTC)}, "B"),
    ],
)
def test_of_equal_rules_the_higher_priority_wins_then_the_older_then_the_lower_id(
    a: dict[str, object], b: dict[str, object], winner: str
) -> None:
    result = priced(
        cart_of((offer(1, 1010), 2)), promotion("A", PercentOff(1500), **a), promotion("B", PercentOff(1500), **b)
    )
    # Whole: half a unit gained by sharing alike pieces among equal rules would be nobody's offer.
    assert off(result, winner) == {1: 303}
    loser = verdict(result, "B" if winner == "A" else "A")
    assert loser.whys == (Why(Reason.BETTER_OFFER, {"promotions": [winner]}),)


def test_ten_and_twenty_percent_that_combine_are_thirty_of_the_same_base() -> None:
    cart = cart_of((offer(1, 1000), 1))
    ten = promotion("A", PercentOff(1000), group="a", combines_with=frozenset("b"))
    twenty = promotion("B", PercentOff(2000), group="b", combines_with=frozenset("a"))
    assert paid(priced(cart, ten, twenty)) == {1: 700}


def test_one_side_that_says_it_combines_is_not_enough_nor_is_one_group() -> None:
    cart = cart_of((offer(1, 1000), 1))
    ten = promotion("A", PercentOff(1000), group="a", combines_with=frozenset("b"))
    assert paid(priced(cart, ten, promotion("B", PercentOff(2000), group="b"))) == {1: 800}
    assert paid(priced(cart, ten, promotion("B", PercentOff(2000), group="a"))) == {1: 800}


def test_percentages_that_combine_are_cut_at_what_is_left() -> None:
    a = promotion("A", PercentOff(6000), group="a", combines_with=frozenset("b"), priority=1)
    b = promotion("B", PercentOff(7000), group="b", combines_with=frozenset("a"))
    result = priced(cart_of((offer(1, 1000), 1)), a, b)
    assert (off(result, "A"), off(result, "B")) == ({1: 600}, {1: 400})
    assert verdict(result, "B").cut_by == (Cut.OTHERS,)


def test_all_actions_of_a_promotion_apply() -> None:
    both = promotion("A", PercentOff(1000), AmountOffPiece(50))
    assert paid(priced(cart_of((offer(1, 1000), 2)), both)) == {1: 1700}


def test_the_cheapest_of_each_set_is_free_and_sets_are_cut_from_the_dearest() -> None:
    cart = cart_of((offer(1, 1000), 1), (offer(2, 900), 1), (offer(3, 200), 1), (offer(4, 100), 1))
    result = priced(cart, promotion("A", BuyGet(1, 1)))
    assert off(result, "A") == {2: 900, 4: 100}
    assert [share.pieces for line in result.lines for share in line.shares] == [1, 1, 1, 1]


def test_of_equally_dear_pieces_the_lowest_line_bears_the_free_one() -> None:
    cart = cart_of((offer(1, 1000), 1), (offer(2, 1000), 1), (offer(3, 1000), 1))
    assert off(priced(cart, promotion("A", BuyGet(1, 1))), "A") == {1: 1000}


def test_a_set_that_is_begun_gives_what_is_there_and_says_what_to_add() -> None:
    result = priced(cart_of((offer(1, 1000), 3)), promotion("A", BuyGet(2, 2)))
    assert off(result, "A") == {1: 1000}
    assert verdict(result, "A").whys == (Why(Reason.SET_INCOMPLETE, {"missing": 1, "part": 0}),)
    too_few = priced(cart_of((offer(1, 1000), 2)), promotion("A", BuyGet(2, 2)))
    assert verdict(too_few, "A").whys == (Why(Reason.SET_INCOMPLETE, {"missing": 1, "part": 0}),)


def test_other_goods_are_reduced_the_dearest_first_and_bought_pieces_are_used_up() -> None:
    cart = cart_of((offer(1, 5000, "oud"), 1), (offer(2, 800, "soap"), 1), (offer(3, 600, "soap"), 1))
    gets = promotion("A", BuyGet(1, 1, 5000, gets=of("soap")), goods=of("oud"), priority=1)
    ten = promotion("B", PercentOff(1000))
    result = priced(cart, gets, ten)
    # The oud alone is worth 500 to B, the soap 80 and 60; the set brings 400.
    assert (off(result, "A"), off(result, "B")) == ({}, {1: 500, 2: 80, 3: 60})
    free = priced(cart, promotion("A", BuyGet(1, 1, gets=of("soap")), goods=of("oud")), ten)
    assert (off(free, "A"), off(free, "B")) == ({2: 800}, {3: 60})


def test_what_to_add_of_the_goods_that_would_be_free() -> None:
    cart = cart_of((offer(1, 5000, "oud"), 4), (offer(2, 800, "soap"), 1))
    result = priced(cart, promotion("A", BuyGet(2, 1, gets=of("soap")), goods=of("oud")))
    assert verdict(result, "A").whys == (Why(Reason.SET_INCOMPLETE, {"missing": 1, "part": 1}),)


def test_a_bundles_saving_is_shared_once_by_value() -> None:
    cart = cart_of((offer(1, 10000, "oud"), 1), (offer(2, 5000, "soap"), 1), (offer(3, 4000, "soap"), 1))
    rule = promotion("A", BundlePrice((Part(1, of("oud")), Part(1, of("soap"))), 12000))
    assert off(priced(cart, rule), "A") == {1: 2000, 2: 1000}


def test_a_bundle_dearer_than_its_pieces_has_no_effect() -> None:
    rule = promotion("A", BundlePrice((Part(2),), 2500))
    result = priced(cart_of((offer(1, 1000), 2)), rule)
    assert paid(result) == {1: 2000}
    assert verdict(result, "A").whys == (Why(Reason.NO_EFFECT),)


def test_a_set_and_a_percentage_share_a_line_as_is_best() -> None:
    cart = cart_of((offer(1, 10000), 1), (offer(2, 5000), 1), (offer(3, 5000), 1))
    result = priced(cart, promotion("A", BuyGet(1, 1)), promotion("B", PercentOff(1000)))
    assert result.discount == 6000  # the two of 5000 in the set, a tenth off the dear one


def test_a_stock_cap_reduces_the_dearest_and_leaves_the_rest_at_the_normal_price() -> None:
    cart = cart_of((offer(1, 1000), 2), (offer(2, 3000), 1))
    result = priced(cart, promotion("A", PercentOff(5000)), remaining={"A": Remaining(pieces=2)})
    assert paid(result) == {1: 1500, 2: 1500}
    assert verdict(result, "A").cut_by == (Cut.STOCK_CAP,)


def test_a_cap_per_order_is_shared_in_proportion_to_what_would_be_given() -> None:
    cart = cart_of((offer(1, 1000), 1), (offer(2, 2000), 1))
    result = priced(cart, promotion("A", PercentOff(5000), cap_per_order=1000))
    assert off(result, "A") == {1: 333, 2: 667}
    assert verdict(result, "A").cut_by == (Cut.CAP_PER_ORDER,)


def test_the_last_order_gets_what_is_left_of_the_budget() -> None:
    result = priced(
        cart_of((offer(1, 1000), 1)), promotion("A", PercentOff(5000)), remaining={"A": Remaining(budget=123)}
    )
    assert off(result, "A") == {1: 123}
    assert verdict(result, "A").cut_by == (Cut.BUDGET,)


def test_a_cap_is_part_of_what_is_best() -> None:
    cart = cart_of((offer(1, 10000), 1), (offer(2, 6000), 1), (offer(3, 6000), 1))
    half = promotion("A", PercentOff(5000), cap_per_order=3000)
    result = priced(cart, half, promotion("B", PercentOff(2000)))
    assert (off(result, "A"), off(result, "B")) == ({2: 3000}, {1: 2000, 3: 1200})


def test_one_line_is_parted_by_a_cap_where_that_is_best() -> None:
    result = priced(
        cart_of((offer(1, 10000), 10)),
        promotion("A", PercentOff(2000), cap_per_order=5000),
        promotion("B", PercentOff(1000)),
    )
    assert result.discount == 12000


def test_a_free_piece_is_cut_to_the_floor_and_the_trace_says_so() -> None:
    result = priced(cart_of((offer(1, 1000), 2)), promotion("A", BuyGet(1, 1)), terms=floored(HALF_OF_LIST))
    assert paid(result) == {1: 1500}
    assert verdict(result, "A").cut_by == (Cut.FLOOR,)


def test_what_a_floor_cuts_from_a_bundle_is_lost() -> None:
    cart = cart_of((offer(1, 1000, cost=900), 1), (offer(2, 1000, cost=0), 1))
    rule = promotion("A", BundlePrice((Part(1, of_variant(1)), Part(1, of_variant(2))), 1000))
    result = priced(cart, rule, terms=floored(Floor(FloorKind.SHARE_OF_COST, 10000)))
    assert off(result, "A") == {1: 100, 2: 500}
    assert verdict(result, "A").cut_by == (Cut.FLOOR,)


def of_variant(variant: int) -> Match:
    return Match(Kinds(variants=frozenset([variant])))


def test_minima_are_counted_over_the_goods_aimed_at_and_met_when_equal() -> None:
    cart = cart_of((offer(1, 1000, "oud"), 2), (offer(2, 9000, "soap"), 1))
    met = promotion("A", PercentOff(1000), goods=of("oud"), conditions=minimum(2000))
    missed = promotion("B", PercentOff(5000), goods=of("oud"), conditions=minimum(2300))
    pieces = promotion("C", PercentOff(5000), goods=of("oud"), conditions=Conditions(minimum_pieces=3))
    result = priced(cart, met, missed, pieces)
    assert off(result, "A") == {1: 200}
    assert verdict(result, "B").whys == (Why(Reason.SPEND_MORE, {"missing": 300, "minimum": 2300}),)
    assert verdict(result, "C").whys == (Why(Reason.MORE_PIECES, {"missing": 1, "minimum": 3}),)


def test_a_match_of_several_fields_means_all_of_them_and_an_exclusion_any() -> None:
    new_oud, old_oud = offer(1, 1000, "oud", tags=frozenset(["new"])), offer(2, 1000, "oud")
    gift = offer(3, 1000, "oud", tags=frozenset(["new", "gift"]))
    only = Kinds(categories=frozenset(["oud", "soap"]), tags=frozenset(["new"]))
    match = Match(only, but_not=Kinds(tags=frozenset(["gift"]), variants=frozenset([99])))
    assert off(
        priced(cart_of((new_oud, 1), (old_oud, 1), (gift, 1)), promotion("A", PercentOff(1000), goods=match)), "A"
    ) == {1: 100}
