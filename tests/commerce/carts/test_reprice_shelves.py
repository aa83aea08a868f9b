"""Lists are sorted and filtered by what a guest pays now: by the clock, the catalog and the promotions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from commerce.carts.application.shelf import Shelf
from commerce.carts.application.use_cases import reprice_store_shelf as repricing
from commerce.carts.application.use_cases.reprice_shelves import reprice_shelves
from commerce.carts.application.use_cases.reprice_store_shelf import reprice_store_shelf
from commerce.catalog.application.queries import cards_for_shelf, product_cards
from commerce.catalog.application.shelf_marks import mark_goods
from commerce.catalog.application.use_cases.change_collection import change_collection
from commerce.catalog.application.use_cases.change_pricing_settings import change_pricing_settings
from commerce.catalog.application.use_cases.create_collection import create_collection
from commerce.catalog.application.use_cases.create_price_list import create_price_list
from commerce.catalog.application.use_cases.reprice_everything import reprice_everything
from commerce.catalog.application.use_cases.set_tags import set_tags
from commerce.catalog.domain.pricing import FloorKind, PriceFloor, PriceListDraft, VatCode
from commerce.catalog.models import Collection, Product, ShelfPrice, Tag, Variant
from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.core.models import ChangedObject, OutboxDelivery
from commerce.core.outbox import deliver
from commerce.core.scope import current_tenant_id, tenant_scope
from commerce.promotions.application.use_cases.hold_redemptions import hold_redemptions
from commerce.promotions.application.use_cases.release_redemptions import release_redemptions
from commerce.promotions.application.use_cases.retire_promotion import retire_promotion
from commerce.promotions.domain.actions import AmountOffOrder
from commerce.promotions.domain.coupons import BatchDraft
from commerce.promotions.domain.goods import Kinds, Match
from commerce.promotions.domain.limits import Limits
from commerce.promotions.domain.values import Hours, Promotion
from tests.commerce.carts.shop import NOON, put_on_shelf
from tests.commerce.promotions.builders import draft, published, shared, use_of

HOUR = timedelta(hours=1)
EID = Bilingual("العيد", "Eid")


def sweep(at: datetime) -> int:
    """What the worker does at that instant, with everything the outbox holds."""
    with clock.as_of(at):
        deliver(OutboxDelivery.objects.open().values_list("pk", flat=True))
        return reprice_store_shelf(now=at, most=100)


@pytest.fixture
def shop(in_noor: Any) -> dict[str, int]:
    """Oud at 100, musk at 50, priced at noon."""
    with clock.as_of(NOON):
        variants = {"OUD": put_on_shelf("OUD", price_minor=10000), "MUSK": put_on_shelf("MUSK", price_minor=5000)}
        reprice_everything()
    assert sweep(NOON) == 2
    return variants


def product_of(variant: int) -> Any:
    return Product.objects.get(variants=variant)


def shelf_of(variant: int) -> tuple[int | None, int | None, int | None, datetime | None]:
    row = product_of(variant)
    return row.shelf_lowest_minor, row.shelf_was_minor, row.shelf_highest_minor, row.shelf_until


def marked_products() -> set[int]:
    return set(ChangedObject.objects.filter(kind="product").values_list("object_id", flat=True))


def history_of(variant: int) -> list[tuple[datetime, int]]:
    return list(ShelfPrice.objects.filter(variant=variant).order_by("since").values_list("since", "price_minor"))


def test_a_promotion_begins_and_ends_on_the_shelf_by_the_clock_alone(shop: dict[str, int]) -> None:
    oud, musk = shop["OUD"], shop["MUSK"]
    goods = Match(only=Kinds(variants=frozenset({oud})))
    sale = replace(draft(share=6000, starts_at=NOON + HOUR, ends_at=NOON + 3 * HOUR), goods=goods)
    with clock.as_of(NOON):
        published(sale, now=NOON)
    sweep(NOON)
    assert shelf_of(oud) == (10000, None, 10000, NOON + HOUR)
    assert shelf_of(musk) == (5000, None, 5000, None), "of goods it does not aim at it is no boundary"
    assert sweep(NOON + HOUR - timedelta(seconds=1)) == 0
    assert [card.slug for card in product_cards(sort="price").items] == ["musk", "oud"]

    ChangedObject.objects.filter(kind="product").delete()
    assert sweep(NOON + HOUR) == 1
    assert shelf_of(oud) == (4000, 10000, 4000, NOON + 3 * HOUR)
    assert [card.slug for card in product_cards(sort="price").items] == ["oud", "musk"]
    assert [card.slug for card in product_cards(sort="-price").items] == ["musk", "oud"]
    assert [card.slug for card in cards_for_shelf(source="reduced", category_slug="", count=9)] == ["oud"]
    assert marked_products() == {product_of(oud).pk}, "what costs something else is searched anew"
    ChangedObject.objects.filter(kind="product").delete()
    reprice_everything()
    sweep(NOON + HOUR)
    assert marked_products() == set(), "what costs the same is not"

    assert sweep(NOON + 5 * HOUR) == 1
    assert shelf_of(oud) == (10000, None, 10000, None)
    assert history_of(oud)[-3:] == [(NOON, 10000), (NOON + HOUR, 4000), (NOON + 3 * HOUR, 10000)]
    assert sweep(NOON + 6 * HOUR) == 0


@pytest.mark.parametrize("is_changed", [False, True], ids=["by time", "and a change since"])
def test_a_worker_that_was_away_finds_everything_that_was_missed(shop: dict[str, int], is_changed: bool) -> None:
    oud = shop["OUD"]
    with clock.as_of(NOON):
        published(draft(share=1000, starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR), now=NOON)
        prices = PriceListDraft(EID, NOON + 3 * HOUR, NOON + 4 * HOUR, {oud: 7000})
        create_price_list(draft=prices, now=NOON)
    sweep(NOON)
    late = NOON + 30 * HOUR
    if is_changed:
        with clock.as_of(late):
            tagged(oud)
    while sweep(late):
        pass
    assert not ChangedObject.objects.filter(kind="shelf").exists()
    assert history_of(oud) == [
        (NOON, 10000),
        (NOON + HOUR, 9000),
        (NOON + 2 * HOUR, 10000),
        (NOON + 3 * HOUR, 7000),
        (NOON + 4 * HOUR, 10000),
    ]


def in_price_list(variant: int) -> None:
    create_price_list(draft=PriceListDraft(EID, NOON, None, {variant: 7000}), now=NOON)


def with_a_floor(variant: int) -> None:
    change_pricing_settings(
        standard_rate=1500,
        default_vat=VatCode.STANDARD,
        floor=PriceFloor(FloorKind.AMOUNT, 8000),
        cash_fee_minor=0,
        cash_fee_vat=VatCode.STANDARD,
    )


def tagged(variant: int) -> None:
    set_tags(product_id=product_of(variant).pk, names=[EID])


def collected(variant: int) -> None:
    products = [product_of(variant).pk]
    change_collection(collection_id=Collection.objects.get().pk, title=EID, slug="", product_ids=products)


@pytest.mark.parametrize(
    ("change", "price"), [(in_price_list, 3500), (with_a_floor, 8000), (tagged, 10000), (collected, 10000)]
)
def test_whatever_a_price_is_made_from_is_priced_anew(
    shop: dict[str, int], change: Callable[[int], None], price: int
) -> None:
    """Half price for all but what is marked Eid, by tag or by collection."""
    oud = shop["OUD"]
    with clock.as_of(NOON):
        tagged(shop["MUSK"])
        eid = create_collection(title=EID, slug="eid", product_ids=[], now=NOON)
        marks = Kinds(tags=frozenset(Tag.objects.values_list("pk", flat=True)))
        half = replace(draft(share=5000), goods=Match(but_not=replace(marks, collections=frozenset({eid}))))
        published(half, now=NOON)
    sweep(NOON + HOUR)
    assert shelf_of(oud)[0] == 5000
    with clock.as_of(NOON + 2 * HOUR):
        change(oud)
    assert shelf_of(oud)[0] == 5000
    sweep(NOON + 3 * HOUR)
    assert shelf_of(oud)[0] == price == history_of(oud)[-1][1]


def test_publishing_and_taking_back_reach_the_shelf(shop: dict[str, int]) -> None:
    oud = shop["OUD"]
    with clock.as_of(NOON + HOUR):
        first = published(draft(share=1000), now=NOON)
        second = published(draft(share=2000), promotion_id=first.promotion_id, source="campaign:1:2", now=NOON)
    sweep(NOON + HOUR)
    assert (shelf_of(oud)[:2], second.promotion_id) == ((8000, 10000), first.promotion_id)
    with clock.as_of(NOON + 2 * HOUR):
        published(draft(share=1000), promotion_id=first.promotion_id, source="campaign:1:3", now=NOON + 2 * HOUR)
    sweep(NOON + 2 * HOUR)
    assert shelf_of(oud)[0] == 9000
    with clock.as_of(NOON + 3 * HOUR):
        retire_promotion(promotion_id=first.promotion_id)
    sweep(NOON + 3 * HOUR)
    assert shelf_of(oud)[0] == 10000
    assert [price for _, price in history_of(oud)] == [10000, 8000, 9000, 10000]


def test_a_promotion_that_is_used_up_leaves_the_shelf_and_comes_back(shop: dict[str, int]) -> None:
    oud = shop["OUD"]
    with clock.as_of(NOON):
        sale = published(draft(share=1000), Limits(uses=2), now=NOON)
    sweep(NOON + HOUR)
    for order, price in ((1, 9000), (2, 10000)):
        with clock.as_of(NOON + (1 + order) * HOUR):
            uses = [use_of(sale)]
            hold_redemptions(subject=f"order:{order}", drafts=uses, expires_at=NOON + 9 * HOUR, now=clock.now())
        sweep(NOON + (1 + order) * HOUR)
        assert shelf_of(oud)[0] == price
    with clock.as_of(NOON + 4 * HOUR):
        release_redemptions(subject="order:1", now=clock.now())
    sweep(NOON + 4 * HOUR)
    assert shelf_of(oud)[0] == 9000


OFF_ORDER = replace(draft(), actions=(AmountOffOrder(500),))


@pytest.mark.parametrize(
    ("versions", "coupons", "is_priced"),
    [
        ([OFF_ORDER], [], False),
        ([draft(first_order=True)], [], False),
        ([draft()], [shared("EID")], False),
        ([draft()], [], True),
        ([draft(), OFF_ORDER], [], True),
    ],
    ids=["off the order", "of a first order", "with a code", "off the shelf", "off the shelf before"],
)
def test_only_promotions_that_act_on_shelves_price_them_anew(
    shop: dict[str, int], versions: list[Promotion], coupons: list[BatchDraft], is_priced: bool
) -> None:
    promotion_id = None
    with clock.as_of(NOON + HOUR):
        for number, version in enumerate(versions):
            limits = Limits(uses=1)
            kept = published(version, limits, coupons, promotion_id=promotion_id, source=f"a:1:{number}", now=NOON)
            promotion_id = kept.promotion_id
    assert sweep(NOON + HOUR) == (2 if is_priced else 0)
    with clock.as_of(NOON + 2 * HOUR):
        hold_redemptions(subject="order:1", drafts=[use_of(kept)], expires_at=NOON + 9 * HOUR, now=clock.now())
    assert sweep(NOON + 2 * HOUR) == (2 if is_priced else 0)
    with clock.as_of(NOON + 3 * HOUR):
        release_redemptions(subject="order:1", now=clock.now())
    assert sweep(NOON + 3 * HOUR) == (2 if is_priced else 0)
    with clock.as_of(NOON + 4 * HOUR):
        retire_promotion(promotion_id=kept.promotion_id)
    assert sweep(NOON + 4 * HOUR) == (2 if is_priced else 0)


def test_hours_of_the_day_are_boundaries_and_codes_are_none(shop: dict[str, int]) -> None:
    """Noon is three in the afternoon in Riyadh."""
    oud, hours = shop["OUD"], (Hours(time(20), time(22)),)
    with clock.as_of(NOON):
        published(draft(share=1000, hours=hours), now=NOON)
        published(draft(share=5000, ends_at=NOON + HOUR, cities=frozenset({"riyadh"})), source="a:2:1", now=NOON)
        published(draft(share=5000, ends_at=NOON + HOUR), coupons=[shared("EID")], source="a:3:1", now=NOON)
    sweep(NOON)
    assert shelf_of(oud) == (10000, None, 10000, NOON + 5 * HOUR)
    sweep(NOON + 5 * HOUR)
    assert shelf_of(oud) == (9000, 10000, 9000, NOON + 7 * HOUR)
    sweep(NOON + 7 * HOUR)
    assert shelf_of(oud) == (10000, None, 10000, NOON + 29 * HOUR)


def test_the_columns_are_the_price_tags(shop: dict[str, int]) -> None:
    """Whatever is promised: the columns say what the cards of the same instant say."""
    oud, musk = shop["OUD"], shop["MUSK"]
    Variant.objects.create(
        product=product_of(oud), sku="OUD-XL", price_minor=3000, compare_at_minor=9000, combination="2"
    )
    with clock.as_of(NOON):
        create_price_list(draft=PriceListDraft(EID, NOON, None, {musk: 12345}), now=NOON)
        published(draft(share=1500, minimum_spend=4000), now=NOON)
    sweep(NOON + HOUR)
    for card in Shelf(NOON + HOUR).cards(product_cards().items):
        row = Product.objects.get(pk=card.id)
        was = None if card.compare_at is None else card.compare_at.minor
        assert (row.shelf_lowest_minor, row.shelf_was_minor) == (card.price.minor, was)
        assert (row.shelf_lowest_minor != row.shelf_highest_minor) == card.price_varies


def test_a_store_takes_its_turn_in_batches_and_as_many_statements_for_each(
    shop: dict[str, int],
) -> None:
    for number in range(7):
        put_on_shelf(f"MORE-{number}")
    statements = []
    for most, hours in ((2, 1), (6, 2)):
        with clock.as_of(NOON + hours * HOUR):
            published(draft(share=1000 * hours), source=f"a:{hours}:1", now=NOON)
            reprice_everything()
        with CaptureQueriesContext(connection) as seen:
            assert reprice_store_shelf(now=NOON + hours * HOUR, most=most) == most
        statements.append([query["sql"][:120] for query in seen])
    assert len(statements[0]) == len(statements[1]), "\n".join([*statements[0], "=====", *statements[1]])
    assert ChangedObject.objects.filter(kind="shelf").count() == 3


@pytest.mark.parametrize(("of_the_newest", "price"), [(0.1, 7000), (0.0, 10000)])
def test_a_price_that_somebody_sets_does_not_wait_for_a_promotion_on_everything(
    shop: dict[str, int], monkeypatch: pytest.MonkeyPatch, of_the_newest: float, price: int
) -> None:
    """The control takes all of them in their turn."""
    monkeypatch.setattr(repricing, "OF_THE_NEWEST", of_the_newest)
    for number in range(12):
        put_on_shelf(f"MORE-{number}")
    sweep(NOON)
    with clock.as_of(NOON + HOUR):
        reprice_everything()
    with clock.as_of(NOON + HOUR + timedelta(seconds=1)):
        Variant.objects.filter(pk=shop["OUD"]).update(price_minor=7000)
        mark_goods([product_of(shop["OUD"]).pk])
    assert reprice_store_shelf(now=NOON + 2 * HOUR, most=10) == 10
    assert shelf_of(shop["OUD"])[0] == price


def test_few_marks_are_taken_once_each(shop: dict[str, int]) -> None:
    for number in range(7):
        put_on_shelf(f"MORE-{number}")
    with clock.as_of(NOON + HOUR):
        reprice_everything()
    assert reprice_store_shelf(now=NOON + HOUR, most=10) == 9
    assert not ChangedObject.objects.filter(kind="shelf").exists()


def test_one_product_that_can_not_be_priced_stops_no_other(
    shop: dict[str, int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, price = product_of(shop["OUD"]).pk, repricing._price

    def broken(product_ids: Any, instant: datetime) -> set[int]:
        if bad in product_ids:
            raise ValueError("broken")
        return price(product_ids, instant)

    monkeypatch.setattr(repricing, "_price", broken)
    with clock.as_of(NOON + HOUR):
        published(draft(share=1000), now=NOON)
    sweep(NOON + HOUR)
    assert [shelf_of(shop[sku])[0] for sku in ("OUD", "MUSK")] == [10000, 4500]
    assert "can't be found" in caplog.text
    monkeypatch.undo()
    assert sweep(NOON + HOUR) == 0
    assert sweep(NOON + HOUR + repricing.PAUSE) == 1
    assert shelf_of(shop["OUD"])[0] == 9000


def test_other_sweeps_do_not_wait_for_a_whole_store(noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One worker may do all of them, and what is edited meanwhile is to be found within seconds."""
    with tenant_scope(noor.pk), transaction.atomic(), clock.as_of(NOON):
        put_on_shelf("OUD")
        reprice_everything()
    monkeypatch.setattr(
        "commerce.carts.application.use_cases.reprice_shelves.reprice_store_shelf", lambda *, now, most: most
    )
    assert reprice_shelves(now=NOON + HOUR) <= 1000
    assert reprice_shelves(now=NOON + HOUR, batches=20) == 4000, "the control: there is more"


def test_every_store_that_waits_has_its_turn(noor: Any, souq: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that fails stops no other."""
    served = []

    def serve(*, now: datetime, most: int) -> int:
        served.append(current_tenant_id())
        if served[-1] == souq.pk:
            raise ValueError("broken")
        return 1

    for store, instant in ((noor, NOON + HOUR), (souq, NOON)):
        with tenant_scope(store.pk), transaction.atomic(), clock.as_of(instant):
            put_on_shelf("OUD")
            reprice_everything()
    monkeypatch.setattr("commerce.carts.application.use_cases.reprice_shelves.reprice_store_shelf", serve)
    assert reprice_shelves(now=NOON + timedelta(minutes=30)) == 0
    assert served == [souq.pk]
    assert reprice_shelves(now=NOON + HOUR) == 1
    assert served[1:] == [souq.pk, noor.pk]
    assert reprice_shelves(now=NOON + HOUR, most=1, batches=4) == 3
    assert served[3:] == [souq.pk, noor.pk, noor.pk, noor.pk], "who has more waits for who has not had any"
