"""Price lists, prices by quantity, VAT, the floor and the fee: written, told, and answered to those who price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from commerce.catalog.application.price_lists import PriceListChanged, PriceListRefused
from commerce.catalog.application.queries import get_price_list, lowest_before_reduction, pricing_offers, pricing_terms
from commerce.catalog.application.use_cases.change_price_list import change_price_list
from commerce.catalog.application.use_cases.change_pricing_settings import (
    PricingSettingsRefused,
    change_pricing_settings,
)
from commerce.catalog.application.use_cases.change_product import change_product
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.create_collection import create_collection
from commerce.catalog.application.use_cases.create_price_list import create_price_list
from commerce.catalog.application.use_cases.create_product import create_product
from commerce.catalog.application.use_cases.delete_price_list import delete_price_list
from commerce.catalog.application.use_cases.publish_product import publish_product
from commerce.catalog.application.use_cases.record_shelf_prices import record_shelf_prices
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.application.use_cases.set_quantity_prices import QuantityPricesRefused, set_quantity_prices
from commerce.catalog.application.use_cases.set_tags import set_tags
from commerce.catalog.application.use_cases.set_vat_category import set_vat_category
from commerce.catalog.application.use_cases.unpublish_product import unpublish_product
from commerce.catalog.domain.drafts import VariantDraft
from commerce.catalog.domain.pricing import (
    CashFee,
    FloorKind,
    PriceFloor,
    PriceListDraft,
    ScheduledPrice,
    TierPrice,
    VatCode,
)
from commerce.catalog.models import (
    ListedPrice,
    PriceList,
    ProductTag,
    QuantityPrice,
    ShelfPrice,
    Variant,
    VatCategory,
)
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound
from commerce.core.models import AuditEntry, ChangedObject
from commerce.core.scope import tenant_scope
from tests.commerce.catalog.builders import NOON, oud_draft, published, simple_draft, variants_of, words
from tests.commerce.catalog.product_files import MUSK, own_file, run_import

pytestmark = pytest.mark.usefixtures("in_noor")

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SALE = Bilingual("تخفيضات الصيف", "Summer sale")


def sale(prices: dict[int, int], **changes: Any) -> PriceListDraft:
    facts: dict[str, Any] = {"name": SALE, "starts_at": NOON, "ends_at": NOON + DAY, "prices": prices}
    return PriceListDraft(**(facts | changes))


def history(variant_id: int) -> list[tuple[Any, int]]:
    return [
        ((row.since - NOON) / HOUR, row.price_minor)
        for row in ShelfPrice.objects.filter(variant=variant_id).order_by("since")
    ]


def latest() -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    row = AuditEntry.objects.latest("id")
    return row.kind, row.action, row.before, row.after


def sar(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "SAR"}


def test_an_offer_has_everything_that_moves_its_price(in_noor: Any) -> None:
    product = published(oud_draft())
    small, large = variants_of(product.pk)
    Variant.objects.filter(pk=small.pk).update(cost_minor=60_00)
    top = create_category(name=words("Perfumes"))
    below = create_category(name=words("Oud"), parent_id=top)
    set_categories(product_id=product.pk, category_ids=[below])
    set_tags(product_id=product.pk, names=[words("New")])
    picked = create_collection(title=words("Best"), product_ids=[product.pk], now=NOON)
    zero = VatCategory.objects.get(code=VatCode.ZERO).pk
    ended = create_price_list(draft=sale({small.pk: 1}, starts_at=NOON - 2 * DAY, ends_at=NOON), now=NOON - 2 * DAY)
    running = create_price_list(draft=sale({small.pk: 100_00}), now=NOON)
    coming = create_price_list(draft=sale({small.pk: 90_00}, starts_at=NOON + DAY, ends_at=None), now=NOON)
    set_quantity_prices(variant_id=small.pk, tiers=[TierPrice(10, 80_00), TierPrice(3, 95_00)])
    set_vat_category(product_id=product.pk, vat_category_id=zero)
    offers = pricing_offers([small.pk, large.pk, 987654], now=NOON)
    assert set(offers) == {small.pk, large.pk}
    offer = offers[small.pk]
    assert (offer.product_id, offer.list_price_minor, offer.compare_at_minor, offer.cost_minor) == (
        product.pk, 125_00, 150_00, 60_00,
    )  # fmt: skip
    assert offer.price_lists == (
        ScheduledPrice(running, 100_00, NOON, NOON + DAY),
        ScheduledPrice(coming, 90_00, NOON + DAY, None),
    )
    assert ended not in {price.price_list_id for price in offer.price_lists}
    assert offer.tiers == (TierPrice(3, 95_00), TierPrice(10, 80_00))
    assert offer.category_ids == {top, below}
    assert offer.collection_ids == {picked}
    assert offer.tag_ids == set(ProductTag.objects.values_list("tag_id", flat=True))
    assert offer.vat_category_id == zero
    plain = offers[large.pk]
    assert (plain.price_lists, plain.tiers, plain.cost_minor) == ((), (), None)


@pytest.mark.parametrize("count", [1, 12])
def test_offers_take_one_statement_however_many(in_noor: Any, django_assert_num_queries: Any, count: int) -> None:
    products = [published(simple_draft(f"S{number}", f"Musk {number}")) for number in range(count)]
    shelf = create_category(name=words("Musk"))
    ids = [variants_of(product.pk)[0].pk for product in products]
    for product in products:
        set_categories(product_id=product.pk, category_ids=[shelf])
    create_price_list(draft=sale(dict.fromkeys(ids, 1)), now=NOON)
    with django_assert_num_queries(1):
        assert len(pricing_offers(ids, now=NOON)) == count
    with django_assert_num_queries(1):
        lowest_before_reduction(ids[0], full_price=1, earliest=NOON + DAY, at=NOON + DAY)


def test_terms_of_a_new_store_are_the_standard_rate_and_nothing_more(
    in_noor: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        terms = pricing_terms()
    assert (terms.currency, terms.zone) == ("SAR", "Asia/Riyadh")
    assert [(each.code, each.rate) for each in terms.vat] == [(VatCode.STANDARD, 1500), (VatCode.ZERO, 0)]
    assert terms.default_vat_id == terms.vat[0].id
    assert (terms.floor, terms.cash_fee) == (None, None)
    product = published(simple_draft("MUSK"))
    [variant] = variants_of(product.pk)
    assert pricing_offers([variant.pk], now=NOON)[variant.pk].vat_category_id == terms.default_vat_id


def test_settings_of_the_store_are_kept_and_told(in_noor: Any) -> None:
    facts: dict[str, Any] = {
        "standard_rate": 500,
        "default_vat": VatCode.ZERO,
        "floor": PriceFloor(FloorKind.SHARE_OF_COST, 11_000),
        "cash_fee_minor": 15_00,
        "cash_fee_vat": VatCode.STANDARD,
    }
    change_pricing_settings(**facts)
    terms = pricing_terms()
    standard, zero = terms.vat
    assert (standard.rate, terms.default_vat_id) == (500, zero.id)
    assert terms.floor == PriceFloor(FloorKind.SHARE_OF_COST, 11_000)
    assert terms.cash_fee == CashFee(15_00, standard.id)
    assert latest() == (
        "store",
        "pricing_changed",
        {
            "standard_rate": {"share": 1500}, "default_vat": "standard", "floor_kind": None, "floor": None,
            "cash_fee": None, "cash_fee_vat": None,
        },
        {
            "standard_rate": {"share": 500}, "default_vat": "zero", "floor_kind": "share_of_cost",
            "floor": {"share": 11_000}, "cash_fee": sar(15_00), "cash_fee_vat": "standard",
        },
    )  # fmt: skip
    told = AuditEntry.objects.count()
    change_pricing_settings(**facts)
    assert AuditEntry.objects.count() == told, "the same again is nothing"
    for wrong, problem in (
        ({"standard_rate": 10_001}, "rate_out_of_range"),
        ({"cash_fee_minor": -1}, "negative_price"),
        ({"floor": PriceFloor(FloorKind.SHARE_OF_LIST, 10_001)}, "floor_out_of_range"),
    ):
        with pytest.raises(PricingSettingsRefused) as refused:
            change_pricing_settings(**(facts | wrong))
        assert refused.value.facts["problem"] == problem
    assert pricing_terms() == terms


def change(price_list: int, draft: PriceListDraft, *, now: datetime = NOON) -> None:
    seen = get_price_list(price_list).version
    change_price_list(price_list_id=price_list, draft=draft, seen=seen, now=now)


def test_a_list_that_somebody_else_changed_is_not_written_over(in_noor: Any) -> None:
    [variant] = variants_of(published(simple_draft("OUD")).pk)
    price_list = create_price_list(draft=sale({variant.pk: 100_00}), now=NOON)
    seen = get_price_list(price_list).version
    change(price_list, sale({variant.pk: 90_00}))
    for stale in (seen, ""):
        with pytest.raises(PriceListChanged) as refused:
            change_price_list(price_list_id=price_list, draft=sale({variant.pk: 80_00}), seen=stale, now=NOON)
    assert ListedPrice.objects.get().price_minor == 90_00
    assert refused.value.facts["version"] == get_price_list(price_list).version


def test_price_lists_are_made_changed_and_taken_away(in_noor: Any) -> None:
    small, large = variants_of(published(oud_draft()).pk)
    price_list = create_price_list(draft=sale({small.pk: 100_00}), now=NOON)
    assert latest()[:2] == ("price_list", "created")
    assert latest()[3]["prices"] == {"OUD-50": sar(100_00)}
    ChangedObject.objects.all().delete()
    later = sale({small.pk: 90_00, large.pk: 150_00}, ends_at=None)
    change(price_list, later, now=NOON)
    assert latest() == (
        "price_list",
        "changed",
        {"ends_at": (NOON + DAY).isoformat(), "prices": {"OUD-50": sar(100_00)}},
        {"ends_at": None, "prices": {"OUD-100": sar(150_00), "OUD-50": sar(90_00)}},
    )
    assert ChangedObject.objects.filter(kind="product", object_id=small.product_id).exists()
    told = AuditEntry.objects.count()
    change(price_list, later, now=NOON)
    assert AuditEntry.objects.count() == told
    change(price_list, replace(later, prices={large.pk: 150_00}), now=NOON)
    assert list(ListedPrice.objects.values_list("variant_id", "price_minor")) == [(large.pk, 150_00)]
    delete_price_list(price_list_id=price_list, now=NOON)
    assert latest()[:2] == ("price_list", "deleted")
    assert latest()[2]["prices"] == {"OUD-100": sar(150_00)}
    assert not PriceList.objects.exists()
    assert not ListedPrice.objects.exists()


def test_price_lists_refuse_what_can_not_be(in_noor: Any, souq: Any) -> None:
    with tenant_scope(souq.pk), transaction.atomic():
        [foreign] = variants_of(published(simple_draft("THEIRS")).pk)
    [own] = variants_of(published(simple_draft("OURS")).pk)
    for variant_id in (foreign.pk, 987654):
        with pytest.raises(NotFound):
            create_price_list(draft=sale({own.pk: 1, variant_id: 1}), now=NOON)
    with pytest.raises(PriceListRefused):
        create_price_list(draft=sale({own.pk: 1}, ends_at=NOON), now=NOON)
    with pytest.raises(NotFound):
        change_price_list(price_list_id=987654, draft=sale({own.pk: 1}), seen="", now=NOON)
    with pytest.raises(NotFound):
        delete_price_list(price_list_id=987654, now=NOON)
    assert not PriceList.objects.exists()


def test_prices_by_quantity_are_replaced_and_told(in_noor: Any) -> None:
    [variant] = variants_of(published(simple_draft("MUSK")).pk)
    set_quantity_prices(variant_id=variant.pk, tiers=[TierPrice(3, 45_00)])
    set_quantity_prices(variant_id=variant.pk, tiers=[TierPrice(6, 40_00), TierPrice(3, 44_00)])
    assert latest() == (
        "variant",
        "quantity_priced",
        {"quantity_prices": {"3+": sar(45_00)}},
        {"quantity_prices": {"3+": sar(44_00), "6+": sar(40_00)}},
    )
    with pytest.raises(QuantityPricesRefused):
        set_quantity_prices(variant_id=variant.pk, tiers=[TierPrice(1, 40_00)])
    with pytest.raises(NotFound):
        set_quantity_prices(variant_id=987654, tiers=[])
    set_quantity_prices(variant_id=variant.pk, tiers=[])
    assert not QuantityPrice.objects.exists()


def test_a_history_begins_with_the_variant_and_tells_every_change(in_noor: Any) -> None:
    product = published(oud_draft())
    small, large = variants_of(product.pk)
    assert (history(small.pk), history(large.pk)) == ([(0, 125_00)], [(0, 200_00)])
    draft = drafted(product.pk)
    change_product(product_id=product.pk, draft=draft, now=NOON + HOUR)
    cheaper = replace(draft.variants[0], price_minor=110_00)
    change_product(
        product_id=product.pk, draft=replace(draft, variants=(cheaper, draft.variants[1])), now=NOON + 2 * HOUR
    )
    assert history(small.pk) == [(0, 125_00), (2, 110_00)]
    assert history(large.pk) == [(0, 200_00)], "saving what stands there says nothing"


def test_a_price_at_which_nobody_could_buy_is_no_price(in_noor: Any, tmp_path: Any) -> None:
    """The word of a draft, made up for a day, by hand, by a price list, by who prices shelves, or by a file."""
    product_id = create_product(draft=simple_draft("MUSK", price_minor=1_00), now=NOON)
    [variant] = variants_of(product_id)
    running = create_price_list(draft=sale({variant.pk: 50}), now=NOON)
    delete_price_list(price_list_id=running, now=NOON)
    record_shelf_prices(prices={variant.pk: 75}, at=NOON)
    draft = replace(simple_draft("MUSK"), variants=(VariantDraft(variant.pk, "MUSK", 100_00),))
    change_product(product_id=product_id, draft=draft, now=NOON + HOUR)
    assert history(variant.pk) == []
    ChangedObject.objects.all().delete()
    publish_product(product_id=product_id, now=NOON + 2 * HOUR)
    assert history(variant.pk) == [(2, 100_00)]
    assert ChangedObject.objects.filter(kind="shelf", object_id=product_id).exists(), "what promotions make of it"
    unpublish_product(product_id=product_id, now=NOON + 3 * HOUR)
    change_product(product_id=product_id, draft=draft, now=NOON + 4 * HOUR)
    publish_product(product_id=product_id, now=NOON + 5 * HOUR)
    assert history(variant.pk) == [(2, 100_00)]

    run_import(own_file(tmp_path / "oud.csv", [MUSK | {"handle": "oud", "sku": "OUD", "status": "draft"}]))
    filed = Variant.objects.get(sku="OUD")
    assert history(filed.pk) == []
    run_import(own_file(tmp_path / "oud.csv", [MUSK | {"handle": "oud", "sku": "OUD", "status": "published"}]))
    assert [price for _, price in history(filed.pk)] == [filed.price_minor]


def drafted(product_id: int) -> Any:
    rows = zip(oud_draft().variants, variants_of(product_id), strict=True)
    return oud_draft(variants=tuple(replace(draft, id=row.pk) for draft, row in rows))


def test_two_changes_of_one_instant_are_told_in_their_order(in_noor: Any) -> None:
    """A writer who waited for another may have read the clock before it."""
    product = published(simple_draft("MUSK"))
    [variant] = variants_of(product.pk)
    for price, now in ((40_00, NOON), (45_00, NOON - HOUR)):
        draft = simple_draft("MUSK")
        draft = replace(draft, variants=(VariantDraft(variant.pk, "MUSK", price),))
        change_product(product_id=product.pk, draft=draft, now=now)
    assert [price for _, price in history(variant.pk)] == [50_00, 40_00, 45_00]


def test_an_import_is_told_too(in_noor: Any, tmp_path: Any) -> None:
    run_import(own_file(tmp_path / "musk.csv", [MUSK | {"price": "50.00"}]))
    run_import(own_file(tmp_path / "musk.csv", [MUSK | {"price": "50.00"}]))
    run_import(own_file(tmp_path / "musk.csv", [MUSK | {"price": "30.00"}]))
    variant = Variant.objects.get(sku="MUSK")
    assert [price for _, price in history(variant.pk)] == [50_00, 30_00]


def test_a_price_list_is_told_when_it_is_in_force(in_noor: Any) -> None:
    [variant] = variants_of(published(simple_draft("MUSK")).pk)
    coming = create_price_list(draft=sale({variant.pk: 1}, starts_at=NOON + DAY, ends_at=None), now=NOON)
    assert history(variant.pk) == [(0, 50_00)]
    running = create_price_list(draft=sale({variant.pk: 40_00}), now=NOON + HOUR)
    change(running, sale({variant.pk: 35_00}), now=NOON + 2 * HOUR)
    delete_price_list(price_list_id=coming, now=NOON + 3 * HOUR)
    delete_price_list(price_list_id=running, now=NOON + 4 * HOUR)
    assert history(variant.pk) == [(0, 50_00), (1, 40_00), (2, 35_00), (4, 50_00)]


def test_what_upper_modules_take_off_stays_told(in_noor: Any) -> None:
    """A promotion's price is recorded from above; saving the product does not say it is over."""
    product = published(oud_draft())
    small, _ = variants_of(product.pk)
    record_shelf_prices(prices={small.pk: 99_00, 987654: 1}, at=NOON + HOUR)
    record_shelf_prices(prices={small.pk: 99_00}, at=NOON + HOUR)
    change_product(product_id=product.pk, draft=drafted(product.pk), now=NOON + 2 * HOUR)
    record_shelf_prices(prices={small.pk: 77_00}, at=NOON + HOUR / 2)
    record_shelf_prices(prices={}, at=NOON)
    assert history(small.pk) == [(0, 125_00), (1, 99_00)]


