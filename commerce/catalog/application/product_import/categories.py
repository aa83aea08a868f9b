"""Categories by the names on the way to them."""

from __future__ import annotations

from collections.abc import Sequence

from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.models import Category
from commerce.core.bilingual import Bilingual
from commerce.core.folding import fold


class CategoryWays:
    """Finds the category a file means, and makes what is missing on the way. Reads the store's tree once."""

    def __init__(self) -> None:
        self._ids: dict[tuple[int | None, str], int] = {}
        for row in Category.objects.in_order():
            self._remember(row.parent_id, row.name, row.pk)

    def id_at_end_of(self, way: Sequence[Bilingual]) -> int:
        """Either language's name is enough to find a level. Refuses CategoryRefused for a way too long."""
        parent_id: int | None = None
        for name in way:
            parent_id = self._find(parent_id, name) or self._make(parent_id, name)
        if parent_id is None:
            raise ValueError("a way has at least one level")
        return parent_id

    def _find(self, parent_id: int | None, name: Bilingual) -> int | None:
        keys = ((parent_id, fold(text)) for text in (name.en, name.ar) if text)
        return next((self._ids[key] for key in keys if key in self._ids), None)

    def _make(self, parent_id: int | None, name: Bilingual) -> int:
        category_id = create_category(name=name, parent_id=parent_id, position=len(self._ids))
        self._remember(parent_id, name, category_id)
        return category_id

    def _remember(self, parent_id: int | None, name: Bilingual, category_id: int) -> None:
        for text in (name.en, name.ar):
            if text:
                self._ids.setdefault((parent_id, fold(text)), category_id)
