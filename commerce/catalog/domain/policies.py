"""What may be sold, shown and combined. Pure rules on plain values; a problem is a stable code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_OPTIONS = 3
MOST_VARIANTS = 250
MOST_LEVELS = 5
MOST_PICKED = 500
LOW_STOCK = 5
MOST_PIECES = 10_000_000
MOST_GRAMS = 10_000_000
LONGEST_TITLE = 200
LONGEST_NAME = 80
LONGEST_OPTION_NAME = 60
LONGEST_LABEL = 120
LONGEST_BARCODE = 50


@dataclass(frozen=True, slots=True)
class SoldAs:
    """A variant as far as publishing cares. Price in minor units."""

    price_minor: int
    is_active: bool


def publish_problems(*, has_title: bool, variants: Sequence[SoldAs]) -> tuple[str, ...]:
    """Everything that keeps a product from shoppers: no title, nothing to buy, an active variant without a price."""
    active = [variant for variant in variants if variant.is_active]
    problems = []
    if not has_title:
        problems.append("title_missing")
    if not active:
        problems.append("no_active_variant")
    elif any(variant.price_minor <= 0 for variant in active):
        problems.append("price_missing")
    return tuple(problems)


def price_problem(price_minor: int, compare_at_minor: int | None) -> str | None:
    """`negative_price`, or `compare_at_not_above_price`: a former price that is no saving misleads."""
    if price_minor < 0 or (compare_at_minor is not None and compare_at_minor < 0):
        return "negative_price"
    if compare_at_minor is not None and compare_at_minor <= price_minor:
        return "compare_at_not_above_price"
    return None


def options_problem(option_count: int, combinations: Sequence[tuple[str, ...]]) -> str | None:
    """Why these variants are no grid over that many options; None when they are.

    Each combination names one value per option, in the options' order, and no two are the same. A product without
    options has at most one variant.
    """
    if option_count > MOST_OPTIONS:
        return "too_many_options"
    if len(combinations) > MOST_VARIANTS:
        return "too_many_variants"
    if any(len(values) != option_count or not all(values) for values in combinations):
        return "option_value_missing"
    if len(set(combinations)) < len(combinations):
        return "combination_twice"
    return None


def combination_key(value_ids: Sequence[int]) -> str:
    """The value ids of a variant in its options' order, as the column that keeps combinations unique holds them."""
    return "-".join(map(str, value_ids))


def category_problem(*, category_id: int | None, parent_lineage: Sequence[int]) -> str | None:
    """Why a category may not stand below a parent whose own way from the top is `parent_lineage` (parent included)."""
    if category_id is not None and category_id in parent_lineage:
        return "category_cycle"
    if len(parent_lineage) >= MOST_LEVELS:
        return "category_too_deep"
    return None


def may_sell(quantity: int, available: int) -> bool:
    """Whole pieces, at least one, and no more than are free."""
    return 0 < quantity <= available
