"""Floors, caps, budgets and uses, worked by hand."""

from commerce.carts.domain.pricing.inputs import Floor, FloorKind, ListedPrice, Remaining
from commerce.promotions.domain.actions import (
    AmountOffLine,
    AmountOffOrder,
    AmountOffPiece,
    BundlePrice,
    BuyGet,
    Gift,
    Part,
    PercentOff,
    PercentOffOrder,
    PercentOffShipping,
)
from tests.commerce.carts.pricing.conftest import Pricer
from tests.commerce.carts.pricing.shelf import line, offer, only, promotion, shop, together

HALF = PercentOff(5000)
NEVER_BELOW_80 = Floor(FloorKind.AMOUNT, 80_00)
NEVER_BELOW_60_PERCENT = Floor(FloorKind.SHARE_OF_LIST, 6000)


def test_an_item_offer_is_cut_to_the_floor_of_each_piece(price: Pricer) -> None:
    case = shop(promotion("half", HALF), offers=[offer("oud", 100_00)], lines=[line("oud", 2)], floor=NEVER_BELOW_80)
    assert price(case).lines == {"oud": 160_00}


def test_a_share_of_the_list_price_looks_at_the_price_list_in_force(price: Pricer) -> None:
    # 60 % of 90.00 is 54.00.
    oud = offer("oud", 100_00, price_lists=(ListedPrice("season", 90_00),))
    case = shop(promotion("half", HALF), offers=[oud], lines=[line("oud")], floor=NEVER_BELOW_60_PERCENT)
    assert price(case).total == 54_00


def test_a_share_of_cost_binds_nothing_where_the_cost_is_unknown(price: Pricer) -> None:
    # 125 % of 50.00 is 62.50.
    case = shop(
        promotion("half", HALF),
        offers=[offer("oud", 100_00, cost=50_00), offer("book", 100_00)],
        lines=[line("oud"), line("book")],
        floor=Floor(FloorKind.SHARE_OF_COST, 12500),
    )
    assert price(case).lines == {"oud": 62_50, "book": 50_00}


def test_what_a_floor_cuts_from_an_order_discount_is_lost_not_moved(price: Pricer) -> None:
    # 40.00 over 100.00 and 100.00 is 20.00 each; the oud has 10.00 above 90.00, the book all of it.
    case = shop(
        promotion("forty", AmountOffOrder(40_00)),
        offers=[offer("oud", 100_00, cost=90_00), offer("book", 100_00)],
        lines=[line("oud"), line("book")],
        floor=Floor(FloorKind.SHARE_OF_COST, 10000),
    )
    priced = price(case)
    assert priced.lines == {"oud": 90_00, "book": 80_00}
    assert priced.amounts == {("forty", 0): 30_00}


def test_order_discounts_find_the_floor_lower_by_what_item_offers_took(price: Pricer) -> None:
    # 15.00 off leaves 85.00, and 10 % of that is 8.50, of which 5.00 is above 80.00.
    case = shop(
        promotion("fifteen", AmountOffPiece(15_00)),
        promotion("ten", PercentOffOrder(1000)),
        offers=[offer("oud", 100_00)],
        lines=[line("oud")],
        floor=NEVER_BELOW_80,
    )
    assert price(case).amounts == {("fifteen", 0): 15_00, ("ten", 0): 5_00}


def test_a_price_below_the_floor_gets_no_further_discount(price: Pricer) -> None:
    case = shop(
        promotion("half", HALF),
        promotion("ten", AmountOffOrder(10_00)),
        offers=[offer("soap", 70_00)],
        lines=[line("soap")],
        floor=NEVER_BELOW_80,
    )
    priced = price(case)
    assert (priced.total, priced.amounts) == (70_00, {})


def test_a_free_piece_is_cut_to_the_floor_and_a_gift_is_not(price: Pricer) -> None:
    case = shop(
        promotion("1 + 1", BuyGet(1)),
        promotion("gift", Gift("sample")),
        offers=[offer("oud", 100_00), offer("sample", 90_00)],
        lines=[line("oud", 2)],
        floor=NEVER_BELOW_80,
    )
    priced = price(case)
    assert priced.total == 180_00
    assert priced.gifts == {("gift", 0): ("sample", 1)}


