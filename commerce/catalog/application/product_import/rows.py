"""Products, options, values and variants of a batch, written where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from commerce.catalog.application.activity import moved, variant_facts, variants_changed
from commerce.catalog.application.product_import.plans import Batch, Plan
from commerce.catalog.domain.descriptions import clean_description
from commerce.catalog.domain.imports import ImportedVariant, Tally
from commerce.catalog.domain.policies import combination_key
from commerce.catalog.domain.skus import sku_key
from commerce.catalog.models import OptionValue, Product, ProductOption, Variant, VariantOption
from commerce.core.bilingual import Bilingual

BATCH_ROWS = 2000
PRODUCT_FIELDS = ["status", "title_ar", "title_en", "description_ar", "description_en"]
FOLDED_FIELDS = ["title_ar_folded", "title_en_folded"]
VARIANT_FIELDS = [
    "sku", "barcode", "price_minor", "compare_at_minor", "cost_minor", "weight_grams", "position", "is_active",
    "combination",
]  # fmt: skip

Labels = dict[tuple[int, str, str], OptionValue]


def write_products(batch: Batch, now: datetime) -> None:
    """Every plan has its product, as the file says."""
    changed = []
    for plan in batch.plans:
        is_new = plan.product is None
        product = plan.product or Product(slug=plan.wanted.handle, created_at=now)
        plan.product = product
        status = product.status
        if _assign(product, _product_facts(plan)) or is_new:
            product.changed_at = now
            changed.append(product)
            plan.has_changed = True
        if is_new:
            batch.tally.products_new += 1
        elif status != product.status:
            batch.deeds.append(moved(product, status))
    Product.objects.bulk_create(
        changed,
        BATCH_ROWS,
        update_conflicts=True,
        unique_fields=["tenant", "slug"],
        update_fields=[*PRODUCT_FIELDS, *FOLDED_FIELDS, "changed_at"],
    )


def _product_facts(plan: Plan) -> dict[str, Any]:
    """An empty text of the file leaves what the merchant wrote."""
    wanted = plan.wanted
    texts = {
        "title_ar": wanted.title.ar,
        "title_en": wanted.title.en,
        "description_ar": clean_description(wanted.description.ar),
        "description_en": clean_description(wanted.description.en),
    }
    return {"status": plan.status.value, **{name: text for name, text in texts.items() if text}}


def write_options(plans: Iterable[Plan]) -> None:
    """Options stand at their positions with the file's names; surplus ones go when no variant outside the file uses
    them (the plan was refused otherwise)."""
    rows = []
    for plan in plans:
        present = {option.position: option for option in plan.options}
        for position, name in enumerate(plan.wanted.options, start=1):
            option = present.get(position) or ProductOption(product=plan.product, position=position)
            if _assign(option, {"name_ar": name.ar, "name_en": name.en}):
                rows.append(option)
                plan.has_changed = True
            present[position] = option
        plan.options = [present[position] for position in range(1, len(plan.wanted.options) + 1)]
        surplus = [option.pk for position, option in present.items() if position > len(plan.options)]
        if surplus:
            VariantOption.objects.filter(option__in=surplus).delete()
            ProductOption.objects.filter(pk__in=surplus).delete()
    ProductOption.objects.bulk_create(
        rows,
        BATCH_ROWS,
        update_conflicts=True,
        unique_fields=["tenant", "product", "position"],
        update_fields=["name_ar", "name_en"],
    )


def write_values(plans: Iterable[Plan]) -> Labels:
    """Every label the file's variants use, by option."""
    labels: Labels = {}
    missing: Labels = {}
    for plan in plans:
        labels.update({(value.option_id, value.label_ar, value.label_en): value for value in plan.values})
        for variant in plan.wanted.variants:
            for key in _label_keys(plan, variant):
                if key not in labels and key not in missing:
                    missing[key] = OptionValue(
                        option_id=key[0], label_ar=key[1], label_en=key[2], position=len(labels) + len(missing)
                    )
    OptionValue.objects.bulk_create(
        missing.values(),
        BATCH_ROWS,
        update_conflicts=True,
        unique_fields=["tenant", "option", "label_ar", "label_en"],
        update_fields=["position"],
    )
    return labels | missing


def _label_keys(plan: Plan, variant: ImportedVariant) -> list[tuple[int, str, str]]:
    pairs: Iterable[tuple[ProductOption, Bilingual]] = zip(plan.options, variant.values, strict=True)
    return [(option.pk, label.ar, label.en) for option, label in pairs]


def write_variants(batch: Batch, labels: Labels, currency: str) -> None:
    """The file's variants are as it says, and the batch knows their ids."""
    written: list[Variant] = []
    choices: list[VariantOption] = []
    moved: list[int] = []
    rows: dict[str, Variant] = {}
    for plan in batch.plans:
        for position, wanted in enumerate(plan.wanted.variants):
            keys = _label_keys(plan, wanted)
            row = plan.present.get(sku_key(wanted.sku)) or Variant(product=plan.product)
            combination = combination_key([labels[key].pk for key in keys])
            if row.pk is None or row.combination != combination:
                choices += [VariantOption(variant=row, option_id=key[0], value=labels[key]) for key in keys]
                moved += [row.pk] if row.pk else []
            is_new = row.pk is None
            before = {} if is_new else {row.pk: variant_facts(row, currency)}
            differs = _assign(row, _variant_facts(wanted, position, combination)) or is_new
            written += [row] if differs else []
            if before and differs and plan.product is not None:
                batch.deeds += variants_changed(plan.product, before, [row], currency)
            plan.has_changed |= differs
            _count(batch.tally, is_new, differs)
            rows[sku_key(wanted.sku)] = row
    _save_variants(written, moved, choices)
    batch.variant_ids = {key: row.pk for key, row in rows.items()}


def _save_variants(written: Sequence[Variant], moved: Sequence[int], choices: Sequence[VariantOption]) -> None:
    if moved:
        # Aside for the length of the statement, so that two variants may exchange their combinations.
        Variant.objects.filter(pk__in=moved).update(is_active=False)
    Variant.objects.bulk_create(
        written,
        BATCH_ROWS,
        update_conflicts=True,
        unique_fields=["tenant", "sku_key"],
        update_fields=VARIANT_FIELDS,
    )
    VariantOption.objects.bulk_create(
        choices,
        BATCH_ROWS,
        update_conflicts=True,
        unique_fields=["tenant", "variant", "option"],
        update_fields=["value"],
    )


def _variant_facts(wanted: ImportedVariant, position: int, combination: str) -> dict[str, Any]:
    """Of the cost a file without it says nothing."""
    cost = {} if wanted.cost_minor is None else {"cost_minor": wanted.cost_minor}
    return cost | {
        "sku": wanted.sku,
        "barcode": wanted.barcode,
        "price_minor": wanted.price_minor,
        "compare_at_minor": wanted.compare_at_minor,
        "weight_grams": wanted.weight_grams,
        "position": position,
        "combination": combination,
    }


def _assign(row: Any, facts: dict[str, Any]) -> bool:
    """Whether anything differed."""
    differing = {name: value for name, value in facts.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _count(tally: Tally, is_new: bool, is_written: bool) -> None:
    if is_new:
        tally.variants_new += 1
    elif is_written:
        tally.variants_changed += 1
    else:
        tally.variants_same += 1
