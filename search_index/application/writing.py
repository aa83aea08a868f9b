"""From objects to the index."""

from collections.abc import Sequence
from datetime import datetime

from search_index.application.descriptions import mark_undescribed
from search_index.application.ports import search_index
from search_index.application.product_source import KIND
from search_index.application.sources import SOURCES


def write_documents(kind: str, object_ids: Sequence[int], *, now: datetime, anew: bool = False) -> None:
    """The index has the present documents of these objects, and none of those that shoppers may not find; pictures of
    products that are not described are marked for it."""
    documents = SOURCES[kind].documents(object_ids) if kind in SOURCES else []
    search_index().put(documents, now=now, anew=anew)
    search_index().delete(kind, {*object_ids} - {document.object_id for document in documents})
    if kind == KIND:
        mark_undescribed(object_ids, anew=anew)
