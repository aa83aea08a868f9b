"""From the filled-in form to the use cases, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.application.use_cases.archive_product import archive_product
from commerce.catalog.application.use_cases.change_product import change_product
from commerce.catalog.application.use_cases.create_product import create_product
from commerce.catalog.application.use_cases.hold_product import hold_product
from commerce.catalog.application.use_cases.publish_product import publish_product
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.application.use_cases.set_images import set_images
from commerce.catalog.application.use_cases.set_tags import set_tags
from commerce.catalog.application.use_cases.set_vat_category import set_vat_category
from commerce.catalog.application.use_cases.unpublish_product import unpublish_product
from commerce.catalog.domain.drafts import ProductDraft
from commerce.catalog.domain.skus import sku_key
from commerce.catalog.domain.values import Status
from commerce.catalog.interfaces.product_editor import ProductEditor
from commerce.catalog.interfaces.variant_forms import VariantForm
from commerce.catalog.models import Variant

MOVES: dict[str, Callable[..., None]] = {
    Status.DRAFT.value: unpublish_product,
    Status.PUBLISHED.value: publish_product,
    Status.ARCHIVED.value: archive_product,
}


def save_product(*, product_id: int | None, editor: ProductEditor, move: str, actor: str, now: datetime) -> int:
    """The product is as typed, and has the status `move` names, if it names one; returns its id.

    Refuses what the use cases refuse, and then nothing of it is kept.
    """
    draft, forms = editor.draft()
    typed = editor.form.cleaned_data
    with transaction.atomic():
        if product_id is not None:
            hold_product(product_id=product_id, seen=editor.form.seen)
        product_id = _write(product_id, draft, move, now)
        set_categories(product_id=product_id, category_ids=typed["categories"])
        set_tags(product_id=product_id, names=editor.form.tag_names)
        set_vat_category(product_id=product_id, vat_category_id=editor.form.vat_category_id)
        set_images(product_id=product_id, image_ids=editor.image_ids())
        _count(product_id, forms, typed["stock_reason"], actor, now)
        if move in MOVES:
            MOVES[move](product_id=product_id, now=now)
    return product_id


def _write(product_id: int | None, draft: ProductDraft, move: str, now: datetime) -> int:
    if product_id is None:
        return create_product(draft=draft, now=now)
    if move in {Status.DRAFT, Status.ARCHIVED}:  # What is no longer shown need not be fit for showing.
        MOVES[move](product_id=product_id, now=now)
    change_product(product_id=product_id, draft=draft, now=now)
    return product_id


def _count(product_id: int, forms: Iterable[VariantForm], reason: str, actor: str, now: datetime) -> None:
    """In the order in which levels are locked everywhere."""
    ids = dict(Variant.objects.filter(product_id=product_id).values_list("sku_key", "pk"))
    changes = [(ids[sku_key(form.cleaned_data["sku"])], form) for form in forms if form.difference]
    for variant_id, form in sorted(changes, key=lambda change: change[0]):
        is_new = form.cleaned_data["id"] is None
        adjust_stock(
            variant_id=variant_id,
            by=form.difference,
            reason=reason or (_("First count") if is_new else ""),
            actor=actor,
            now=now,
            seen=form.cleaned_data["shown"],
        )