def test_a_cap_is_shared_in_proportion_to_the_uncapped_discount(price: Pricer) -> None:
    # 10 % is 10.00 and 5.00; of 10.00 that is 6.666… and 3.333….
    case = shop(
        promotion("ten", PercentOff(1000), cap_per_order=10_00),
        offers=[offer("oud", 100_00), offer("book", 50_00)],
        lines=[line("oud"), line("book")],
    )
    assert price(case).shares == {("ten", 0, "oud"): 6_67, ("ten", 0, "book"): 3_33}


def test_a_cap_makes_room_for_another_offer(price: Pricer) -> None:
    # 50 % is capped at 60.00: the oud alone earns 50.00 of it, so the book's 40 % = 40.00 is better than 10.00 more.
    case = shop(
        promotion("half", HALF, cap_per_order=60_00),
        promotion("forty", PercentOff(4000)),
        offers=[offer("oud", 100_00), offer("book", 100_00)],
        lines=[line("oud"), line("book")],
    )
    priced = price(case)
    assert sum(priced.amounts.values()) == 90_00
    assert priced.amounts == {("half", 0): 50_00, ("forty", 0): 40_00}
    # Both ways are equal in every figure: the stronger rule, here the lower id, takes the lowest line.
    assert priced.shares == {("forty", 0, "book"): 40_00, ("half", 0, "oud"): 50_00}


def test_a_stock_cap_reduces_the_dearest_pieces(price: Pricer) -> None:
    # Half of 100.00 and of one 80.00.
    case = shop(
        promotion("half", HALF),
        offers=[offer("book", 80_00), offer("oud", 100_00)],
        lines=[line("book", 2), line("oud")],
        remaining={"half": Remaining(pieces=2)},
    )
    assert price(case).lines == {"book": 120_00, "oud": 50_00}


def test_pieces_that_cost_nothing_use_no_stock_cap_up(price: Pricer) -> None:
    # The two pieces of oud are all that five can reduce, so its cap of two parts them not: ten, another's were nine.
    case = shop(
        promotion("another", PercentOff(1500), AmountOffPiece(3)),
        promotion("five", AmountOffPiece(5)),
        offers=[offer("oud", 10), offer("leaflet", 0)],
        lines=[line("oud", 2), line("leaflet", 2)],
        remaining={"five": Remaining(pieces=2)},
    )
    assert price(case).shares == {("five", 0, "oud"): 10}


def test_the_last_order_gets_what_is_left_of_the_budget(price: Pricer) -> None:
    case = shop(
        promotion("half", HALF),
        offers=[offer("oud", 100_00)],
        lines=[line("oud")],
        remaining={"half": Remaining(budget=12_34)},
    )
    assert price(case).total == 87_66


def test_a_cap_holds_for_all_actions_of_a_promotion_together(price: Pricer) -> None:
    # 10.00 off the oud, then 5.00 of the 15.00 off delivery.
    case = shop(
        promotion("eid", PercentOff(1000), PercentOffShipping(), cap_per_order=15_00),
        offers=[offer("oud", 100_00)],
        lines=[line("oud")],
        shipping=25_00,
    )
    assert price(case).amounts == {("eid", 0): 10_00, ("eid", 1): 5_00}


def test_what_is_used_up_gives_nothing(price: Pricer) -> None:
    spent = [Remaining(uses=0), Remaining(customer_uses=0), Remaining(budget=0), Remaining(pieces=0)]
    for left in spent:
        case = shop(
            promotion("half", HALF), offers=[offer("oud", 100_00)], lines=[line("oud")], remaining={"half": left}
        )
        assert price(case).total == 100_00


def test_what_a_cap_leaves_can_be_taken_by_an_offer_that_combines(price: Pricer) -> None:
    # Each takes its cap of 3.33 off the one piece of 10.00.
    both = together(
        promotion("a", AmountOffPiece(20_00), cap_per_order=3_33),
        promotion("b", AmountOffPiece(10_00), cap_per_order=3_33),
    )
    priced = price(shop(*both, offers=[offer("soap", 10_00)], lines=[line("soap")]))
    assert priced.amounts == {("a", 0): 3_33, ("b", 0): 3_33}


