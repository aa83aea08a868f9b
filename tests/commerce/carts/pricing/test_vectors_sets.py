"""Buy some and get some, bundles, and pieces that several offers want, worked by hand."""

from commerce.carts.domain.pricing.inputs import Floor, FloorKind
from commerce.promotions.domain.actions import AmountOffLine, BundlePrice, BuyGet, Part, PercentOff
from commerce.promotions.domain.values import Promotion
from tests.commerce.carts.pricing.conftest import Pricer
from tests.commerce.carts.pricing.shelf import line, offer, only, promotion, shop, together


def test_three_for_two_gives_the_cheapest(price: Pricer) -> None:
    case = shop(
        promotion("3 for 2", BuyGet(2)),
        offers=[offer("oud", 100_00), offer("musk", 80_00), offer("soap", 50_00)],
        lines=[line("oud"), line("musk"), line("soap")],
    )
    assert price(case).lines == {"oud": 100_00, "musk": 80_00, "soap": 0}


def test_sets_are_cut_from_the_dearest(price: Pricer) -> None:
    # (60, 50, 40) and (30, 20, 10): 40 + 10, not the two cheapest.
    prices = {"a": 60_00, "b": 50_00, "c": 40_00, "d": 30_00, "e": 20_00, "f": 10_00}
    case = shop(
        promotion("3 for 2", BuyGet(2)),
        offers=[offer(name, each) for name, each in prices.items()],
        lines=[line(name) for name in prices],
    )
    priced = price(case)
    assert priced.amounts == {("3 for 2", 0): 50_00}
    assert (priced.lines["c"], priced.lines["f"]) == (0, 0)


def test_a_piece_over_is_left_at_its_price_and_it_is_the_cheapest(price: Pricer) -> None:
    # One set of (100, 90, 80); 70 is left.
    prices = {"a": 100_00, "b": 90_00, "c": 80_00, "d": 70_00}
    case = shop(
        promotion("3 for 2", BuyGet(2)),
        offers=[offer(name, each) for name, each in prices.items()],
        lines=[line(name) for name in prices],
    )
    assert price(case).lines == {"a": 100_00, "b": 90_00, "c": 0, "d": 70_00}


def test_what_is_there_of_the_free_pieces_is_free(price: Pricer) -> None:
    case = shop(promotion("1 + 2", BuyGet(1, 2)), offers=[offer("soap", 10_00)], lines=[line("soap", 2)])
    assert price(case).total == 10_00


def test_one_piece_makes_no_set(price: Pricer) -> None:
    case = shop(promotion("1 + 1", BuyGet(1)), offers=[offer("soap", 10_00)], lines=[line("soap", 1)])
    assert price(case).amounts == {}


def test_of_pieces_of_one_price_that_of_the_lowest_line_id_is_free(price: Pricer) -> None:
    case = shop(
        promotion("1 + 1", BuyGet(1)),
        offers=[offer("b", 10_00), offer("a", 10_00)],
        lines=[line("b"), line("a")],
    )
    assert price(case).lines == {"a": 0, "b": 10_00}


def test_each_oud_bought_halves_a_book(price: Pricer) -> None:
    # Two ouds pay for two of three books: 2 × 40.00 at half price, rounded once for the line.
    case = shop(
        promotion("oud and book", BuyGet(1, 1, 5000, gets=only("book")), goods=only("oud")),
        offers=[offer("oud", 100_00), offer("book", 40_01)],
        lines=[line("oud", 2), line("book", 3)],
    )
    # 50 % of 80.02 = 40.01.
    assert price(case).lines == {"oud": 200_00, "book": 80_02}


def test_bought_pieces_are_used_up_for_other_offers(price: Pricer) -> None:
    # The free book saves 40.00 and uses the oud up; 20 % of the oud and the book would be 28.00.
    case = shop(
        promotion("book free", BuyGet(1, gets=only("book")), goods=only("oud")),
        promotion("twenty", PercentOff(2000)),
        offers=[offer("oud", 100_00), offer("book", 40_00)],
        lines=[line("oud"), line("book")],
    )
    assert price(case).amounts == {("book free", 0): 40_00}


def test_the_saving_of_a_bundle_is_shared_by_value(price: Pricer) -> None:
    # 100 + 50 for 120 saves 30: 20 and 10.
    case = shop(
        promotion("pair", BundlePrice((Part(1, only("oud")), Part(1, only("book"))), 120_00)),
        offers=[offer("oud", 100_00), offer("book", 50_00)],
        lines=[line("oud"), line("book")],
    )
    assert price(case).lines == {"oud": 80_00, "book": 40_00}


def test_any_three_for_a_price_takes_the_dearest_and_goes_on(price: Pricer) -> None:
    # (50, 50, 40) for 100 saves 40; (40, 30, 30) cost 100 anyway.
    case = shop(
        promotion("3 for 100", BundlePrice((Part(3),), 100_00)),
        offers=[offer("a", 50_00), offer("b", 40_00), offer("c", 30_00)],
        lines=[line("a", 2), line("b", 2), line("c", 2)],
    )
    assert price(case).amounts == {("3 for 100", 0): 40_00}


def test_a_bundle_makes_nothing_dearer(price: Pricer) -> None:
    case = shop(
        promotion("pair", BundlePrice((Part(2),), 25_00)), offers=[offer("soap", 10_00)], lines=[line("soap", 2)]
    )
    priced = price(case)
    assert (priced.total, priced.amounts) == (20_00, {})


