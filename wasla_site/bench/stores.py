"""The real stores of the benchmark, opened and filled by the use cases: eight pages, twenty products, indexed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from commerce.catalog.application.use_cases.import_products import import_products
from commerce.catalog.domain.imports import ImportedProduct, ImportedVariant, Remark
from commerce.catalog.domain.values import Status
from commerce.catalog.infrastructure.stored_images import StoredImages
from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.core.scope import tenant_scope
from commerce.tenants.application.use_cases.open_store import open_store
from commerce.tenants.domain.values import Opening
from search_index.application.use_cases.index_store_changes import index_store_changes
from wasla_site.storefront.models import ContentPage, HomePage

PATTERN = "pattern"
MEASURED = "measured"
PASSWORD = "copper-lantern-harbour"  # noqa: S105 - of databases that are dropped at the end
PAGES = ("gifts", "care", "stores")
PRODUCTS = 20
CATEGORIES = (("عطور", "Perfumes"), ("بخور", "Incense"), ("هدايا", "Gifts"))
KINDS = (("مسك", "Musk"), ("عود", "Oud"), ("عنبر", "Amber"), ("ورد", "Rose"))


def opening_of(slug: str) -> Opening:
    return Opening(
        slug=slug,
        name_ar="متجر القياس",
        name_en="Measured store",
        owner_email=f"owner@{slug}.example",
        owner_name="Owner",
        owner_password=PASSWORD,
        currency="SAR",
        language="ar",
        host="",
    )


def open_filled_store(slug: str) -> int:
    """The store exists with its owner, eight published pages and twenty products that search finds. Its id."""
    tenant = open_store(opening=opening_of(slug))
    with tenant_scope(tenant.pk):
        _write_pages()
        import_products(
            products=map(product, range(PRODUCTS)),
            images=StoredImages(),
            tell=_told,
            reference="bench",
            actor="bench",
            now=clock.now(),
        )
        while index_store_changes(now=clock.now(), most=300).changes:
            pass
    return tenant.pk


def product(number: int) -> ImportedProduct:
    """A perfume in two sizes."""
    kind_ar, kind_en = KINDS[number % len(KINDS)]
    return ImportedProduct(
        row=number,
        handle=f"perfume-{number}",
        status=Status.PUBLISHED,
        title=Bilingual(f"{kind_ar} {number}", f"{kind_en} {number}"),
        description=Bilingual("<p>رائحة تدوم.</p>", "<p>It lasts.</p>"),
        options=(Bilingual("الحجم", "Size"),),
        variants=tuple(_variants(number)),
        category=(Bilingual(*CATEGORIES[number % len(CATEGORIES)]),),
    )


def _variants(number: int) -> Iterator[ImportedVariant]:
    for size in (50, 100):
        yield ImportedVariant(
            row=number,
            sku=f"P{number}-{size}",
            price_minor=(10 + number) * size,
            values=(Bilingual(f"{size} مل", f"{size} ml"),),
            stock=1000,
        )


def _write_pages() -> None:
    with transaction.atomic():
        home = HomePage.objects.get()
        for slug in PAGES:
            text = {"text_ar": "<p>كلام كثير.</p>" * 5, "text_en": "<p>Many words.</p>" * 5}
            page = home.add_child(
                instance=ContentPage(title=slug.title(), slug=slug, heading_en=slug.title(), body=[("rich_text", text)])
            )
            page.save_revision().publish()


def _told(remark: Remark) -> None:
    raise AssertionError(remark)
