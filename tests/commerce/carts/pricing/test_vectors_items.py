"""Promotions on pieces and lines, worked by hand."""

from dataclasses import replace
from datetime import UTC, datetime

from commerce.promotions.domain.actions import AmountOffLine, AmountOffPiece, PercentOff
from tests.commerce.carts.pricing.conftest import Pricer
from tests.commerce.carts.pricing.shelf import line, offer, only, promotion, shop, together

OLDER = datetime(2026, 10, 1, tzinfo=UTC)


def test_a_percentage_is_rounded_once_for_a_line(price: Pricer) -> None:
    # 15 % of 0.33 = 0.0495, so 0.05; piece by piece it would be 3 × round(0.0165) = 0.06.
    case = shop(promotion("eid", PercentOff(1500)), offers=[offer("sticker", 11)], lines=[line("sticker", 3)])
    assert price(case).lines == {"sticker": 28}


def test_a_half_is_rounded_up_on_the_discount(price: Pricer) -> None:
    # 5 % of 0.50 = 0.025.
    case = shop(promotion("eid", PercentOff(500)), offers=[offer("sticker", 50)], lines=[line("sticker")])
    assert price(case).lines == {"sticker": 47}


def test_ten_and_twenty_percent_together_are_thirty(price: Pricer) -> None:
    # 10 % of 99.99 = 9.999, so 10.00; 20 % = 19.998, so 20.00. One after the other would be 28 %.
    both = together(promotion("ten", PercentOff(1000)), promotion("twenty", PercentOff(2000)))
    priced = price(shop(*both, offers=[offer("oud", 99_99)], lines=[line("oud")]))
    assert priced.amounts == {("ten", 0): 10_00, ("twenty", 0): 20_00}
    assert priced.total == 69_99


def test_sixty_and_sixty_percent_together_leave_nothing_below_nought(price: Pricer) -> None:
    both = together(promotion("a", PercentOff(6000)), promotion("b", PercentOff(6000)))
    priced = price(shop(*both, offers=[offer("oud", 10_00)], lines=[line("oud")]))
    assert priced.amounts == {("a", 0): 6_00, ("b", 0): 4_00}
    assert priced.total == 0


def test_two_promotions_that_do_not_combine_give_the_better_one(price: Pricer) -> None:
    one_sided = replace(promotion("ten", PercentOff(1000)), combines_with=frozenset({"twenty"}))
    case = shop(one_sided, promotion("twenty", PercentOff(2000)), offers=[offer("oud", 100_00)], lines=[line("oud")])
    assert price(case).amounts == {("twenty", 0): 20_00}


def test_each_piece_gets_its_better_offer_even_of_one_group(price: Pricer) -> None:
    # Oud: 15.00 against 10.00. Book: 4.00 against 15.00 off a price of 40.00 that the offer does not aim at.
    case = shop(
        promotion("ten percent", PercentOff(1000), group="season"),
        promotion("fifteen riyals", AmountOffPiece(15_00), group="season", goods=only("oud")),
        offers=[offer("oud", 100_00), offer("book", 40_00)],
        lines=[line("oud", 2), line("book")],
    )
    priced = price(case)
    assert priced.lines == {"oud": 170_00, "book": 36_00}
    assert priced.amounts == {("fifteen riyals", 0): 30_00, ("ten percent", 0): 4_00}


def test_an_amount_off_a_line_is_taken_once_however_many_pieces(price: Pricer) -> None:
    # 4.00 once against 10 % of 30.00 = 3.00.
    case = shop(
        promotion("line", AmountOffLine(4_00)),
        promotion("percent", PercentOff(1000)),
        offers=[offer("soap", 10_00)],
        lines=[line("soap", 3)],
    )
    assert price(case).amounts == {("line", 0): 4_00}


def test_an_amount_off_a_line_takes_the_line_whole(price: Pricer) -> None:
    # 4.00 on the line of three, or 20 % of it = 6.00: never 4.00 on one piece and 20 % of the other two = 8.00.
    case = shop(
        promotion("line", AmountOffLine(4_00)),
        promotion("percent", PercentOff(2000)),
        offers=[offer("soap", 10_00)],
        lines=[line("soap", 3)],
    )
    assert price(case).amounts == {("percent", 0): 6_00}


def test_a_fixed_amount_stops_at_nought(price: Pricer) -> None:
    case = shop(promotion("big", AmountOffPiece(15_00)), offers=[offer("soap", 10_00)], lines=[line("soap", 2)])
    priced = price(case)
    assert (priced.total, priced.amounts) == (0, {("big", 0): 20_00})


def test_actions_of_one_promotion_all_apply(price: Pricer) -> None:
    # 10 % of 100.00 and 5.00 a piece.
    case = shop(
        promotion("eid", PercentOff(1000), AmountOffPiece(5_00)), offers=[offer("oud", 100_00)], lines=[line("oud")]
    )
    assert price(case).amounts == {("eid", 0): 10_00, ("eid", 1): 5_00}


def test_of_equal_offers_the_one_of_higher_priority_wins(price: Pricer) -> None:
    case = shop(
        promotion("a", PercentOff(1000), first_published_at=OLDER),
        promotion("b", AmountOffPiece(10_00), priority=1),
        offers=[offer("oud", 100_00)],
        lines=[line("oud")],
    )
    assert price(case).amounts == {("b", 0): 10_00}


def test_of_equal_offers_and_priority_the_older_wins(price: Pricer) -> None:
    case = shop(
        promotion("a", PercentOff(1000)),
        promotion("b", AmountOffPiece(10_00), first_published_at=OLDER),
        offers=[offer("oud", 100_00)],
        lines=[line("oud")],
    )
    assert price(case).amounts == {("b", 0): 10_00}


def test_of_offers_equal_in_all_else_the_lower_id_wins_integers_as_integers(price: Pricer) -> None:
    case = shop(
        promotion(10, PercentOff(1000)),
        promotion(9, AmountOffPiece(10_00)),
        offers=[offer("oud", 100_00)],
        lines=[line("oud")],
    )
    assert price(case).amounts == {(9, 0): 10_00}


def test_a_line_is_not_split_between_offers_to_win_a_rounding(price: Pricer) -> None:
    # 50 % of 0.10 = 0.05; 50 % of 0.05 twice would be 0.03 + 0.03.
    case = shop(
        promotion("a", PercentOff(5000)),
        promotion("b", PercentOff(5000)),
        offers=[offer("sticker", 5)],
        lines=[line("sticker", 2)],
    )
    assert price(case).amounts == {("a", 0): 5}


def test_a_piece_that_is_worth_as_much_to_the_stronger_offer_is_its_own(price: Pricer) -> None:
    # Either gives 5.00 a piece, and the second could give one piece only.
    case = shop(
        promotion("a", AmountOffPiece(5_00), priority=1),
        promotion("b", AmountOffPiece(5_00), cap_per_order=5_00),
        offers=[offer("soap", 10_00)],
        lines=[line("soap", 2)],
    )
    assert price(case).amounts == {("a", 0): 10_00}