def test_all_actions_of_a_promotion_reduce_the_pieces_of_its_stock_cap(price: Pricer) -> None:
    # 10 % of 100.00 and 5.00, on one piece of two.
    case = shop(
        promotion("eid", PercentOff(1000), AmountOffPiece(5_00)),
        offers=[offer("oud", 100_00)],
        lines=[line("oud", 2)],
        remaining={"eid": Remaining(pieces=1)},
    )
    priced = price(case)
    assert priced.amounts == {("eid", 0): 10_00, ("eid", 1): 5_00}
    assert priced.total == 185_00


def test_a_cap_is_shared_over_the_actions_of_a_promotion_too(price: Pricer) -> None:
    # 30.00 and 10.00 promised, of which 20.00: three quarters and one.
    case = shop(
        promotion("eid", PercentOff(3000), AmountOffPiece(10_00), cap_per_order=20_00),
        offers=[offer("oud", 100_00)],
        lines=[line("oud")],
    )
    assert price(case).amounts == {("eid", 0): 15_00, ("eid", 1): 5_00}


def test_a_cap_leaves_a_weaker_offer_its_part_of_each_line(price: Pricer) -> None:
    # 3.33 of the cap over lines that fall by 5.00, 5.01 and 1.67 at most: 1.33, 1.33 and 0.67; the rest is the other's.
    both = together(
        promotion("a", AmountOffPiece(3_33), cap_per_order=3_33, priority=1),
        promotion("b", PercentOff(5000), PercentOff(1500), cap_per_order=10_01),
    )
    case = shop(
        *both,
        offers=[offer("x", 10_00), offer("y", 3_33), offer("z", 10_00)],
        lines=[line("x"), line("y"), line("z")],
        floor=Floor(FloorKind.SHARE_OF_LIST, 5000),
    )
    priced = price(case)
    assert priced.lines == {"x": 5_00, "y": 1_67, "z": 5_00}
    assert priced.amounts == {("a", 0): 3_33, ("b", 0): 8_33}


def test_an_amount_off_a_line_stays_where_a_stock_cap_parts_the_line(price: Pricer) -> None:
    # 5.00 off the line of two, and 10 % of one of them.
    both = together(promotion("line", AmountOffLine(5_00)), promotion("ten", PercentOff(1000)))
    case = shop(*both, offers=[offer("oud", 100_00)], lines=[line("oud", 2)], remaining={"ten": Remaining(pieces=1)})
    priced = price(case)
    assert priced.amounts == {("line", 0): 5_00, ("ten", 0): 10_00}


def test_of_equal_sums_the_stronger_promotion_gives_as_much_as_it_can(price: Pricer) -> None:
    # The book may not fall, so 5.00 comes off the oud, by either.
    case = shop(
        promotion("a", AmountOffPiece(5_00), priority=1, goods=only("oud")),
        promotion("b", AmountOffPiece(5_00), cap_per_order=5_00),
        offers=[offer("oud", 100_00), offer("book", 100_00, cost=100_00)],
        lines=[line("oud"), line("book")],
        floor=Floor(FloorKind.SHARE_OF_COST, 10000),
    )
    assert price(case).amounts == {("a", 0): 5_00}


def test_two_sets_of_a_promotion_share_its_cap(price: Pricer) -> None:
    # The pair saves 3.33, and a third off the piece that is over 1.11: together the cap, in proportion.
    case = shop(
        promotion("eid", BuyGet(2, 2, 3333), BundlePrice((Part(2),), 10_00), cap_per_order=3_33),
        offers=[offer("oud", 10_00), offer("book", 3_33), offer("soap", 3_33)],
        lines=[line("oud"), line("book", 2), line("soap", 2)],
    )
    priced = price(case)
    assert priced.total == 23_32 - 3_33
    assert priced.amounts == {("eid", 0): 83, ("eid", 1): 2_50}
