"""Everything that is typed about one product, read together and shown again together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from commerce.catalog.application.queries import stock_of
from commerce.catalog.domain.drafts import DeskProduct, ProductDraft
from commerce.catalog.interfaces.picture_rows import image_ids_of, picture_rows
from commerce.catalog.interfaces.product_forms import ProductForm, product_start
from commerce.catalog.interfaces.variant_forms import VariantForm
from commerce.catalog.interfaces.variant_grid_form import Combination, Start, VariantGrid, start_of


@dataclass(slots=True)
class ProductEditor:
    form: ProductForm
    grid: VariantGrid
    pictures: Any

    def is_valid(self) -> bool:
        judged = [part.is_valid() for part in (self.form, self.grid, self.pictures)]
        return all(judged)

    def with_rows_for(self, missing: list[Combination]) -> ProductEditor:
        """The same as typed, with more rows of variants, nothing judged yet."""
        ids = [form["image"].value() for form in self.pictures.forms if not form["DELETE"].value()]
        return ProductEditor(self.form.as_typed(), self.grid.with_rows_for(missing), picture_rows(image_ids=ids))

    def draft(self) -> tuple[ProductDraft, list[VariantForm]]:
        """What the valid forms say, for a use case to judge, and the form of each of its variants."""
        rows = self.grid.drafts()
        draft = ProductDraft(
            title=self.form.title,
            description=self.form.description,
            slug=self.form.cleaned_data["slug"],
            options=tuple(option.name for option in self.grid.options),
            variants=tuple(variant for _form, variant in rows),
        )
        return draft, [form for form, _variant in rows]

    def image_ids(self) -> list[int]:
        return image_ids_of(self.pictures)


def typed_editor(data: Any, currency: str, may_count: bool) -> ProductEditor:
    grid = VariantGrid(currency=currency, may_count=may_count, data=data)
    return ProductEditor(ProductForm(data), grid, picture_rows(data))


def editor_of(product: DeskProduct | None, currency: str, may_count: bool) -> ProductEditor:
    """The product as it is; for none, an empty form with a row for its first variant."""
    if product is None:
        grid = VariantGrid(currency=currency, may_count=may_count, start=Start([], [{}]))
        return ProductEditor(ProductForm(), grid, picture_rows())
    pieces = {variant_id: on_hand for variant_id, (on_hand, _reserved) in stock_of(product.id).items()}
    grid = VariantGrid(currency=currency, may_count=may_count, start=start_of(product, pieces, currency))
    form = ProductForm(initial=product_start(product))
    return ProductEditor(form, grid, picture_rows(image_ids=product.image_ids))
