"""A product's options, their values and the variants made of them, written as one grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Concat

from commerce.catalog.application.activity import variant_facts, variants_changed, variants_left_out
from commerce.catalog.application.refusals import SkuTaken
from commerce.catalog.application.shelf_facts import refresh_shelf_facts
from commerce.catalog.application.stock_ledger import open_levels
from commerce.catalog.domain.drafts import ProductDraft, VariantDraft
from commerce.catalog.domain.policies import combination_key
from commerce.catalog.domain.skus import sku_key
from commerce.catalog.models import (
    OptionValue,
    Product,
    ProductOption,
    StockLocation,
    StockMovement,
    StockReservation,
    Variant,
    VariantOption,
)
from commerce.core.audit import Deed
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound


def write_grid(product: Product, draft: ProductDraft) -> list[Deed]:
    """The product's options and variants are the draft's; returns what the log is to be told of the variants.

    A variant the draft leaves out is deleted, or put out of use where it has a history. Refuses SkuTaken, and NotFound
    for a variant id of another product. The draft has no problem of its own, and the product's row is locked.
    """
    present = {row.pk: row for row in Variant.objects.filter(product=product)}
    if foreign := {row.id for row in draft.variants if row.id is not None} - present.keys():
        raise NotFound(variant_ids=sorted(foreign))
    _check_skus(draft.variants, product)
    currency = product.tenant.currency
    before = {pk: variant_facts(row, currency) for pk, row in present.items()}
    left_out = [present[pk] for pk in sorted(present.keys() - {row.id for row in draft.variants})]
    _leave_out(row.pk for row in left_out)
    options = _write_options(product, draft.options)
    values = _write_values(options, draft.variants)
    variants = _write_variants(product, draft.variants, present, options, values)
    _write_choices(variants, draft.variants, options, values)
    _drop_unused(product, len(options))
    location = StockLocation.objects.filter(is_default=True).first()
    if location is not None:
        open_levels([variant.pk for variant in variants], location.pk)
    refresh_shelf_facts([product.pk])
    return [
        *variants_changed(product, before, variants, currency),
        *variants_left_out(product, (row for row in left_out if row.is_active), currency),
    ]


def _check_skus(drafts: Sequence[VariantDraft], product: Product) -> None:
    """The unique constraint decides in the end; this names the SKUs to the merchant."""
    keys = [sku_key(row.sku) for row in drafts]
    twice = {key for key in keys if keys.count(key) > 1}
    ids = [row.id for row in drafts if row.id is not None]
    taken = Variant.objects.filter(sku_key__in=keys).exclude(pk__in=ids)
    # A variant of this product that the draft leaves out gives its SKU up only if it goes for good.
    names = {row.sku for row in taken} | {row.sku for row in drafts if sku_key(row.sku) in twice}
    if names:
        raise SkuTaken(skus=sorted(names))


def _leave_out(variant_ids: Iterable[int]) -> None:
    left_out = Variant.objects.filter(pk__in=list(variant_ids))
    history = (
        StockMovement.objects.filter(variant=OuterRef("pk")),
        StockReservation.objects.filter(variant=OuterRef("pk")),
    )
    used = left_out.filter(Exists(history[0]) | Exists(history[1]))
    kept = list(used.values_list("pk", flat=True))
    left_out.filter(pk__in=kept).update(is_active=False)
    left_out.exclude(pk__in=kept).delete()


def _write_options(product: Product, names: Sequence[Bilingual]) -> list[ProductOption]:
    ProductOption.objects.bulk_create(
        [
            ProductOption(product=product, position=position, name_ar=name.ar, name_en=name.en)
            for position, name in enumerate(names, start=1)
        ],
        update_conflicts=True,
        unique_fields=["tenant", "product", "position"],
        update_fields=["name_ar", "name_en"],
    )
    return list(ProductOption.objects.filter(product=product, position__lte=len(names)).order_by("position"))


def _write_values(
    options: Sequence[ProductOption], drafts: Sequence[VariantDraft]
) -> dict[tuple[int, Bilingual], OptionValue]:
    """Values in the order in which the variants name them, by option and label."""
    wanted: dict[tuple[int, Bilingual], OptionValue] = {}
    for draft in drafts:
        for option, label in zip(options, draft.values, strict=False):
            if label and (option.pk, label) not in wanted:
                wanted[option.pk, label] = OptionValue(
                    option=option, label_ar=label.ar, label_en=label.en, position=len(wanted)
                )
    OptionValue.objects.bulk_create(
        wanted.values(),
        update_conflicts=True,
        unique_fields=["tenant", "option", "label_ar", "label_en"],
        update_fields=["position"],
    )
    return wanted


def _write_variants(
    product: Product,
    drafts: Sequence[VariantDraft],
    present: Mapping[int, Variant],
    options: Sequence[ProductOption],
    values: Mapping[tuple[int, Bilingual], OptionValue],
) -> list[Variant]:
    rows = []
    for position, draft in enumerate(drafts):
        row = present[draft.id] if draft.id is not None else Variant(product=product)
        row.sku, row.barcode, row.position = draft.sku.strip(), draft.barcode.strip(), position
        row.price_minor, row.compare_at_minor = draft.price_minor, draft.compare_at_minor
        row.cost_minor = draft.cost_minor
        row.weight_grams, row.is_active = draft.weight_grams, draft.is_active
        if len(draft.values) == len(options):
            row.combination = combination_key([values[key].pk for key in _keys(options, draft)])
        rows.append(row)
    # Aside for a moment, so that two of them may exchange SKUs or combinations.
    written = Variant.objects.filter(pk__in=[row.pk for row in rows if row.pk])
    written.update(is_active=False, sku_key=Concat(Value("~"), F("pk"), output_field=CharField()))
    for row in rows:
        row.save()
    return rows


def _write_choices(
    variants: Sequence[Variant],
    drafts: Sequence[VariantDraft],
    options: Sequence[ProductOption],
    values: Mapping[tuple[int, Bilingual], OptionValue],
) -> None:
    choices = [
        VariantOption(variant=variant, option_id=key[0], value=values[key])
        for variant, draft in zip(variants, drafts, strict=True)
        if len(draft.values) == len(options)
        for key in _keys(options, draft)
    ]
    VariantOption.objects.bulk_create(
        choices,
        update_conflicts=True,
        unique_fields=["tenant", "variant", "option"],
        update_fields=["value"],
    )


def _keys(options: Sequence[ProductOption], draft: VariantDraft) -> list[tuple[int, Bilingual]]:
    return [(option.pk, label) for option, label in zip(options, draft.values, strict=True)]


def _drop_unused(product: Product, option_count: int) -> None:
    """Options beyond the draft's go with the choices made in them; values nobody chose go too."""
    surplus = ProductOption.objects.filter(product=product, position__gt=option_count)
    VariantOption.objects.filter(option__in=surplus).delete()
    chosen = VariantOption.objects.filter(value=OuterRef("pk"))
    OptionValue.objects.filter(option__product=product).exclude(Exists(chosen)).delete()
    surplus.delete()