def test_the_best_of_overlapping_bundles_is_not_the_biggest_first(price: Pricer) -> None:
    # b + c saves 60 and blocks both others, which save 50 each.
    def pair(name: str, one: str, other: str, costs: int) -> Promotion:
        return promotion(name, BundlePrice((Part(1, only(one)), Part(1, only(other))), costs))

    case = shop(
        pair("a and b", "a", "b", 50_00),
        pair("b and c", "b", "c", 40_00),
        pair("c and d", "c", "d", 50_00),
        offers=[offer(name, 50_00) for name in "abcd"],
        lines=[line(name) for name in "abcd"],
    )
    assert price(case).amounts == {("a and b", 0): 50_00, ("c and d", 0): 50_00}


def test_sixty_percent_off_both_beats_one_of_two_free(price: Pricer) -> None:
    case = shop(
        promotion("1 + 1", BuyGet(1)),
        promotion("sixty", PercentOff(6000)),
        offers=[offer("oud", 100_00)],
        lines=[line("oud", 2)],
    )
    assert price(case).amounts == {("sixty", 0): 120_00}


def test_the_piece_over_of_a_set_goes_to_the_next_best_offer(price: Pricer) -> None:
    # Five pieces: two sets of two save 200.00; the fifth gets 30 %.
    case = shop(
        promotion("1 + 1", BuyGet(1)),
        promotion("thirty", PercentOff(3000)),
        offers=[offer("oud", 100_00)],
        lines=[line("oud", 5)],
    )
    assert price(case).amounts == {("1 + 1", 0): 200_00, ("thirty", 0): 30_00}


def test_sets_take_their_pieces_alone(price: Pricer) -> None:
    # The free soap and the one bought are used up; 10 % goes to the third alone, though the two say they combine.
    both = together(promotion("1 + 1", BuyGet(1)), promotion("ten", PercentOff(1000)))
    priced = price(shop(*both, offers=[offer("soap", 10_00)], lines=[line("soap", 3)]))
    assert priced.amounts == {("1 + 1", 0): 10_00, ("ten", 0): 1_00}


def test_of_pieces_of_one_price_sets_are_cut_from_the_highest_line_id(price: Pricer) -> None:
    # (c, b) and (a, a): b and one a are free.
    case = shop(
        promotion("1 + 1", BuyGet(1)),
        offers=[offer(name, 10_00) for name in "abc"],
        lines=[line("a", 2), line("b"), line("c")],
    )
    assert price(case).lines == {"a": 10_00, "b": 0, "c": 10_00}


def test_of_other_goods_of_one_price_the_lowest_line_id_is_reduced(price: Pricer) -> None:
    case = shop(
        promotion("oud and book", BuyGet(1, gets=only("a", "b")), goods=only("oud")),
        offers=[offer("oud", 100_00), offer("a", 10_00), offer("b", 10_00)],
        lines=[line("oud"), line("a"), line("b")],
    )
    assert price(case).lines == {"oud": 100_00, "a": 0, "b": 10_00}


def test_of_other_goods_the_dearest_is_reduced(price: Pricer) -> None:
    case = shop(
        promotion("oud and book", BuyGet(1, gets=only("a", "b")), goods=only("oud")),
        offers=[offer("oud", 100_00), offer("a", 10_00), offer("b", 20_00)],
        lines=[line("oud"), line("a"), line("b")],
    )
    assert price(case).lines == {"oud": 100_00, "a": 10_00, "b": 0}


def test_pieces_that_cost_nothing_can_be_bought(price: Pricer) -> None:
    # Two samples bought halve the oud: 50.00 against 40.00 off the line.
    case = shop(
        promotion("two and one", BuyGet(2, 1, 5000, gets=only("oud"))),
        promotion("forty", AmountOffLine(40_00)),
        offers=[offer("oud", 100_00), offer("sample", 0)],
        lines=[line("oud"), line("sample", 2)],
    )
    assert price(case).amounts == {("two and one", 0): 50_00}


def test_two_sets_that_give_the_same_let_the_stronger_promotion_win(price: Pricer) -> None:
    # 20 % of one piece of three, or 10 % of two.
    case = shop(
        promotion("a", BuyGet(1, 2, 1000)),
        promotion("b", BuyGet(2, 1, 2000), priority=1),
        offers=[offer("soap", 50_00)],
        lines=[line("soap", 3)],
    )
    assert price(case).amounts == {("b", 0): 10_00}


def test_a_set_leaves_the_line_that_another_offer_wants_whole(price: Pricer) -> None:
    # 10.00 off the soaps, and the musk is bought for 15 % of the oud = 14.85: 24.85. The other way about it is 7.50 off
    # the musk, which may fall by no more, and 15 % of the oud and of one soap: 24.60.
    case = shop(
        promotion("a line", AmountOffLine(10_00), cap_per_order=10_00, priority=1),
        promotion("one and two", BuyGet(1, 2, 1500, gets=only("soap", "oud", "musk"))),
        offers=[offer("soap", 15_00), offer("oud", 99_00), offer("musk", 15_00)],
        lines=[line("soap", 2), line("oud"), line("musk")],
        floor=Floor(FloorKind.SHARE_OF_LIST, 5000),
    )
    assert price(case).amounts == {("a line", 0): 10_00, ("one and two", 0): 14_85}


def test_of_two_lines_that_can_be_either_one_is_bought_and_one_reduced(price: Pricer) -> None:
    # 20 % of 199.90.
    case = shop(
        promotion("one and two", BuyGet(1, 2, 2000, gets=only("a", "b"))),
        offers=[offer("a", 199_90), offer("b", 199_90)],
        lines=[line("a"), line("b")],
    )
    assert price(case).lines == {"a": 159_92, "b": 199_90}
