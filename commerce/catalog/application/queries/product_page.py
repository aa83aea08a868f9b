"""The page of one product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.safestring import SafeString

from commerce.catalog.application.queries.categories import links_from, trail_of
from commerce.catalog.application.queries.offers import offer_of, offer_rows, value_ids_of
from commerce.catalog.application.queries.pictures import pictures_of
from commerce.catalog.domain.choosing import choice_available, selected_variant
from commerce.catalog.domain.values import OptionChoice, Picture, ProductOptionRow, ProductPage, Status, VariantOffer
from commerce.catalog.models import OptionValue, Product, ProductImage, Tag
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class _Value:
    """An option value with its option, which `row` tells from the others."""

    id: int
    label: Bilingual
    row: int
    option: Bilingual


def product_page(slug: str, selected_value_ids: Iterable[int] = ()) -> ProductPage:
    """The published product of this slug with these option values chosen; unknown values are left aside.

    With none chosen the first variant that can be bought is. Refuses NotFound. Three statements.
    """
    product = _published(slug)
    pictures = _pictures_of(product)
    values = [
        _Value(
            id=value["id"],
            label=Bilingual(value["ar"], value["en"]),
            row=value["row"],
            option=Bilingual(value["option_ar"], value["option_en"]),
        )
        for value in product.option_values
    ]
    offers = _offers_of(product, {value.id: value.label for value in values}, pictures)
    known = {value.id for value in values}
    wanted = [value_id for value_id in selected_value_ids if value_id in known]
    selected = selected_variant([_sold(offer, ids) for ids, offer in offers], wanted)
    chosen = next((ids for ids, offer in offers if selected == offer.id), None)
    return ProductPage(
        id=product.pk,
        slug=product.slug,
        title=product.title,
        # Cleaned when it was written (domain.descriptions).
        description=Bilingual(SafeString(product.description_ar), SafeString(product.description_en)),
        pictures=tuple(pictures.values()),
        options=_option_rows(values, offers, set(wanted if chosen is None else chosen)),
        variants=tuple(offer for _, offer in offers),
        selected=next((offer for _, offer in offers if offer.id == selected), None),
        trail=links_from(product.trail),
        tags=tuple(Bilingual(tag["ar"], tag["en"]) for tag in product.tag_names),
    )


def _published(slug: str) -> Any:
    images = ProductImage.objects.filter(product=OuterRef("pk")).order_by("position", "id")
    tags = Tag.objects.filter(marks__product=OuterRef("pk")).order_by("id")
    values = OptionValue.objects.filter(option__product=OuterRef("pk")).order_by("option__position", "position", "id")
    product = (
        Product.objects.filter(slug=slug, status=Status.PUBLISHED)
        .annotate(
            image_ids=ArraySubquery(images.values("image_id")),
            trail=trail_of("pk"),
            option_values=ArraySubquery(
                values.values(
                    json=JSONObject(
                        id="id",
                        ar="label_ar",
                        en="label_en",
                        row="option__position",
                        option_ar="option__name_ar",
                        option_en="option__name_en",
                    )
                )
            ),
            tag_names=ArraySubquery(tags.values(json=JSONObject(ar="name_ar", en="name_en"))),
        )
        .first()
    )
    if product is None:
        raise NotFound(slug=slug)
    return product


def _pictures_of(product: Any) -> dict[int, Picture]:
    """In the merchant's order."""
    made = pictures_of(dict.fromkeys(product.image_ids, product.title))
    return {image_id: made[image_id] for image_id in product.image_ids if image_id in made}


def _offers_of(
    product: Product, labels: Mapping[int, Bilingual], pictures: Mapping[int, Picture]
) -> list[tuple[tuple[int, ...], VariantOffer]]:
    """Active variants with the ids of their option values."""
    rows: QuerySet[Any] = offer_rows().filter(product=product).active().in_order()
    return [(value_ids_of(row), offer_of(row, labels, pictures.get(row.face))) for row in rows]


def _sold(offer: VariantOffer, value_ids: tuple[int, ...]) -> tuple[int, tuple[int, ...], bool]:
    return offer.id, value_ids, offer.available > 0


def _option_rows(
    values: Sequence[_Value], offers: Sequence[tuple[tuple[int, ...], VariantOffer]], chosen: set[int]
) -> tuple[ProductOptionRow, ...]:
    """Options with those of their values that an active variant has."""
    sold = [_sold(offer, ids) for ids, offer in offers]
    used = {value_id for _, ids, _ in sold for value_id in ids}
    rows: dict[int, tuple[Bilingual, list[OptionChoice]]] = {}
    row_of = {value.id: value.row for value in values}
    for value in values:
        if value.id not in used:
            continue
        others = {other for other in chosen if row_of[other] != value.row}
        choice = OptionChoice(value.id, value.label, value.id in chosen, choice_available(sold, value.id, others))
        rows.setdefault(value.row, (value.option, []))[1].append(choice)
    return tuple(ProductOptionRow(name, position, tuple(choices)) for position, (name, choices) in rows.items())
