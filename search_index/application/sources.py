"""Where the documents of each kind of object come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from commerce.catalog.application.shelf_marks import CATEGORY, SHELF
from commerce.media.application.picture_marks import PICTURE
from search_index.application.product_source import KIND, ProductSource
from search_index.domain.values import Document


class DocumentSource(Protocol):
    """Makes the documents of one kind of object, in the open scope's store."""

    def documents(self, object_ids: Sequence[int]) -> list[Document]:
        """Documents of those of the objects that shoppers may find, from their present state."""

    def all_ids(self) -> list[int]:
        """Every object of the kind, findable or not, in order."""


# What is known below; the site adds its own kinds (pages, campaigns) when it starts.
SOURCES: dict[str, DocumentSource] = {KIND: ProductSource()}
# Marks of what is no document, and is made again by others.
OTHERS_MARKS = (CATEGORY, SHELF, PICTURE)
