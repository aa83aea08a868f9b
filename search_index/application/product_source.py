"""What a product is found by."""

from collections.abc import Iterable, Sequence

from commerce.catalog.application.queries import search_rows
from commerce.catalog.domain.values import SearchRow, Status
from commerce.catalog.models import Product
from commerce.core.bilingual import Bilingual
from search_index.domain.values import Document

KIND = "product"


class ProductSource:
    """Products shoppers may buy now: published, with a price, and with a piece left."""

    def documents(self, object_ids: Sequence[int]) -> list[Document]:
        return [document_of(row) for row in search_rows(object_ids) if is_findable(row)]

    def all_ids(self) -> list[int]:
        return list(Product.objects.order_by("pk").values_list("pk", flat=True))


def is_findable(row: SearchRow) -> bool:
    return row.status == Status.PUBLISHED and row.has_price and row.is_available


def document_of(row: SearchRow) -> Document:
    return Document(
        kind=KIND,
        object_id=row.id,
        titles=_both((row.title,)),
        codes=(*row.skus, *row.barcodes),
        labels=_both((*row.tags, *(link.name for link in row.categories), *row.options)),
        texts=_both((row.description,)),
    )


def _both(texts: Iterable[Bilingual]) -> tuple[str, ...]:
    """The Arabic and the English, those that are written."""
    return tuple(text for pair in texts for text in (pair.ar, pair.en) if text)
