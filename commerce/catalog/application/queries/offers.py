"""What can be bought, exactly: variants with their price and the pieces that are free now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from commerce.catalog.application.queries.pictures import pictures_of
from commerce.catalog.application.queries.stock import free_pieces_of_variant
from commerce.catalog.domain.values import Picture, Status, VariantOffer
from commerce.catalog.models import OptionValue, ProductImage, Variant
from commerce.catalog.models.variants import VariantQuerySet
from commerce.core.among import Among
from commerce.core.bilingual import Bilingual
from commerce.core.blanks import Blank
from commerce.core.kept_queries import built_once
from commerce.core.kept_statements import kept_statement
from commerce.core.money import Money


def offers_for_variants(ids: Iterable[int]) -> dict[int, VariantOffer]:
    """The offer of each variant that exists in this store, also of those no longer sold (`active` is False).

    Three statements, whatever the number of ids.
    """
    wanted = sorted(set(ids))
    rows = _rows_of(ids=wanted) if wanted else []
    labels = labels_of(value_id for row in rows for value_id in value_ids_of(row))
    pictures = pictures_of({row.face: row.product.title for row in rows if row.face})
    return {row.pk: offer_of(row, labels, pictures.get(row.face)) for row in rows}


@kept_statement
def _rows_of(ids: Blank) -> QuerySet[Any]:
    return offer_rows().filter(Among("pk", ids))


@built_once
def offer_rows() -> VariantQuerySet:
    """All variants with product, currency, free pieces and the id of the picture that shows them best."""
    pictures = ProductImage.objects.filter(product=OuterRef("product_id")).order_by("position", "id")
    own = pictures.filter(variant=OuterRef("pk"))
    rows: VariantQuerySet = Variant.objects.select_related("product").annotate(
        currency=F("tenant__currency"),
        available=free_pieces_of_variant(),
        face=Coalesce(Subquery(own.values("image_id")[:1]), Subquery(pictures.values("image_id")[:1])),
    )
    return rows.defer("product__description_ar", "product__description_en", "product__words")


def value_ids_of(row: Variant) -> tuple[int, ...]:
    """The variant's option values in the options' order."""
    return tuple(int(part) for part in row.combination.split("-") if part)


def labels_of(value_ids: Iterable[int]) -> dict[int, Bilingual]:
    wanted = set(value_ids)
    if not wanted:
        return {}
    return {row.pk: row.label for row in OptionValue.objects.filter(pk__in=wanted)}


def offer_of(row: Any, labels: Mapping[int, Bilingual], picture: Picture | None) -> VariantOffer:
    chosen = [labels[value_id] for value_id in value_ids_of(row) if value_id in labels]
    compare_at = row.compare_at_minor
    return VariantOffer(
        id=row.pk,
        product_id=row.product_id,
        product_slug=row.product.slug,
        sku=row.sku,
        title=row.product.title,
        option_label=_joined(chosen),
        picture=picture,
        unit_price=Money(row.price_minor, row.currency),
        compare_at=None if compare_at is None else Money(compare_at, row.currency),
        available=row.available,
        active=row.is_active and row.product.status == Status.PUBLISHED,
    )


def _joined(labels: Iterable[Bilingual]) -> Bilingual:
    labels = list(labels)
    return Bilingual(*(" / ".join(label.in_language(language) for label in labels) for language in ("ar", "en")))
