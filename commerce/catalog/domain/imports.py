"""Products as a file tells of them, and what was wrong with the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from commerce.catalog.domain.policies import (
    LONGEST_BARCODE,
    LONGEST_LABEL,
    LONGEST_NAME,
    LONGEST_OPTION_NAME,
    LONGEST_TITLE,
)
from commerce.catalog.domain.values import Status
from commerce.core.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know about a row (the header is row 1; 0 is the whole file).

    A remark that is no note means that the row, or its product, was left out.
    """

    row: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class ImportedVariant:
    """`stock` or `cost_minor` None: the file says nothing of it. `values` in the options' order.

    Prices in minor units.
    """

    row: int
    sku: str
    price_minor: int
    compare_at_minor: int | None = None
    cost_minor: int | None = None
    values: tuple[Bilingual, ...] = ()
    barcode: str = ""
    weight_grams: int = 0
    stock: int | None = None
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedProduct:
    """`category` is a way from the top; empty category or tags, or no status: the file says nothing of them."""

    row: int
    handle: str
    status: Status | None
    title: Bilingual
    description: Bilingual
    variants: tuple[ImportedVariant, ...]
    options: tuple[Bilingual, ...] = ()
    category: tuple[Bilingual, ...] = ()
    tags: tuple[Bilingual, ...] = ()


def product_too_long(product: ImportedProduct) -> tuple[str, int] | None:
    """The first text of the product, its variants apart, that is longer than stores keep it, and how long it may be.

    Nothing is cut: that would make one thing of two, or another thing at every run.
    """
    named = [(product.title, LONGEST_TITLE)]
    named += [(name, LONGEST_OPTION_NAME) for name in product.options]
    named += [(name, LONGEST_NAME) for name in (*product.category, *product.tags)]
    return _first_too_long(named)


def variant_too_long(variant: ImportedVariant) -> tuple[str, int] | None:
    """The same of a variant; its SKU has a rule of its own."""
    labels = [(label, LONGEST_LABEL) for label in variant.values]
    return _first_too_long([*labels, (Bilingual(variant.barcode, ""), LONGEST_BARCODE)])


def _first_too_long(texts: Iterable[tuple[Bilingual, int]]) -> tuple[str, int] | None:
    return next(((text, most) for pair, most in texts for text in (pair.ar, pair.en) if len(text) > most), None)


@dataclass(slots=True)
class Tally:
    """What an import did, in numbers of products, variants, levels, pictures and remarks."""

    products_new: int = 0
    products_changed: int = 0
    products_same: int = 0
    variants_new: int = 0
    variants_changed: int = 0
    variants_same: int = 0
    stock_changed: int = 0
    pictures_added: int = 0
    problems: int = 0
    notes: int = 0

    @property
    def products(self) -> int:
        return self.products_new + self.products_changed + self.products_same

    def count(self, remark: Remark) -> None:
        if remark.is_note:
            self.notes += 1
        else:
            self.problems += 1
