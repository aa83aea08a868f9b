"""The desk's pages of prices: what is typed is kept, what can't be is said, and who may not is turned away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation
from wagtail.users.models import UserProfile

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import User
from commerce.catalog.application.queries import pricing_terms
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.create_collection import create_collection
from commerce.catalog.application.use_cases.create_price_list import create_price_list
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.domain.pricing import FloorKind, PriceFloor, PriceListDraft
from commerce.catalog.models import (
    Collection,
    CollectionProduct,
    ListedPrice,
    PriceList,
    Product,
    QuantityPrice,
    Variant,
    VatCategory,
)
from commerce.core import clock
from commerce.core.models import AuditEntry
from tests.commerce.catalog.builders import NOON, oud_draft, published, simple_draft, variants_of, words
from tests.commerce.catalog.desk import LARGE, NEW, SMALL, edit, member, posted_again, sent

LISTS = "/manage/scheduled-prices/"
COLLECTIONS = "/manage/products/collections/"
SETTINGS = "/manage/pricing/"
RIYADH = ZoneInfo("Asia/Riyadh")


@pytest.fixture
def manager(in_noor: Any) -> Client:
    return member(in_noor, Role.MANAGER)


def fields(page: Any, prefix: str) -> list[str]:
    return [name for name in page.context["form"].fields if name.startswith(prefix)]


def test_prices_are_scheduled_in_the_stores_time(manager: Client) -> None:
    small, large = variants_of(published(oud_draft()).pk)
    typed = {
        "name_ar": "تخفيضات",
        "starts_at": "2026-12-01T20:00",
        "ends_at": "2026-12-02T00:00",
        f"price_{small.pk}": "٩٩٫٥٠",
        f"price_{large.pk}": "",
    }
    assert manager.post(f"{LISTS}new/", typed)["Location"] == LISTS
    row = PriceList.objects.get()
    assert row.starts_at == datetime(2026, 12, 1, 20, tzinfo=RIYADH)
    assert row.ends_at == datetime(2026, 12, 2, tzinfo=RIYADH)
    assert ListedPrice.objects.values_list("variant_id", "price_minor").get() == (small.pk, 99_50)
    assert "8:00 م" in manager.get(LISTS).content.decode()
    page = manager.get(f"{LISTS}{row.pk}/")
    again = posted_again(page)
    assert again["starts_at"] == "2026-12-01T20:00"
    assert again[f"price_{small.pk}"] == "99.50"
    told = AuditEntry.objects.count()
    assert manager.post(f"{LISTS}{row.pk}/", again)["Location"] == LISTS
    assert AuditEntry.objects.count() == told, "saving what is shown changes nothing"
    assert manager.get(f"{LISTS}{row.pk}/delete/").status_code == 405
    assert manager.post(f"{LISTS}{row.pk}/delete/")["Location"] == LISTS
    assert not PriceList.objects.exists()
    assert manager.get(f"{LISTS}{row.pk}/").status_code == 404
    assert manager.post(f"{LISTS}{row.pk}/delete/").status_code == 404


def test_two_who_change_one_list_are_told_of_each_other(manager: Client) -> None:
    assert manager.post(f"{LISTS}new/", {"name_en": "Sale"}).status_code == 302
    path = f"{LISTS}{PriceList.objects.get().pk}/"
    typed = posted_again(manager.get(path))
    assert manager.post(path, typed | {"name_en": "Eid"}).status_code == 302
    page = manager.post(path, typed | {"name_en": "Friday"})
    assert page.status_code == 422
    assert PriceList.objects.get().name_en == "Eid"
    assert manager.post(path, posted_again(page)).status_code == 302, "who read that may replace it"
    assert PriceList.objects.get().name_en == "Friday"


def test_an_empty_start_is_now(manager: Client) -> None:
    before = clock.now()
    assert manager.post(f"{LISTS}new/", {"name_en": "Sale"}).status_code == 302
    assert before <= PriceList.objects.get().starts_at <= clock.now()


def test_products_are_found_and_what_was_typed_stays(manager: Client) -> None:
    oud, musk = published(oud_draft()), published(simple_draft("MUSK"))
    shelf = create_category(name=words("Perfumes"))
    set_categories(product_id=oud.pk, category_ids=[shelf])
    ouds = [f"price_{variant.pk}" for variant in variants_of(oud.pk)]
    [musks] = [f"price_{variant.pk}" for variant in variants_of(musk.pk)]
    typed = {"name_ar": "تخفيضات", "starts_at": "2026-12-01T20:00", musks: "nonsense", "find": "1"}
    page = manager.post(f"{LISTS}new/", typed | {"find_category": "perfumes"})
    assert page.status_code == 200
    assert fields(page, "price_") == [musks, *ouds]
    again = posted_again(page)
    assert (again["name_ar"], again["starts_at"], again[musks]) == ("تخفيضات", "2026-12-01T20:00", "nonsense")
    assert fields(manager.post(f"{LISTS}new/", {"find": "1", "find_words": "عطر العود"}), "price_") == ouds
    assert fields(manager.post(f"{LISTS}new/", {"find": "1", "find_words": "musk"}), "price_") == [musks]
    assert fields(manager.post(f"{LISTS}new/", {"find": "1", "find_words": "nothing"}), "price_") == []
    assert fields(manager.post(f"{LISTS}new/", {"find": "1", "find_words": "mu\0sk"}), "price_") == [musks]
    assert set(fields(manager.post(f"{LISTS}new/", {"find": "1"}), "price_")) == {musks, *ouds}
    assert not PriceList.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name_ar": ""}, "it has no name"),
        ({"ends_at": "2026-12-01T20:00"}, "it ends before it starts"),
        ({"ends_at": "tomorrow"}, "Enter a valid date/time."),
        ({"price": "abc"}, "This is not an amount. Please type one as %(example)s."),
        ({"price": "-1"}, "a price is less than nothing"),
    ],
)
def test_what_can_not_be_scheduled_is_said_and_shown_again(manager: Client, wrong: dict[str, str], said: str) -> None:
    [variant] = variants_of(published(simple_draft("MUSK")).pk)
    typed = {"name_ar": "تخفيضات", "starts_at": "2026-12-01T20:00", "price": "9"} | wrong
    typed[f"price_{variant.pk}"] = typed.pop("price")
    page = manager.post(f"{LISTS}new/", typed)
    assert page.status_code == 422
    errors = [str(text) for texts in page.context["form"].errors.values() for text in texts]
    assert len(errors) == 1
    with translation.override("ar"):
        assert translation.gettext(said) % {"example": "149.50"} in errors[0]
    assert not PriceList.objects.exists()


def test_prices_by_quantity_are_typed_line_by_line(manager: Client) -> None:
    product = published(oud_draft())
    small, large = variants_of(product.pk)
    path = f"/manage/products/{product.pk}/quantity-prices/"
    assert manager.get(path).status_code == 200
    typed = {f"pieces_{small.pk}_0": "٣", f"price_{small.pk}_0": "120"}
    typed |= {f"pieces_{small.pk}_3": "10", f"price_{small.pk}_3": "110.50"}
    assert manager.post(path, typed)["Location"] == path
    rows = QuantityPrice.objects.order_by("at_least").values_list("variant_id", "at_least", "price_minor")
    assert list(rows) == [(small.pk, 3, 120_00), (small.pk, 10, 110_50)]
    again = posted_again(manager.get(path))
    assert (again[f"pieces_{small.pk}_1"], again[f"price_{small.pk}_1"]) == ("10", "110.50")
    for wrong in (
        {f"pieces_{small.pk}_0": "1"},
        {f"pieces_{small.pk}_0": ""},
        {f"price_{small.pk}_0": ""},
        {f"price_{large.pk}_0": "9"},
        {f"price_{small.pk}_0": "100"},
    ):
        page = manager.post(path, again | wrong)
        assert page.status_code == 422
        assert page.context["form"].errors
    assert list(rows.all()) == [(small.pk, 3, 120_00), (small.pk, 10, 110_50)]


def test_cost_and_vat_are_typed_with_the_product(manager: Client) -> None:
    zero = VatCategory.objects.get(code="zero")
    small = SMALL | {"cost": "٦٠٫٢٥"}
    answer = manager.post(NEW, sent([small, LARGE], vat_category=str(zero.pk), stock_reason="x"))
    assert answer.status_code == 302
    product = Product.objects.get()
    assert list(Variant.objects.order_by("position").values_list("cost_minor", flat=True)) == [60_25, None]
    assert product.vat_category == zero
    again = posted_again(manager.get(edit(product.pk)))
    assert again["variants-0-cost"] == "60.25"
    page = manager.post(edit(product.pk), again | {"variants-0-cost": "-1", "vat_category": str(zero.pk)})
    assert page.status_code == 422
    assert "cost" in page.context["editor"].grid.variants.forms[0].errors
    assert manager.post(edit(product.pk), again | {"vat_category": ""}).status_code == 302
    product.refresh_from_db()
    assert product.vat_category is None
    assert manager.post(edit(product.pk), again | {"vat_category": "987654"}).status_code == 422
    entry = AuditEntry.objects.filter(action="vat_changed").latest("id")
    assert (entry.before, entry.after) == ({"vat": "zero"}, {"vat": "default"})
    assert "نسبة الصفر" in manager.get("/manage/activity/").content.decode()


@pytest.mark.parametrize("role", [Role.MARKETER, Role.FULFILMENT, Role.ANALYST])
def test_the_cost_is_nobodys_who_does_not_edit_products(in_noor: Any, role: Role) -> None:
    product = published(oud_draft())
    Variant.objects.update(cost_minor=61_61)
    client = member(in_noor, role)
    for path in (f"/manage/products/{product.pk}/stock/", "/manage/products/", LISTS, COLLECTIONS):
        page = client.get(path)
        assert page.status_code == 200
        assert "61.61" not in page.content.decode()
    assert client.get(edit(product.pk)).status_code == 302
    assert "61.61" not in Client(HTTP_HOST="noor.localhost").get(f"/products/{product.slug}/").content.decode()


def test_settings_are_the_owners(in_noor: Any) -> None:
    owner, manager = member(in_noor, Role.OWNER), member(in_noor, Role.MANAGER)
    assert manager.get(SETTINGS)["Location"] == "/manage/"
    assert "/manage/pricing/" in owner.get("/manage/").content.decode()
    assert "/manage/pricing/" not in manager.get("/manage/").content.decode()
    start = posted_again(owner.get(SETTINGS))
    assert start["standard_rate"] == "15"
    typed = {
        "standard_rate": "٥٫٥%",
        "default_vat": "zero",
        "floor_kind": "share_of_list",
        "floor_share": "62.5",
        "floor_amount": "",
        "cash_fee": "15",
        "cash_fee_vat": "standard",
    }
    assert owner.post(SETTINGS, typed)["Location"] == SETTINGS
    terms = pricing_terms()
    assert terms.vat[0].rate == 550
    assert terms.floor == PriceFloor(FloorKind.SHARE_OF_LIST, 6250)
    assert terms.cash_fee is not None
    again = posted_again(owner.get(SETTINGS))
    assert {name: again[name] for name in ("standard_rate", "floor_share", "cash_fee")} == {
        "standard_rate": "5.5", "floor_share": "62.5", "cash_fee": "15.00",
    }  # fmt: skip
    for wrong in (
        {"standard_rate": ""},
        {"standard_rate": "101"},
        {"standard_rate": "1.555"},
        {"standard_rate": "."},
        {"floor_share": ""},
        {"floor_share": "100.01"},
        {"floor_kind": "amount"},
        {"cash_fee": "-1"},
        {"default_vat": "exempt"},
    ):
        page = owner.post(SETTINGS, typed | wrong)
        assert page.status_code == 422, wrong
        assert page.context["form"].errors
    assert pricing_terms() == terms
    assert owner.post(SETTINGS, typed | {"floor_kind": "", "cash_fee": ""}).status_code == 302
    assert (pricing_terms().floor, pricing_terms().cash_fee) == (None, None)


def test_a_collection_is_picked_by_the_numbers_of_places(manager: Client) -> None:
    musks = [published(simple_draft(f"S{number}", f"Musk {number}")).pk for number in range(3)]
    odd = manager.post(f"{COLLECTIONS}new/", {"title_en": "Best", "find": "1", "find_words": "mu\0sk"})
    page = manager.post(f"{COLLECTIONS}new/", {"title_en": "Best", "find": "1", "find_words": "musk"})
    assert fields(odd, "place_") == fields(page, "place_")
    assert fields(page, "place_") == [f"place_{pk}" for pk in reversed(musks)]
    typed = posted_again(page) | {f"place_{musks[2]}": "٧", f"place_{musks[0]}": "1"}
    assert manager.post(f"{COLLECTIONS}new/", typed)["Location"] == COLLECTIONS
    row = Collection.objects.get()
    picks = CollectionProduct.objects.order_by("position").values_list("product_id", flat=True)
    assert (row.slug, list(picks)) == ("best", [musks[0], musks[2]])
    path = f"{COLLECTIONS}{row.pk}/"
    again = posted_again(manager.get(path))
    assert (again[f"place_{musks[0]}"], again[f"place_{musks[2]}"]) == ("1", "2")
    assert manager.post(path, again | {f"place_{musks[0]}": ""}).status_code == 302
    assert list(picks.all()) == [musks[2]]
    create_category(name=words("Perfumes"), slug="perfumes")
    for wrong in ({"title_en": ""}, {"slug": "perfumes"}, {"slug": "a/b"}, {f"place_{musks[2]}": "x"}):
        assert manager.post(path, again | wrong).status_code == 422, wrong
    assert manager.post(f"{path}delete/")["Location"] == COLLECTIONS
    assert not Collection.objects.exists()
    assert manager.get(path).status_code == 404


def test_lists_take_the_same_statements_however_long(manager: Client, django_assert_max_num_queries: Any) -> None:
    counts = []
    for _ in range(2):
        for number in range(4):
            start = NOON + timedelta(days=number)
            create_price_list(draft=PriceListDraft(words("Sale"), start, None, {}), now=NOON)
            create_collection(title=words(f"Best {number}"), product_ids=[], now=NOON)
        with django_assert_max_num_queries(60) as asked:
            for path in (LISTS, COLLECTIONS):
                assert manager.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] >= counts[1]


def test_what_was_saved_is_said_in_the_language_of_who_saved_it(in_noor: Any) -> None:
    owner = member(in_noor, Role.OWNER)
    UserProfile.objects.create(user=User.objects.latest("pk"), preferred_language="en")
    typed = posted_again(owner.get(SETTINGS)) | {
        "default_vat": "standard",
        "floor_kind": "",
        "cash_fee_vat": "standard",
    }
    saved = owner.post(SETTINGS, typed, follow=True)
    assert [str(message).strip() for message in saved.context["messages"]] == ["The pricing settings were saved."]
