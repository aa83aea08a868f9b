"""Where on the product's form each refusal belongs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commerce.catalog.application.use_cases.adjust_stock import StockChanged
from commerce.catalog.domain.drafts import VariantDraft
from commerce.catalog.domain.policies import price_problem
from commerce.catalog.domain.skus import is_sku_too_long, sku_key
from commerce.catalog.interfaces.problem_texts import IN_FORMS
from commerce.catalog.interfaces.product_editor import ProductEditor
from commerce.catalog.interfaces.variant_forms import see_pieces_again
from commerce.core.errors import Refusal
from commerce.core.refusal_words import message_for

Test = Callable[[VariantDraft], bool]

# Of the facts a refusal carries, the field of the form that each speaks of.
FIELD_OF_FACT = {"category_ids": "categories", "vat_category_id": "vat_category"}
FIELD_OF_PROBLEM = {"title_missing": "title_ar", "slug_malformed": "slug"}
FIELD_OF_CODE = {"slug_taken_in_store": "slug", "stock_reason_missing": "stock_reason"}


def show_refusal(refusal: Refusal, editor: ProductEditor) -> None:
    """The refusal's text stands at the fields it speaks of, or above the form when it speaks of none."""
    text = message_for(refusal, IN_FORMS)
    if _at_options(refusal, editor, text) or _at_variants(refusal, editor, text):
        return
    if "image_ids" in refusal.facts:
        editor.pictures.non_form_errors().append(text)
        return
    named = next((field for fact, field in FIELD_OF_FACT.items() if fact in refusal.facts), None)
    problem = str(refusal.facts.get("problem", ""))
    editor.form.add_error(named or FIELD_OF_PROBLEM.get(problem) or FIELD_OF_CODE.get(refusal.code), text)


def _at_options(refusal: Refusal, editor: ProductEditor, text: str) -> bool:
    nameless = [option for option in editor.grid.options if not option.name]
    without_values = [option for option in editor.grid.options if not option.labels]
    wrong = {"option_name_missing": nameless, "option_value_missing": without_values}
    found = wrong.get(str(refusal.facts.get("problem", "")), [])
    for option in found:
        option.form.add_error("name_ar", text)
    return bool(found)


def _at_variants(refusal: Refusal, editor: ProductEditor, text: str) -> bool:
    field, is_wrong = _about_variants(refusal, editor)
    found = [form for form, variant in editor.grid.drafts() if is_wrong(variant)]
    for form in found:
        form.add_error(field, text)
        if isinstance(refusal, StockChanged):
            see_pieces_again(form, refusal)
    return bool(found)


def _about_variants(refusal: Refusal, editor: ProductEditor) -> tuple[str, Test]:
    """The field of a variant's row, and which rows are meant."""
    active = [row.values for _form, row in editor.grid.drafts() if row.is_active]
    taken = {sku_key(sku) for sku in _list(refusal.facts.get("skus"))}

    def has_price_problem(row: VariantDraft) -> bool:
        return price_problem(row.price_minor, row.compare_at_minor) == refusal.facts.get("problem")

    def has_that_sku(row: VariantDraft) -> bool:
        return row.sku == refusal.facts.get("sku")

    places: dict[str, tuple[str, Test]] = {
        "negative_price": ("price", has_price_problem),
        "compare_at_not_above_price": ("compare_at", has_price_problem),
        "negative_cost": ("cost", lambda row: (row.cost_minor or 0) < 0),
        "sku_missing": ("sku", lambda row: not row.sku.strip()),
        "sku_too_long": ("sku", lambda row: is_sku_too_long(row.sku)),
        "combination_twice": ("sku", lambda row: row.is_active and active.count(row.values) > 1),
        "price_missing": ("price", lambda row: row.is_active and row.price_minor <= 0),
        "sku_taken": ("sku", lambda row: sku_key(row.sku) in taken),
        "stock_below_reserved": ("pieces", has_that_sku),
        "stock_changed": ("pieces", has_that_sku),
        "stock_too_many_pieces": ("pieces", has_that_sku),
    }
    codes = [refusal.facts.get("problem"), *_list(refusal.facts.get("problems"))[:1], refusal.code]
    found = (places[str(code)] for code in codes if code in places)
    return next(found, ("sku", lambda row: False))


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else []
