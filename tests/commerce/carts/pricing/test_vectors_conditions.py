"""When, for whom and for which goods, worked by hand."""

from datetime import UTC, datetime, time, timedelta

from commerce.carts.domain.pricing.inputs import Customer, EnteredCode, ListedPrice
from commerce.promotions.domain.actions import AmountOffOrder, PercentOff
from commerce.promotions.domain.goods import Kinds, Match
from commerce.promotions.domain.values import Conditions, Hours
from tests.commerce.carts.pricing.conftest import Pricer
from tests.commerce.carts.pricing.shelf import FRIDAY_20, line, offer, promotion, shop

SECOND = timedelta(seconds=1)
THURSDAY, FRIDAY = frozenset({3}), frozenset({4})


def applies(price: Pricer, conditions: Conditions, **said: object) -> bool:
    case = shop(
        promotion("ten", PercentOff(1000), conditions=conditions),
        offers=[offer("oud", 100_00)],
        lines=[line("oud", 2)],
        **said,  # type: ignore[arg-type]
    )
    return bool(price(case).amounts)


def test_an_offer_holds_from_its_start_until_before_its_end(price: Pricer) -> None:
    interval = Conditions(starts_at=FRIDAY_20, ends_at=FRIDAY_20 + SECOND)
    instants = [FRIDAY_20 - SECOND, FRIDAY_20, FRIDAY_20 + SECOND]
    assert [applies(price, interval, instant=instant) for instant in instants] == [False, True, False]


def test_hours_are_those_of_the_stores_wall_clock_and_end_before_closing(price: Pricer) -> None:
    evening = Conditions(hours=(Hours(time(20), time(22)),))
    # 20:00 in Riyadh is 17:00 in UTC.
    at = [FRIDAY_20 - SECOND, FRIDAY_20, FRIDAY_20 + timedelta(hours=2) - SECOND, FRIDAY_20 + timedelta(hours=2)]
    assert [applies(price, evening, instant=instant) for instant in at] == [False, True, True, False]


def test_a_window_over_midnight_belongs_to_the_day_it_starts(price: Pricer) -> None:
    night = Conditions(hours=(Hours(time(22), time(2), THURSDAY),))

    def holds(day: int, hour: int) -> bool:
        """At an hour of Riyadh; 26 November 2026 is a Thursday."""
        return applies(price, night, instant=datetime(2026, 11, day, hour, tzinfo=UTC) - timedelta(hours=3))

    assert [holds(26, 1), holds(26, 22), holds(27, 1), holds(27, 2), holds(27, 23)] == [False, True, True, False, False]


def test_of_several_windows_one_is_enough(price: Pricer) -> None:
    windows = (Hours(time(8), time(9)), Hours(time(19), time(21), FRIDAY))
    assert applies(price, Conditions(hours=windows))


def test_a_segment_is_asked_of_the_customer(price: Pricer) -> None:
    gold = Conditions(segments=frozenset({"gold", "platinum"}))
    assert applies(price, gold, customer=Customer(7, frozenset({"gold"})))
    assert not applies(price, gold, customer=Customer(7, frozenset({"silver"})))


def test_a_first_order_is_known_of_customers_only(price: Pricer) -> None:
    first = Conditions(first_order=True)
    assert applies(price, first, customer=Customer(7))
    assert not applies(price, first, customer=Customer(7, has_ordered=True))
    assert not applies(price, first)


def test_city_and_payment_method_must_be_chosen(price: Pricer) -> None:
    for asked, name in (
        (Conditions(cities=frozenset({"riyadh"})), "city"),
        (Conditions(payment_methods=frozenset({"riyadh"})), "payment_method"),
    ):
        chosen = [applies(price, asked, **{name: value}) for value in ("riyadh", "jeddah", None)]
        assert chosen == [True, False, False]


def test_a_promotion_that_wants_a_code_wants_one_of_its_own_that_is_not_used_up(price: Pricer) -> None:
    asked = Conditions(needs_code=True)
    assert not applies(price, asked)
    assert applies(price, asked, codes=[EnteredCode("EID", "ten")])
    assert not applies(price, asked, codes=[EnteredCode("EID", "other"), EnteredCode("UNKNOWN")])
    assert not applies(price, asked, codes=[EnteredCode("EID", "ten", uses_left=0)])


def test_a_minimum_of_pieces_counts_the_goods_aimed_at(price: Pricer) -> None:
    assert applies(price, Conditions(minimum_pieces=2))
    assert not applies(price, Conditions(minimum_pieces=3))


def test_a_match_wants_all_its_fields_and_any_of_their_values(price: Pricer) -> None:
    wanted = Match(Kinds(products=frozenset({"oud", "musk"}), tags=frozenset({"new", "eid"})))
    case = shop(
        promotion("one", AmountOffOrder(1_00), goods=wanted),
        offers=[
            offer("oud", 10_00, tags=frozenset({"eid", "red"})),
            offer("musk", 10_00),
            offer("soap", 10_00, tags=frozenset({"new"})),
        ],
        lines=[line("oud"), line("musk"), line("soap")],
    )
    assert price(case).lines == {"oud": 9_00, "musk": 10_00, "soap": 10_00}


def test_reduced_goods_have_a_was_price_or_a_price_list_in_force(price: Pricer) -> None:
    case = shop(
        promotion("ten", PercentOff(1000), goods=Match(but_not_reduced=True)),
        offers=[
            offer("full", 100_00),
            offer("was", 100_00, compare_at=120_00),
            offer("listed", 100_00, price_lists=(ListedPrice("season", 110_00),)),
            offer("listed later", 100_00, price_lists=(ListedPrice("season", 90_00, FRIDAY_20 + SECOND),)),
        ],
        lines=[line("full"), line("was"), line("listed"), line("listed later")],
    )
    assert price(case).lines == {"full": 90_00, "was": 100_00, "listed": 110_00, "listed later": 90_00}


def test_excluded_goods_are_left_alone(price: Pricer) -> None:
    excluded = Match(but_not=Kinds(categories=frozenset({"gift cards"})))
    case = shop(
        promotion("ten", PercentOff(1000), goods=excluded),
        offers=[offer("oud", 100_00), offer("card", 50_00, categories=frozenset({"gift cards", "paper"}))],
        lines=[line("oud"), line("card")],
    )
    assert price(case).lines == {"oud": 90_00, "card": 50_00}
