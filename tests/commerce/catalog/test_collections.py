"""Products picked by hand: written, told, shown, and never at a category's address."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from commerce.catalog.application.collections import CollectionRefused
from commerce.catalog.application.queries import collection_cards
from commerce.catalog.application.refusals import SlugTaken
from commerce.catalog.application.use_cases.archive_product import archive_product
from commerce.catalog.application.use_cases.change_category import change_category
from commerce.catalog.application.use_cases.change_collection import change_collection
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.create_collection import create_collection
from commerce.catalog.application.use_cases.delete_collection import delete_collection
from commerce.catalog.models import Category, Collection, CollectionProduct
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound
from commerce.core.models import AuditEntry, ChangedObject
from tests.commerce.catalog.builders import NOON, published, simple_draft, words

EID = Bilingual("هدايا العيد", "Eid gifts")


@pytest.fixture
def musks(in_noor: Any) -> list[int]:
    return [published(simple_draft(f"S{number}", f"Musk {number}", 10_00 + number)).pk for number in range(3)]


def picked(collection_id: int) -> list[int]:
    rows = CollectionProduct.objects.filter(collection=collection_id).order_by("position")
    return list(rows.values_list("product_id", flat=True))


def test_products_stand_in_the_merchants_order(musks: list[int], django_assert_num_queries: Any) -> None:
    first, second, third = musks
    collection = create_collection(title=EID, product_ids=[third, first, third], now=NOON)
    assert picked(collection) == [third, first]
    change_collection(collection_id=collection, title=EID, slug="", product_ids=[second, third])
    assert Collection.objects.get().slug == "eid-gifts"
    archive_product(product_id=third, now=NOON)
    with django_assert_num_queries(2):
        cards = collection_cards(collection, sort="picked", page=1)
    assert [card.id for card in cards.items] == [second], "what is not on sale is not shown"
    change_collection(collection_id=collection, title=EID, slug="", product_ids=[second, first])
    assert [card.id for card in collection_cards(collection, sort="picked", page=1).items] == [second, first]
    assert [card.id for card in collection_cards(collection, sort="price", page=1).items] == [first, second]
    assert [card.id for card in collection_cards(collection, sort="-price", page=1, size=1).items] == [second]


def test_a_collection_is_told_and_its_products_marked(musks: list[int]) -> None:
    first, second, _ = musks
    ChangedObject.objects.all().delete()
    collection = create_collection(title=EID, product_ids=[first], now=NOON)
    change_collection(collection_id=collection, title=EID, slug="eid", product_ids=[second])
    told = AuditEntry.objects.filter(kind="collection").order_by("id")
    titles = [{"ar": f"Musk {number}", "en": f"Musk {number}"} for number in range(2)]
    assert [(row.action, row.before, row.after) for row in told] == [
        (
            "created",
            {},
            {"title_ar": EID.ar, "title_en": EID.en, "slug": "eid-gifts", "products": titles[:1]},
        ),
        ("changed", {"slug": "eid-gifts", "products": titles[:1]}, {"slug": "eid", "products": titles[1:]}),
    ]
    assert set(ChangedObject.objects.filter(kind="product").values_list("object_id", flat=True)) == {first, second}
    change_collection(collection_id=collection, title=EID, slug="eid", product_ids=[second])
    assert AuditEntry.objects.filter(kind="collection").count() == 2
    delete_collection(collection_id=collection)
    assert AuditEntry.objects.latest("id").action == "deleted"
    assert not CollectionProduct.objects.exists()


def test_what_no_collection_can_be(musks: list[int]) -> None:
    for facts, problem in (
        ({"title": Bilingual("", "")}, "title_missing"),
        ({"title": words("x" * 81)}, "title_too_long"),
        ({"slug": "no/address"}, "slug_malformed"),
        ({"product_ids": list(range(501))}, "too_many_products"),
    ):
        with pytest.raises(CollectionRefused) as refused:
            create_collection(**({"title": EID, "product_ids": musks, "now": NOON} | facts))  # type: ignore[arg-type]
        assert refused.value.facts["problem"] == problem
    for attempt in (
        lambda: create_collection(title=EID, product_ids=[987654], now=NOON),
        lambda: change_collection(collection_id=987654, title=EID, slug="", product_ids=[]),
        lambda: delete_collection(collection_id=987654),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_an_address_is_one_things(in_noor: Any) -> None:
    category = create_category(name=words("Eid"), slug="eid")
    other = create_category(name=words("Perfumes"))
    collection = create_collection(title=EID, product_ids=[], now=NOON)
    with pytest.raises(SlugTaken):
        create_collection(title=words("Eid"), slug="eid", product_ids=[], now=NOON)
    with pytest.raises(SlugTaken):
        change_collection(collection_id=collection, title=EID, slug="eid", product_ids=[])
    with pytest.raises(SlugTaken):
        create_category(name=words("Gifts"), slug="eid-gifts")
    facts: dict[str, Any] = {"name": words("Eid"), "parent_id": None, "picture_id": None, "position": 0}
    with pytest.raises(SlugTaken):
        change_category(category_id=category, slug="eid-gifts", **facts)
    change_category(category_id=category, slug="eid", **facts)
    change_collection(collection_id=collection, title=EID, slug="eid-gifts", product_ids=[])
    made = create_collection(title=words("Perfumes"), product_ids=[], now=NOON)
    assert Collection.objects.get(pk=made).slug == "perfumes-2"
    again = create_category(name=words("Eid gifts"))
    assert Category.objects.get(pk=again).slug == "eid-gifts-2"
    assert other


def test_a_collection_has_a_page_in_the_shop(musks: list[int]) -> None:
    create_collection(title=EID, product_ids=[musks[2], musks[0]], now=NOON)
    shopper = Client(HTTP_HOST="noor.localhost")
    page = shopper.get("/en/collections/eid-gifts/")
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Eid gifts" in shown
    assert shown.index("Musk 2") < shown.index("Musk 0")
    assert "Musk 1" not in shown
    assert "list-filter" not in shown, "no filter knows what a merchant picked"
    assert "هدايا العيد" in shopper.get("/collections/eid-gifts/").content.decode()
    dearest_last = shopper.get("/en/collections/eid-gifts/?sort=price").content.decode()
    assert dearest_last.index("Musk 0") < dearest_last.index("Musk 2")
    assert shopper.get("/collections/nowhere/").status_code == 404
    assert Client(HTTP_HOST="souq.localhost").get("/collections/eid-gifts/").status_code == 404
