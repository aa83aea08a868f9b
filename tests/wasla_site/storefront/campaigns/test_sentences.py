"""Every action and every condition is said in plain words of both languages."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, time
from typing import Any, get_args

import pytest

from commerce.core.bilingual import Bilingual
from commerce.promotions.domain import actions
from commerce.promotions.domain.goods import EVERYTHING, Kinds, Match
from commerce.promotions.domain.limits import Limits
from commerce.promotions.domain.values import Conditions, Hours, Promotion
from wasla_site.storefront.campaigns.sentences import FIRST, LAST, Names, Speech, limit_sentences, sentences_of

NOW = datetime(2026, 12, 4, 17, tzinfo=UTC)
NAMES = Names(
    products={1: Bilingual("عود", "Oud"), 2: Bilingual("مسك", "Musk")},
    variants={7: Bilingual("عنبر", "Amber")},
    categories={3: Bilingual("العطور", "Perfumes")},
    collections={5: Bilingual("هدايا", "Gifts")},
    tags={4: Bilingual("صيف", "Summer")},
    payment_methods={"cod": Bilingual("الدفع عند الاستلام", "cash on delivery")},
    cities={"riyadh": "Riyadh", "الرياض": "الرياض"},
)
OUD = Match(only=Kinds(products=frozenset({1})))
MUSK = Match(only=Kinds(products=frozenset({2})))

ACTIONS: list[tuple[actions.Action, Match, str, str]] = [
    (actions.PercentOff(1500), EVERYTHING, "15% off everything.", "خصم 15% على كل المنتجات."),
    (actions.PercentOff(1250), OUD, "12.5% off “Oud”.", "خصم 12.5% على «عود»."),
    (actions.AmountOffPiece(500), OUD, "5.00 riyals off each piece of “Oud”.", "خصم 5.00 ريال على كل قطعة من «عود»."),
    (
        actions.AmountOffLine(1050),
        OUD,
        "10.50 riyals off each product in the cart, however many pieces, of “Oud”.",
        "خصم 10.50 ريال على كل منتج في السلة مهما كان عدد قطعه، من «عود».",
    ),
    (
        actions.BuyGet(2, 1),
        OUD,
        "Whoever buys 2 pieces of “Oud” gets 1 piece more for nothing; the cheapest are free.",
        "من يشتري قطعتين من «عود» يحصل على قطعة واحدة إضافية مجانًا، والمجاني هو الأرخص.",
    ),
    (
        actions.BuyGet(2, 1),
        EVERYTHING,
        "Whoever buys 2 pieces of any products gets 1 piece more for nothing; the cheapest are free.",
        "من يشتري قطعتين من أي منتجات يحصل على قطعة واحدة إضافية مجانًا، والمجاني هو الأرخص.",
    ),
    (
        actions.BundlePrice((actions.Part(3, None),), 9900),
        EVERYTHING,
        "3 pieces of any products: 99.00 riyals for all together.",
        "3 قطع من أي منتجات: بسعر 99.00 ريال معًا.",
    ),
    (
        actions.BuyGet(2, 2),
        OUD,
        "Whoever buys 2 pieces of “Oud” gets 2 pieces more for nothing; the cheapest are free.",
        "من يشتري قطعتين من «عود» يحصل على قطعتين إضافيتين مجانًا، والمجاني هو الأرخص.",
    ),
    (
        actions.BuyGet(11, 3, 5000),
        OUD,
        "Whoever buys 11 pieces of “Oud” gets 50% off 3 pieces more, the cheapest.",
        "من يشتري 11 قطعة من «عود» يحصل على خصم 50% على 3 قطع إضافية، والخصم على الأرخص.",
    ),
    (
        actions.BuyGet(3, 1, 5000),
        OUD,
        "Whoever buys 3 pieces of “Oud” gets 50% off 1 piece more, the cheapest.",
        "من يشتري 3 قطع من «عود» يحصل على خصم 50% على قطعة واحدة إضافية، والخصم على الأرخص.",
    ),
    (
        actions.BuyGet(1, 2, gets=MUSK),
        OUD,
        "Whoever buys 1 piece of “Oud” gets 2 pieces of “Musk” for nothing.",
        "من يشتري قطعة واحدة من «عود» يحصل على قطعتين من «مسك» مجانًا.",
    ),
    (
        actions.BuyGet(1, 1, 5000, MUSK),
        OUD,
        "Whoever buys 1 piece of “Oud” gets 50% off 1 piece of “Musk”.",
        "من يشتري قطعة واحدة من «عود» يحصل على خصم 50% على قطعة واحدة من «مسك».",
    ),
    (
        actions.BundlePrice((actions.Part(1, OUD), actions.Part(2, MUSK)), 9900),
        EVERYTHING,
        "1 piece of “Oud” with 2 pieces of “Musk”: 99.00 riyals for all together.",
        "قطعة واحدة من «عود» مع قطعتين من «مسك»: بسعر 99.00 ريال معًا.",
    ),
    (
        actions.BundlePrice((actions.Part(2, MUSK), actions.Part(2, OUD)), 9900),
        EVERYTHING,
        "2 pieces of “Musk” with 2 pieces of “Oud”: 99.00 riyals for all together.",
        "قطعتان من «مسك» مع قطعتين من «عود»: بسعر 99.00 ريال معًا.",
    ),
    (
        actions.Gift(7, 2),
        EVERYTHING,
        "A gift with the order: 2 pieces of “Amber”.",
        "هدية مع الطلب: قطعتان من «عنبر».",
    ),
    (actions.PercentOffOrder(1000), EVERYTHING, "10% off the whole order.", "خصم 10% على الطلب كله."),
    (actions.AmountOffOrder(2000), OUD, "20.00 riyals off the sum of “Oud”.", "خصم 20.00 ريال من مجموع «عود»."),
    (
        actions.SpendSteps((actions.Step(20000, amount=2000), actions.Step(50000, share=2000))),
        EVERYTHING,
        "Whoever spends 200.00 riyals or more on everything gets 20.00 riyals off. "
        "Whoever spends 500.00 riyals or more on everything gets 20% off.",
        "من يشتري بمبلغ 200.00 ريال أو أكثر من كل المنتجات يحصل على خصم 20.00 ريال. "
        "من يشتري بمبلغ 500.00 ريال أو أكثر من كل المنتجات يحصل على خصم 20%.",
    ),
    (
        actions.Gift(7, 1),
        EVERYTHING,
        "A gift with the order: 1 piece of “Amber”.",
        "هدية مع الطلب: قطعة واحدة من «عنبر».",
    ),
    (actions.PercentOffShipping(), EVERYTHING, "Delivery is free.", "التوصيل مجاني."),
    (actions.PercentOffShipping(5000), EVERYTHING, "50% off the delivery.", "خصم 50% على التوصيل."),
    (actions.AmountOffShipping(1000), EVERYTHING, "10.00 riyals off the delivery.", "خصم 10.00 ريال على التوصيل."),
]

CONDITIONS: list[tuple[dict[str, Any], str, str]] = [
    ({"starts_at": NOW}, "From 4 December 2026, 8:00 PM on.", "ابتداءً من 4 ديسمبر 2026، 8:00 م."),
    ({"ends_at": NOW}, "Until 4 December 2026, 8:00 PM.", "حتى 4 ديسمبر 2026، 8:00 م."),
    (
        {"hours": (Hours(time(20), time(22), frozenset({3, 4})),)},
        "Only on Thursday and Friday from 8:00 PM until 10:00 PM.",
        "أيام الخميس والجمعة من 8:00 م حتى 10:00 م فقط.",
    ),
    ({"segments": frozenset({"vip"})}, "Only for these customers: vip.", "لهؤلاء العملاء فقط: vip."),
    ({"first_order": True}, "Only on a customer's first order.", "للطلب الأول للعميل فقط."),
    ({"cities": frozenset({"riyadh"})}, "Only for delivery to Riyadh.", "للتوصيل إلى Riyadh فقط."),
    (
        {"payment_methods": frozenset({"cod"})},
        "Only when paid by “cash on delivery”.",
        "عند الدفع عبر «الدفع عند الاستلام» فقط.",
    ),
    ({"needs_code": True}, "Only with a coupon code.", "برمز قسيمة فقط."),
    ({"minimum_spend": 20000}, "Only for a sum of 200.00 riyals or more.", "لمشتريات بمبلغ 200.00 ريال أو أكثر فقط."),
    ({"minimum_pieces": 3}, "Only from 3 pieces on.", "ابتداءً من 3 قطع فقط."),
]


def promotion(*given: actions.Action, goods: Match = EVERYTHING, **conditions: Any) -> Promotion:
    return Promotion(1, 1, Bilingual("عيد", "Eid"), given, NOW, goods, Conditions(**conditions))


def plain(text: str) -> str:
    return text.replace(FIRST, "").replace(LAST, "")


def speech(language: str) -> Speech:
    return Speech(language, "SAR", "Asia/Riyadh", NAMES)


@pytest.mark.parametrize(("action", "goods", "english", "arabic"), ACTIONS)
def test_every_action_is_said(action: actions.Action, goods: Match, english: str, arabic: str) -> None:
    for language, wanted in (("en", english), ("ar", arabic)):
        (said,) = sentences_of(promotion(action, goods=goods), speech(language)).actions
        assert plain(said) == wanted


def test_no_kind_of_action_is_left_out() -> None:
    assert {type(action) for action, *_ in ACTIONS} == set(get_args(actions.Action))


@pytest.mark.parametrize(("conditions", "english", "arabic"), CONDITIONS)
def test_every_condition_is_said(conditions: dict[str, Any], english: str, arabic: str) -> None:
    for language, wanted in (("en", english), ("ar", arabic)):
        (said,) = sentences_of(promotion(actions.PercentOff(100), **conditions), speech(language)).conditions
        assert plain(said) == wanted


def test_no_condition_is_left_out() -> None:
    assert {name for given, *_ in CONDITIONS for name in given} == {field.name for field in fields(Conditions)}


GOODS = [
    (Match(only=Kinds(products=frozenset({1, 2}))), "“Musk” or “Oud”", "«عود» أو «مسك»"),
    (Match(only=Kinds(variants=frozenset({7}))), "“Amber”", "«عنبر»"),
    (Match(only=Kinds(categories=frozenset({3}))), "goods in “Perfumes”", "منتجات «العطور»"),
    (
        Match(only=Kinds(collections=frozenset({5}))),
        "goods of the collection “Gifts”",
        "منتجات المجموعة «هدايا»",
    ),
    (Match(only=Kinds(tags=frozenset({4}))), "goods tagged “Summer”", "المنتجات الموسومة «صيف»"),
    (
        Match(Kinds(categories=frozenset({3}), tags=frozenset({4})), Kinds(products=frozenset({1})), True),
        "goods in “Perfumes” that are also goods tagged “Summer” except “Oud” and what is reduced already",
        "منتجات «العطور» وهي أيضًا المنتجات الموسومة «صيف» باستثناء «عود» والمخفّض أصلًا",
    ),
]


@pytest.mark.parametrize(("aimed", "english", "arabic"), GOODS)
def test_what_is_meant_and_what_is_not(aimed: Match, english: str, arabic: str) -> None:
    for language, wanted in (("en", f"1% off {english}."), ("ar", f"خصم 1% على {arabic}.")):
        (said,) = sentences_of(promotion(actions.PercentOff(100), goods=aimed), speech(language)).actions
        assert plain(said) == wanted


def test_no_kind_of_goods_is_left_out() -> None:
    said = {field.name for aimed, *_ in GOODS for field in fields(Kinds) if getattr(aimed.only, field.name)}
    assert said == {field.name for field in fields(Kinds)}


def test_what_is_gone_is_said_to_be_gone() -> None:
    gone = Match(only=Kinds(products=frozenset({1, 99})))
    said = sentences_of(promotion(actions.PercentOff(100), goods=gone), speech("en")).actions[0]
    assert plain(said) == "1% off “Oud” or 1 that is gone."


def test_what_is_gone_agrees_with_its_number_in_arabic() -> None:
    def said(*gone: int) -> str:
        match = Match(only=Kinds(products=frozenset(gone)))
        return plain(sentences_of(promotion(actions.PercentOff(100), goods=match), speech("ar")).actions[0])

    assert said(97) == "خصم 1% على عنصر محذوف."
    assert said(97, 98) == "خصم 1% على عنصرين محذوفين."
    assert said(97, 98, 99) == "خصم 1% على 3 عناصر محذوفة."


def test_exceptions_and_days_are_all_meant() -> None:
    without = Match(but_not=Kinds(products=frozenset({1, 2}), tags=frozenset({4})))
    week = Hours(time(20), time(22), frozenset({3, 4, 6}))
    for language, goods, days in (
        ("en", "everything except “Musk” and “Oud” and goods tagged “Summer”", "Sunday, Thursday and Friday"),
        ("ar", "كل المنتجات باستثناء «عود» و«مسك» والمنتجات الموسومة «صيف»", "الأحد والخميس والجمعة"),
    ):
        said = sentences_of(promotion(actions.PercentOff(100), goods=without, hours=(week,)), speech(language))
        assert goods in plain(said.actions[0])
        assert days in plain(said.conditions[0])


def test_limits_are_said() -> None:
    limits = Limits(uses=100, customer_uses=1, budget=100000, pieces=11)
    assert [plain(said) for said in limit_sentences(promotion(), limits, speech("ar"))] == [
        "تنتهي عندما يبلغ مجموع الخصومات 1,000.00 ريال.",
        "يستفيد منها 100 طلب.",
        "يستفيد منها كل عميل مرة واحدة.",
        "تُخفَّض 11 قطعة في المجموع.",
    ]
    assert limit_sentences(promotion(), Limits(), speech("en")) == ()
