"""What a cart costs with what the store promises: the same function for the cart, for lists and for the checkout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commerce.accounts.application.use_cases.record_purchase import record_purchase
from commerce.accounts.models import Customer
from commerce.carts.application.pricing import Asker
from commerce.carts.application.queries import cart_by_ways, cart_view
from commerce.carts.application.required_codes import NoCodeTyped, TooManyCodes, UnknownCode
from commerce.carts.application.shelf import Shelf
from commerce.carts.application.use_cases.add_to_cart import add_to_cart
from commerce.carts.application.use_cases.enter_code import enter_code
from commerce.carts.application.use_cases.merge_carts import merge_carts
from commerce.carts.application.use_cases.remove_code import remove_code
from commerce.carts.domain.policies import MOST_CODES
from commerce.carts.domain.pricing.reasons import Reason
from commerce.carts.domain.values import Shopper
from commerce.catalog.application.queries import product_cards, product_page
from commerce.catalog.application.use_cases.create_price_list import create_price_list
from commerce.catalog.application.use_cases.record_shelf_prices import record_shelf_prices
from commerce.catalog.application.use_cases.set_quantity_prices import set_quantity_prices
from commerce.catalog.domain.pricing import PriceListDraft, TierPrice
from commerce.catalog.models import PricingSettings, Variant, VatCategory
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.promotions.application.queries import MOST_TO_COME
from commerce.promotions.application.use_cases.retire_promotion import retire_promotion
from commerce.promotions.domain.actions import AmountOffOrder, Gift, PercentOff
from commerce.promotions.domain.limits import Limits
from commerce.promotions.domain.values import Hours
from tests.commerce.carts.shop import GUEST, NOON, put_on_shelf
from tests.commerce.promotions.builders import FOUNDING_DAY, draft, published, shared

LATER = NOON + timedelta(hours=8)
DAY = timedelta(days=1)


def sar(minor: int) -> Money:
    return Money(minor, "SAR")


def in_cart(quantities: dict[int, int], shopper: Shopper = GUEST) -> None:
    for variant, pieces in quantities.items():
        add_to_cart(shopper=shopper, variant_id=variant, quantity=pieces, now=NOON)


def test_a_promotion_of_goods_comes_off_the_line_and_one_of_the_order_off_the_order(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    published(draft(Bilingual("عشرة", "Ten percent"), 1000), now=NOON)
    of_order = replace(draft(Bilingual("خمسة ريالات", "Five off")), actions=(AmountOffOrder(500),))
    published(of_order, source="campaign:2:1", now=NOON)
    in_cart({oud: 2})
    view = cart_view(GUEST, now=NOON)
    [line] = view.lines
    assert (line.before, line.line_total) == (sar(20000), sar(18000))
    assert [(each.name.en, each.amount) for each in line.discounts] == [("Ten percent", sar(2000))]
    assert [(each.name.en, each.amount) for each in view.discounts] == [("Five off", sar(500))]
    assert (view.subtotal, view.total, view.saved, view.vat) == (sar(18000), sar(17500), sar(2500), sar(2283))


def test_a_price_tag_is_what_a_cart_of_one_piece_costs(in_noor: Any) -> None:
    oud, musk = put_on_shelf("OUD", price_minor=10000), put_on_shelf("MUSK", price_minor=5000)
    draft_of_list = PriceListDraft(Bilingual("الجمعة", "Friday"), LATER, None, {musk: 4000})
    create_price_list(draft=draft_of_list, now=NOON)
    published(draft(share=2000, starts_at=LATER), now=NOON)
    assert Shelf(NOON).prices([oud, musk]) == {oud: 10000, musk: 5000}
    assert Shelf(LATER).prices([oud, musk]) == {oud: 8000, musk: 3200}
    for variant, price in Shelf(LATER).prices([oud, musk]).items():
        shopper = Shopper(guest_key=f"one of {variant}")
        in_cart({variant: 1}, shopper)
        assert cart_view(shopper, now=LATER).total == sar(price)
    cards = {card.slug: card for card in Shelf(LATER).cards(product_cards().items)}
    assert (cards["oud"].price, cards["oud"].compare_at) == (sar(8000), sar(10000))
    assert (cards["musk"].price, cards["musk"].compare_at) == (sar(3200), sar(5000))
    tagged = Shelf(LATER).page(product_page("oud"))
    assert tagged.page.selected is not None
    assert (tagged.page.selected.unit_price, tagged.page.selected.compare_at) == (sar(8000), sar(10000))
    assert tagged.tag is not None
    assert [name.en for name in tagged.tag.promotions] == ["Founding Day"]


def test_prices_by_quantity_are_told_and_charged(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    set_quantity_prices(variant_id=oud, tiers=[TierPrice(3, 9000)])
    tag = Shelf(NOON).page(product_page("oud")).tag
    assert tag is not None
    assert [(tier.at_least, tier.price) for tier in tag.tiers] == [(3, sar(9000))]
    in_cart({oud: 3})
    [line] = cart_view(GUEST, now=NOON).lines
    assert (line.unit_price, line.line_total, line.source) == (sar(9000), sar(27000), "tier")
    published(draft(share=1000), now=NOON)
    tag = Shelf(NOON).page(product_page("oud")).tag
    assert tag is not None
    assert [(tier.at_least, tier.price) for tier in tag.tiers] == [(3, sar(8100))]
    [line] = cart_view(GUEST, now=NOON).lines
    assert line.line_total == sar(24300)


def dated() -> None:
    published(draft(share=2000, starts_at=NOON), now=NOON - 50 * DAY)


def dated_back() -> None:
    published(draft(share=2000, starts_at=NOON - 50 * DAY), now=NOON)


def republished() -> None:
    first = published(draft(share=2000), now=NOON - 50 * DAY)
    retire_promotion(promotion_id=first.promotion_id)
    published(draft(share=2000), promotion_id=first.promotion_id, source="campaign:1:2", now=NOON)


def of_every_afternoon() -> None:
    """Noon is three in Riyadh."""
    published(draft(share=2000, hours=(Hours(time(15), time(17)),)), now=NOON - 50 * DAY)


def listed_back() -> None:
    variant = Variant.objects.get()
    prices = PriceListDraft(Bilingual("الجمعة", "Friday"), NOON - 50 * DAY, None, {variant.pk: 8000})
    create_price_list(draft=prices, now=NOON)


# Reduced long ago, and for two days of the last 30.
WITH_A_SALE = ((60, 10000), (50, 8000), (40, 10000), (9, 9000), (7, 10000), (0, 8000))
EVERY_DAY = ((60, 10000), (1, 8000), (0.9, 10000), (0, 8000))


@pytest.mark.parametrize(
    ("reduce", "history", "lowest"),
    [
        (dated, WITH_A_SALE, 9000),
        (dated_back, WITH_A_SALE, 9000),
        (republished, WITH_A_SALE, 9000),
        (listed_back, WITH_A_SALE[:-1], 9000),
        (of_every_afternoon, EVERY_DAY, 8000),
        (of_every_afternoon, EVERY_DAY[:-1], 8000),
        (dated, ((60, 8000),), 8000),
        (dated, ((0, 8000),), None),
        (dated, (), None),
        (lambda: None, WITH_A_SALE[:-1], None),
    ],
    ids=[
        "dated", "dated back", "published again", "a list dated back", "every afternoon", "not written down yet",
        "the list price put up with it", "new with it", "never sold", "not reduced",
    ],
)  # fmt: skip
def test_a_reduction_names_the_lowest_price_of_the_30_days_before_it(
    in_noor: Any, reduce: Callable[[], None], history: Sequence[tuple[float, int]], lowest: int | None
) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    for days, price in history:
        record_shelf_prices(prices={oud: price}, at=NOON - days * DAY)
    reduce()
    tag = Shelf(NOON + timedelta(minutes=1)).page(product_page("oud")).tag
    assert tag is not None
    assert tag.lowest_before == (None if lowest is None else sar(lowest))


def test_a_cart_tells_what_its_goods_were_and_what_is_saved(in_noor: Any) -> None:
    oud, musk, soap, rose = (put_on_shelf(sku, price_minor=10000) for sku in ("OUD", "MUSK", "SOAP", "ROSE"))
    create_price_list(draft=PriceListDraft(Bilingual("الجمعة", "Friday"), NOON, None, {oud: 8000}), now=NOON)
    create_price_list(draft=PriceListDraft(Bilingual("الموسم", "Season"), NOON, None, {rose: 12000}), now=NOON)
    Variant.objects.filter(pk=musk).update(compare_at_minor=15000)
    in_cart({oud: 2, musk: 1, soap: 1, rose: 1})
    view = cart_view(GUEST, now=NOON)
    assert [line.was for line in view.lines] == [sar(20000), sar(15000), None, None]
    assert view.saved == sar(4000 + 5000)
    published(draft(share=1000), now=NOON)
    view = cart_view(GUEST, now=NOON)
    assert [line.was for line in view.lines] == [sar(20000), sar(15000), sar(10000), sar(12000)]
    assert view.saved == sar(5600 + 6000 + 1000 + 1200)


def test_a_code_gives_when_it_is_entered_and_until_it_is_taken_out(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    published(draft(share=1000), coupons=[shared("EID")], now=NOON)
    in_cart({oud: 1})
    assert cart_view(GUEST, now=NOON).total == sar(10000)
    for typed in ("  eid ", "EID"):
        enter_code(shopper=GUEST, code=typed, now=NOON)
    view = cart_view(GUEST, now=NOON)
    assert [(code.code, code.applies) for code in view.codes] == [("eid", True)]
    assert view.total == sar(9000)
    remove_code(shopper=GUEST, code="Eid", now=NOON)
    assert cart_view(GUEST, now=NOON).total == sar(10000)


def test_a_code_that_gives_nothing_yet_says_what_is_missing(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    published(draft(share=1000, minimum_spend=12300), coupons=[shared("EID")], now=NOON)
    in_cart({oud: 1})
    enter_code(shopper=GUEST, code="EID", now=NOON)
    view = cart_view(GUEST, now=NOON)
    [code] = view.codes
    assert [(why.reason, why.facts["missing"]) for why in code.whys] == [(Reason.SPEND_MORE, 2300)]
    assert view.hints == ()


def test_a_code_says_that_its_offer_is_over_or_to_come_however_far_off(in_noor: Any) -> None:
    in_cart({put_on_shelf("OUD", price_minor=10000): 1})
    published(draft(ends_at=NOON), coupons=[shared("OVER")], source="campaign:over:1", now=NOON)
    for day in range(1, MOST_TO_COME + 2):
        starts = NOON + timedelta(days=day)
        published(draft(starts_at=starts), coupons=[shared(f"DAY{day}")], source=f"campaign:{day}:1", now=NOON)
    for typed in ("OVER", "DAY1", f"DAY{MOST_TO_COME + 1}"):
        enter_code(shopper=GUEST, code=typed, now=NOON)
    codes = cart_view(GUEST, now=NOON).codes
    assert [code.name for code in codes] == [FOUNDING_DAY] * 3
    told = [[why.reason for why in code.whys] for code in codes]
    assert told == [[Reason.ENDED], [Reason.NOT_STARTED], [Reason.NOT_STARTED]]


def test_unknown_codes_and_too_many_are_refused(in_noor: Any, souq: Any) -> None:
    for index in range(MOST_CODES + 1):
        published(draft(), coupons=[shared(f"CODE{index}")], source=f"campaign:{index}:1", now=NOON)
    for typed in ("", " \u200f\n"):
        with pytest.raises(NoCodeTyped):
            enter_code(shopper=GUEST, code=typed, now=NOON)
    for typed in ("no such", "NOSUCH"):
        with pytest.raises(UnknownCode):
            enter_code(shopper=GUEST, code=typed, now=NOON)
    for index in range(MOST_CODES):
        enter_code(shopper=GUEST, code=f"CODE{index}", now=NOON)
    with pytest.raises(TooManyCodes):
        enter_code(shopper=GUEST, code=f"CODE{MOST_CODES}", now=NOON)


def test_codes_come_along_when_a_guest_signs_in(in_noor: Any) -> None:
    published(draft(), coupons=[shared("EID")], now=NOON)
    in_cart({put_on_shelf("OUD"): 1})
    enter_code(shopper=GUEST, code="EID", now=NOON)
    sara = Shopper(customer_id=Customer.objects.create(email="sara@example.com", name="Sara", language="ar").pk)
    merge_carts(guest=GUEST, customer=sara, now=NOON)
    assert [code.code for code in cart_view(sara, now=NOON).codes] == ["EID"]


def test_a_gift_is_given_while_there_is_one(in_noor: Any) -> None:
    oud, soap = put_on_shelf("OUD", price_minor=10000), put_on_shelf("SOAP", pieces=1)
    published(replace(draft(), actions=(Gift(soap),)), now=NOON)
    in_cart({oud: 1})
    assert [(gift.offer.sku, gift.quantity) for gift in cart_view(GUEST, now=NOON).gifts] == [("SOAP", 1)]
    in_cart({soap: 1})
    assert cart_view(GUEST, now=NOON).gifts == ()


def test_a_first_order_is_offered_to_customers_who_have_none(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    published(draft(share=1000, first_order=True), now=NOON)
    sara = Shopper(customer_id=Customer.objects.create(email="sara@example.com", name="Sara", language="ar").pk)
    in_cart({oud: 1}, sara)
    assert cart_view(sara, now=NOON).total == sar(9000)
    assert sara.customer_id is not None
    record_purchase(customer_id=sara.customer_id)
    assert cart_view(sara, now=NOON).total == sar(10000)


def test_ways_of_paying_cost_what_they_cost(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    vat = VatCategory.objects.get(is_default=True)
    PricingSettings.objects.update_or_create(defaults={"cash_fee_minor": 1500, "cash_fee_vat": vat})
    published(draft(share=1000, payment_methods=frozenset({"paytabs"})), now=NOON)
    in_cart({oud: 1})
    _, totals = cart_by_ways(GUEST, ["paytabs", "cash_on_delivery"], now=NOON)
    assert totals == {"paytabs": sar(9000), "cash_on_delivery": sar(11500)}
    assert cart_view(GUEST, now=NOON, asker=Asker(payment_method="paytabs")).total == sar(9000)
    assert cart_view(GUEST, now=NOON, asker=Asker(payment_method="cash_on_delivery")).fee == sar(1500)


def test_a_city_is_the_same_however_it_is_spelt(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    published(draft(share=1000, cities=frozenset({"مكه"})), now=NOON)
    in_cart({oud: 1})
    assert cart_view(GUEST, now=NOON, asker=Asker(city=" مكّة ")).total == sar(9000)
    assert cart_view(GUEST, now=NOON, asker=Asker(city="جدة")).total == sar(10000)


def test_what_is_used_up_is_not_offered(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=10000)
    published(draft(share=1000), Limits(budget=300), now=NOON)
    in_cart({oud: 1})
    assert cart_view(GUEST, now=NOON).total == sar(9700)


def test_prices_take_the_same_statements_whatever_is_promised_and_in_the_cart(in_noor: Any) -> None:
    counts = []
    for size in (1, 7):
        for index in range(size):
            key = f"{size}-{index}"
            published(draft(share=100), coupons=[shared(f"C{key}")], source=f"campaign:{key}:1", now=NOON)
            gift = put_on_shelf(f"GIFT{key}")
            published(replace(draft(), actions=(PercentOff(500), Gift(gift))), source=f"gift:{key}:1", now=NOON)
            in_cart({put_on_shelf(f"V{key}"): 1})
        if size == 1:
            enter_code(shopper=GUEST, code="C1-0", now=NOON)
        with CaptureQueriesContext(connection) as of_cart:
            cart_view(GUEST, now=NOON)
        with CaptureQueriesContext(connection) as of_list:
            Shelf(NOON).cards(product_cards().items)
        counts.append((len(of_cart), len(of_list)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 20
    assert counts[0][1] <= 8
