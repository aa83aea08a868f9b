"""What a merchant wants a product to be: the form's answers, before anything is looked up or written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commerce.catalog.domain.policies import options_problem, price_problem
from commerce.catalog.domain.skus import is_sku_too_long
from commerce.catalog.domain.slugs import is_slug
from commerce.catalog.domain.values import Status
from commerce.core.bilingual import Bilingual

SEPARATOR = "|"
NOTHING = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """`id` None: a new variant. `values`: one label per option, in the options' order. Prices in minor units."""

    id: int | None
    sku: str
    price_minor: int
    values: tuple[Bilingual, ...] = ()
    compare_at_minor: int | None = None
    barcode: str = ""
    weight_grams: int = 0
    cost_minor: int | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """An empty `slug` is made from the title. `options` are names, in order."""

    title: Bilingual
    variants: tuple[VariantDraft, ...]
    description: Bilingual = NOTHING
    slug: str = ""
    options: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskProduct:
    """A product as it is, in the shape in which it can be changed."""

    id: int
    status: Status
    changed_at: datetime
    draft: ProductDraft
    category_ids: tuple[int, ...]
    tags: tuple[Bilingual, ...]
    image_ids: tuple[int, ...]
    vat_category_id: int | None


def bilingual_from(text: str) -> Bilingual:
    """ "أحمر | Red" as its two languages; a text without the bar is the same in both."""
    ar, bar, en = (part.strip() for part in text.partition(SEPARATOR))
    return Bilingual(ar, en if bar else ar)


def text_of(words: Bilingual) -> str:
    """The opposite of `bilingual_from`."""
    return words.ar if words.ar == words.en else f"{words.ar} {SEPARATOR} {words.en}"


def draft_problem(draft: ProductDraft) -> str | None:
    """The first reason why no product can be like this, whatever else is in the store; None when one can."""
    if not draft.title:
        return "title_missing"
    if draft.slug and not is_slug(draft.slug):
        return "slug_malformed"
    if not all(draft.options):
        return "option_name_missing"
    return _prices_problem(draft.variants) or _grid_problem(draft)


def _prices_problem(variants: Sequence[VariantDraft]) -> str | None:
    problems = (price_problem(variant.price_minor, variant.compare_at_minor) for variant in variants)
    costs = ("negative_cost" for variant in variants if variant.cost_minor is not None and variant.cost_minor < 0)
    return next(filter(None, (*problems, *costs)), None)


def _grid_problem(draft: ProductDraft) -> str | None:
    """Variants out of use may lack values: they keep what they were sold as."""
    active = [tuple(text_of(label) for label in row.values) for row in draft.variants if row.is_active]
    if any(not variant.sku.strip() for variant in draft.variants):
        return "sku_missing"
    if any(is_sku_too_long(variant.sku) for variant in draft.variants):
        return "sku_too_long"
    return options_problem(len(draft.options), active)
