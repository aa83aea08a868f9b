"""What the desk finds and watches in a large store, without reading all of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import connection

from commerce.catalog.application.queries import stock_to_watch
from commerce.catalog.application.queries.stock import with_scarce_stock
from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.application.use_cases.change_product import change_product
from commerce.catalog.domain.drafts import VariantDraft
from commerce.catalog.domain.policies import LOW_STOCK
from commerce.catalog.models import Product, StockLevel, Variant
from commerce.core.bilingual import Bilingual
from commerce.core.folding import fold
from tests.commerce.catalog.builders import NOON, oud_draft, published, simple_draft, variants_of, words
from tests.commerce.catalog.product_files import MUSK, OUD, OUD_LARGE, own_file, run_import

# No variant has such a key; its levels are gone again before PostgreSQL asks.
NOWHERE = 10**9


def found(text: str) -> list[int]:
    return list(Product.objects.matching(fold(text)).values_list("pk", flat=True))


def test_products_are_found_by_what_they_are_called_now(in_noor: Any) -> None:
    oud = published(oud_draft(), stock=[1, 1])
    musk = published(simple_draft("MUSK-1"))
    assert found("العُود") == found("perf") == found("ud-100") == [oud.pk]
    small, large = variants_of(oud.pk)
    draft = oud_draft(
        title=words("Agarwood"),
        variants=(
            VariantDraft(small.pk, "AGAR-50", 125_00, (Bilingual("50 مل", "50 ml"),)),
            VariantDraft(large.pk, "OUD-100", 200_00, (Bilingual("100 مل", "100 ml"),)),
        ),
    )
    change_product(product_id=oud.pk, draft=draft, now=NOON)
    assert found("عود") == found("OUD-50") == []
    assert found("agar-50") == found("agarw") == found("oud-100") == [oud.pk]
    assert found("musk") == [musk.pk]


def test_a_variant_out_of_use_is_found(in_noor: Any) -> None:
    oud = published(oud_draft(), stock=[1, 1])
    small, _ = variants_of(oud.pk)
    draft = replace(oud_draft(), variants=(VariantDraft(small.pk, "OUD-50", 1, (Bilingual("50 مل", "50 ml"),)),))
    change_product(product_id=oud.pk, draft=draft, now=NOON)
    assert not Variant.objects.get(sku="OUD-100").is_active
    assert found("oud-100") == [oud.pk]


def test_what_a_file_brings_is_found(in_noor: Any, tmp_path: Path) -> None:
    run_import(own_file(tmp_path / "new.csv", [OUD, OUD_LARGE, MUSK]))
    [oud] = found(OUD["sku"])
    assert found(OUD_LARGE["sku"]) == found(OUD["title_en"]) == [oud]
    run_import(own_file(tmp_path / "renamed.csv", [{**OUD, "title_en": "Agarwood"}, OUD_LARGE]))
    assert found("agarwood") == [oud]
    assert found(OUD["title_en"]) == []


def test_finding_reads_one_table(in_noor: Any) -> None:
    assert "catalog_variant" not in str(Product.objects.matching("musk").query)


def test_pieces_of_all_variants_count_together(in_noor: Any) -> None:
    product = published(oud_draft(), stock=[0, LOW_STOCK + 1])
    assert with_scarce_stock(Product.objects.all()).get() == product
    assert (stock_to_watch().sold_out, stock_to_watch().low) == (0, 0)
    _, large = variants_of(product.pk)
    adjust_stock(variant_id=large.pk, by=-1, reason="Broken", actor="tests", now=NOON)
    assert (stock_to_watch().sold_out, stock_to_watch().low) == (0, 1)
    adjust_stock(variant_id=large.pk, by=-LOW_STOCK, reason="Broken", actor="tests", now=NOON)
    assert (stock_to_watch().sold_out, stock_to_watch().low) == (1, 0)


def test_a_well_stocked_product_is_not_looked_at(in_noor: Any) -> None:
    published(simple_draft("MANY"), stock=[LOW_STOCK + 1])
    few = published(simple_draft("FEW"), stock=[LOW_STOCK])
    assert with_scarce_stock(Product.objects.all()).get() == few


def test_a_variant_out_of_use_is_not_watched(in_noor: Any) -> None:
    product = published(simple_draft("MUSK"), stock=[0])
    Variant.objects.filter(product=product).update(is_active=False)
    assert not with_scarce_stock(Product.objects.all()).exists()


def test_scarce_levels_stand_in_an_index_of_their_own(in_noor: Any) -> None:
    """PostgreSQL takes a partial index only where the question implies its condition: one piece more and it may not."""
    at_default = StockLevel.objects.filter(location=1)
    # Of a handful of levels any index will do.
    many = [StockLevel(variant_id=NOWHERE + number, location_id=1, on_hand=50) for number in range(3_000)]
    StockLevel.objects.bulk_create(many)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "stock_level_scarce" in at_default.scarce().explain()
    assert "stock_level_scarce" not in at_default.filter(on_hand__lte=LOW_STOCK + 1).explain()
    StockLevel.objects.filter(variant_id__gte=NOWHERE).delete()
