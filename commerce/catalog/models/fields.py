"""Columns that follow from another column, also in bulk writes, where `save` is not called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from commerce.catalog.domain.skus import sku_key
from commerce.core.folding import fold

if TYPE_CHECKING:
    TextColumn = models.CharField[str, str]
else:
    TextColumn = models.CharField


class FoldedField(TextColumn):
    """The first source that has a text, folded: for sorting and finding. Written whenever the row is."""

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources = sources
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """A plain text column to migrations, which import nothing of the application."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", list(args), kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        texts = (getattr(model_instance, source) for source in self.sources)
        value = self.derive(next(filter(None, texts), ""))
        setattr(model_instance, self.attname, value)
        return value

    def derive(self, text: str) -> str:
        return fold(text)[: self.max_length]


class SkuKeyField(FoldedField):
    """`sku_key` of the source: the form in which SKUs are unique."""

    def derive(self, text: str) -> str:
        return sku_key(text)
