"""Prices before any promotion, worked by hand."""

from datetime import timedelta

from commerce.carts.domain.pricing.inputs import ListedPrice, Tier
from tests.commerce.carts.pricing.conftest import Pricer
from tests.commerce.carts.pricing.shelf import FRIDAY_20, line, offer, shop

MINUTE = timedelta(minutes=1)


def test_a_scheduled_price_is_the_price_even_a_dearer_one(price: Pricer) -> None:
    oud = offer("oud", 100_00, price_lists=(ListedPrice("ramadan", 120_00),))
    assert price(shop(offers=[oud], lines=[line("oud", 2)])).total == 240_00


def test_of_several_price_lists_in_force_the_lowest_counts(price: Pricer) -> None:
    oud = offer("oud", 70_00, price_lists=(ListedPrice("a", 90_00), ListedPrice("b", 80_00), ListedPrice("c", 85_00)))
    assert price(shop(offers=[oud], lines=[line("oud")])).total == 80_00


def test_a_price_list_counts_from_its_start_until_before_its_end(price: Pricer) -> None:
    ending = ListedPrice("ending", 10_00, ends_at=FRIDAY_20)
    starting = ListedPrice("starting", 80_00, starts_at=FRIDAY_20)
    later = ListedPrice("later", 20_00, starts_at=FRIDAY_20 + MINUTE)
    oud = offer("oud", 100_00, price_lists=(ending, starting, later))
    assert price(shop(offers=[oud], lines=[line("oud")])).total == 80_00


def test_a_quantity_tier_looks_at_all_lines_of_the_variant_and_prices_all_its_pieces(price: Pricer) -> None:
    oud = offer("oud", 100_00, tiers=(Tier(3, 90_00), Tier(10, 70_00)))
    priced = price(shop(offers=[oud], lines=[line("oud", 2), line("oud", 1, engraved="Noor")]))
    assert priced.lines == {"oud": 180_00, "oud:Noor": 90_00}


def test_a_tier_competes_with_the_price_list_and_the_lowest_wins(price: Pricer) -> None:
    listed = (ListedPrice("white friday", 85_00),)
    dear_tier = offer("oud", 100_00, price_lists=listed, tiers=(Tier(2, 90_00),))
    cheap_tier = offer("musk", 100_00, price_lists=listed, tiers=(Tier(2, 80_00),))
    priced = price(shop(offers=[dear_tier, cheap_tier], lines=[line("oud", 2), line("musk", 2)]))
    assert priced.lines == {"oud": 170_00, "musk": 160_00}


def test_a_was_price_charges_nothing(price: Pricer) -> None:
    oud = offer("oud", 100_00, compare_at=150_00)
    assert price(shop(offers=[oud], lines=[line("oud")])).total == 100_00


def test_an_empty_cart_costs_nothing_and_nothing_is_delivered(price: Pricer) -> None:
    priced = price(shop(offers=[], lines=[], shipping=25_00, cash_fee=10_00, payment_method="cash"))
    assert (priced.total, priced.shipping or 0, priced.fee or 0, priced.vat) == (0, 0, 0, {})
