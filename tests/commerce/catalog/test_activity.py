"""What the catalog's verbs tell the activity log: the values before and after, and nothing that stayed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commerce.catalog.application.use_cases.adjust_stock import BelowReserved, adjust_stock
from commerce.catalog.application.use_cases.archive_product import archive_product
from commerce.catalog.application.use_cases.change_category import change_category
from commerce.catalog.application.use_cases.change_product import change_product
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.create_product import create_product
from commerce.catalog.application.use_cases.reserve_stock import reserve_stock
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.application.use_cases.set_images import set_images
from commerce.catalog.application.use_cases.set_tags import set_tags
from commerce.catalog.application.use_cases.unpublish_product import unpublish_product
from commerce.catalog.domain.drafts import VariantDraft
from commerce.catalog.domain.values import Movement
from commerce.catalog.models import Product, Variant
from commerce.core.bilingual import Bilingual
from commerce.core.models import AuditEntry
from tests.commerce.catalog.builders import NOON, oud_draft, published, simple_draft, variants_of, words
from tests.commerce.catalog.product_files import MUSK, own_file, run_import
from tests.commerce.catalog.test_another_store import stored_image

Told = Callable[[], list[tuple[str, str, dict[str, Any], dict[str, Any]]]]


@pytest.fixture
def told(in_noor: Any) -> Told:
    """Everything recorded since the last look, beginning now; the test stands in Noor's scope."""
    seen = [AuditEntry.objects.latest("id").pk]

    def look() -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
        rows = list(AuditEntry.objects.filter(pk__gt=seen[-1]).order_by("id"))
        seen.extend(row.pk for row in rows)
        return [(row.kind, row.action, row.before, row.after) for row in rows]

    return look


def sar(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "SAR"}


def drafted(product: Product, **changes: Any) -> Any:
    """The draft of the oud as it stands, with the ids of its variants."""
    rows = zip(oud_draft().variants, variants_of(product.pk), strict=True)
    return oud_draft(**{"variants": tuple(replace(draft, id=row.pk) for draft, row in rows)} | changes)


def test_a_new_product_is_one_deed_with_its_prices(told: Told) -> None:
    create_product(draft=oud_draft(), now=NOON)
    [(kind, action, before, after)] = told()
    assert (kind, action, before) == ("product", "created", {})
    assert after["prices"] == {"OUD-50": sar(12500), "OUD-100": sar(20000)}
    assert after["title_ar"] == "عطر العود"


def test_a_price_is_told_with_what_it_was(told: Told) -> None:
    product = published(oud_draft())
    draft = drafted(product)
    cheaper = replace(draft.variants[0], price_minor=110_00, compare_at_minor=125_00)
    told()
    change_product(product_id=product.pk, draft=replace(draft, variants=(cheaper, draft.variants[1])), now=NOON)
    assert told() == [
        (
            "variant",
            "priced",
            {"price": sar(12500), "compare_at": sar(15000)},
            {"price": sar(11000), "compare_at": sar(12500)},
        )
    ]
    entry = AuditEntry.objects.latest("id")
    assert (entry.object_id, entry.name_ar) == (variants_of(product.pk)[0].pk, "عطر العود · OUD-50")


def test_saving_what_stands_there_tells_nothing(told: Told) -> None:
    product = published(oud_draft())
    told()
    change_product(product_id=product.pk, draft=drafted(product), now=NOON)
    assert told() == []


def test_texts_variants_and_their_end_are_told(told: Told) -> None:
    product = published(oud_draft(), stock=[3])
    draft = drafted(product)
    new = VariantDraft(None, "OUD-200", 300_00, (Bilingual("200 مل", "200 ml"),))
    told()
    change_product(
        product_id=product.pk,
        draft=replace(
            draft, title=Bilingual("عود", "Oud"), description=words("Anew."), variants=(draft.variants[1], new)
        ),
        now=NOON,
    )
    changed, added, dropped = told()
    assert changed[:2] == ("product", "changed")
    assert changed[2] == {"title_ar": "عطر العود", "title_en": "Oud perfume"}
    assert changed[3] == {"title_ar": "عود", "title_en": "Oud", "rewritten": ["description_ar", "description_en"]}
    assert added[:2] == ("variant", "added")
    assert added[3]["price"] == sar(30000)
    assert dropped == ("variant", "dropped", {"price": sar(12500), "sku": "OUD-50"}, {})


def test_twenty_variants_are_one_statement_of_the_log(told: Told) -> None:
    rows = tuple(VariantDraft(None, f"OUD-{n}", 100_00 + n, (words(f"{n} ml"),)) for n in range(20))
    product = published(oud_draft(variants=rows))
    dearer = tuple(
        replace(row, id=variant.pk, price_minor=row.price_minor + 100)
        for row, variant in zip(rows, variants_of(product.pk), strict=True)
    )
    told()
    with CaptureQueriesContext(connection) as queries:
        change_product(product_id=product.pk, draft=oud_draft(variants=dearer), now=NOON)
    assert len([query for query in queries if 'INSERT INTO "core_auditentry"' in query["sql"]]) == 1
    assert [action for _, action, *_ in told()] == ["priced"] * 20


