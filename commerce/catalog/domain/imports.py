"""Products as a file tells of them, and what was wrong with the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """`stock` None: the file says nothing of it. `values` in the options' order. Prices in minor units."""

    row: int
    sku: str
    price_minor: int
    compare_at_minor: int | None = None
    values: tuple[Bilingual, ...] = ()
    barcode: str = ""
    weight_grams: int = 0
    stock: int | None = None
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedProduct:
    """`category` is a way from the top; empty category or tags: the file says nothing of them."""

    row: int
    handle: str
    status: Status
    title: Bilingual
    description: Bilingual
    variants: tuple[ImportedVariant, ...]
    options: tuple[Bilingual, ...] = ()
    category: tuple[Bilingual, ...] = ()
    tags: tuple[Bilingual, ...] = ()


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