def test_the_lowest_price_of_many_before_a_reduction(in_noor: Any) -> None:
    small, large = variants_of(published(oud_draft()).pk)
    [young] = variants_of(published(simple_draft("MUSK")).pk)
    record_shelf_prices(prices={small.pk: 80_00, large.pk: 90_00}, at=NOON + DAY)
    record_shelf_prices(prices={small.pk: 125_00}, at=NOON + 2 * DAY)
    record_shelf_prices(prices={small.pk: 60_00}, at=NOON + 32 * DAY)
    assert [lowest_before(each, 0) for each in (small, large, young)] == [None, None, None]
    assert lowest_before(small, 31) == 80_00
    assert [lowest_before(each, 32) for each in (small, large, young)] == [125_00, 90_00, 50_00]


def lowest_before(variant: Variant, days: int) -> int | None:
    """A reduction that can have begun then at the earliest, as it is told then."""
    at = NOON + days * DAY
    return lowest_before_reduction(variant.pk, full_price=variant.price_minor, earliest=at, at=at)


@pytest.mark.parametrize("change", ["UPDATE catalog_shelfprice SET price_minor = 1", "DELETE FROM catalog_shelfprice"])
def test_nobody_changes_the_history(in_noor: Any, change: str) -> None:
    published(simple_draft("MUSK"))
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_variant_that_was_never_sold_takes_its_history_along(in_noor: Any) -> None:
    product = published(oud_draft())
    small, large = variants_of(product.pk)
    draft = drafted(product.pk)
    change_product(product_id=product.pk, draft=replace(draft, variants=draft.variants[:1]), now=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert set(ShelfPrice.objects.values_list("variant_id", flat=True)) == {small.pk}
    assert large.pk


@pytest.mark.parametrize(
    "plant",
    [
        lambda noors, theirs: ListedPrice(price_list_id=noors["list"], variant_id=theirs, price_minor=1),
        lambda noors, theirs: QuantityPrice(variant_id=theirs, at_least=2, price_minor=1),
        lambda noors, theirs: ShelfPrice(variant_id=theirs, since=NOON, price_minor=1),
    ],
    ids=["listed", "by quantity", "history"],
)
def test_no_key_leads_to_another_stores_variant(in_noor: Any, souq: Any, plant: Callable[..., Any]) -> None:
    with tenant_scope(souq.pk), transaction.atomic():
        [foreign] = variants_of(published(simple_draft("THEIRS")).pk)
    noors = {"list": create_price_list(draft=sale({}), now=NOON)}
    with pytest.raises(IntegrityError), transaction.atomic():
        settle(plant(noors, foreign.pk))


def settle(row: Any) -> None:
    """Saves it and checks at once what waits for the commit."""
    row.save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