def test_stock_that_a_person_changed_is_told_with_its_reason(told: Told) -> None:
    [variant] = variants_of(create_product(draft=simple_draft("MUSK"), now=NOON))
    told()
    adjust_stock(variant_id=variant.pk, by=8, reason="counted", actor="staff:7", now=NOON)
    adjust_stock(variant_id=variant.pk, by=4, reason="came in", actor="staff:7", now=NOON, kind=Movement.RECEIVED)
    adjust_stock(variant_id=variant.pk, by=0, reason="the same", actor="staff:7", now=NOON)
    assert told() == [
        ("variant", "counted", {"on_hand": 0}, {"on_hand": 8}),
        ("variant", "received", {"on_hand": 8}, {"on_hand": 12}),
    ]
    assert AuditEntry.objects.latest("id").reason == "came in"
    reserve_stock(subject="order:1", quantities={variant.pk: 5}, expires_at=NOON, now=NOON)
    adjust_stock(variant_id=variant.pk, by=1, reason="order:1", actor="x", now=NOON, kind=Movement.RETURNED)
    with pytest.raises(BelowReserved):
        adjust_stock(variant_id=variant.pk, by=-9, reason="lost", actor="x", now=NOON)
    assert told() == [], "sales and what they give back are movements already"


def test_statuses_categories_tags_and_pictures_are_told(told: Told, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    product_id = published(oud_draft()).pk
    perfumes, gifts = (create_category(name=Bilingual(ar, en)) for ar, en in (("عطور", "Perfumes"), ("هدايا", "Gifts")))
    face = stored_image("face").pk
    told()
    set_categories(product_id=product_id, category_ids=[perfumes])
    set_categories(product_id=product_id, category_ids=[perfumes])
    set_categories(product_id=product_id, category_ids=[gifts, perfumes])
    shelf, gift = {"ar": "عطور", "en": "Perfumes"}, {"ar": "هدايا", "en": "Gifts"}
    assert told() == [
        ("product", "categories_changed", {"categories": []}, {"categories": [shelf]}),
        ("product", "categories_changed", {"categories": [shelf]}, {"categories": [gift, shelf]}),
    ]
    for _ in range(2):
        set_tags(product_id=product_id, names=[words("New")])
        set_images(product_id=product_id, image_ids=[face])
    assert [(action, after) for _, action, _, after in told()] == [
        ("tags_changed", {"tags": [{"ar": "New", "en": "New"}]}),
        ("pictures_changed", {"pictures": ["face"]}),
    ]
    unpublish_product(product_id=product_id, now=NOON)
    archive_product(product_id=product_id, now=NOON)
    assert told() == [
        ("product", "unpublished", {"status": "published"}, {"status": "draft"}),
        ("product", "archived", {"status": "draft"}, {"status": "archived"}),
    ]


def test_a_category_is_told_when_it_changes(told: Told) -> None:
    top = create_category(name=Bilingual("عطور", "Perfumes"))
    below = create_category(name=Bilingual("عود", "Oud"))
    told()
    facts: dict[str, Any] = {"slug": "oud", "picture_id": None, "position": 0}
    for _ in range(2):
        change_category(category_id=below, name=Bilingual("عود", "Oud"), parent_id=top, **facts)
    assert told() == [
        ("category", "changed", {"parent": None}, {"parent": {"ar": "عطور", "en": "Perfumes"}}),
    ]


def test_an_import_is_one_deed_and_every_changed_price_another(told: Told, tmp_path: Path) -> None:
    rows = [MUSK | {"handle": f"musk-{n}", "sku": f"MUSK-{n}", "price": "50.00"} for n in range(3)]
    run_import(own_file(tmp_path / "musk.csv", rows))
    [(kind, action, _, after)] = [deed for deed in told() if deed[0] != "category"]
    assert (kind, action) == ("import", "imported")
    assert (after["products_new"], after["variants_new"]) == (3, 3)
    dearer = [rows[0], rows[1] | {"price": "60.00"}, rows[2] | {"price": "70.00"}]
    with CaptureQueriesContext(connection) as queries:
        run_import(own_file(tmp_path / "musk.csv", dearer))
    assert [(kind, action, before.get("price"), after.get("price")) for kind, action, before, after in told()] == [
        ("variant", "priced", sar(5000), sar(6000)),
        ("variant", "priced", sar(5000), sar(7000)),
        ("import", "imported", None, None),
    ]
    assert len([query for query in queries if 'INSERT INTO "core_auditentry"' in query["sql"]]) == 2
    assert Variant.objects.get(sku="MUSK-2").price_minor == 7000
