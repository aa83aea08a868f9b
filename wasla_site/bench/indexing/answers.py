"""What a worker can be asked about indexing. It works on the search server that OPENSEARCH_URL names."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import override_settings

from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.changes import mark_changed
from commerce.core.models import ChangedObject
from commerce.core.scope import current_tenant_id, tenant_scope
from search_index.application.comparing import compare
from search_index.application.placements import placement_of
from search_index.application.ports import SearchUnavailable, search_index
from search_index.application.product_source import KIND
from search_index.application.sources import SOURCES
from search_index.application.use_cases.index_changes import SHARE, index_changes
from search_index.application.versions import draw_versions
from search_index.application.writing import documents_of
from search_index.domain.families import Family
from search_index.domain.pools import Generation
from search_index.domain.values import Document, SearchRequest
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from search_index.infrastructure.opensearch.gateway import _OUTCOMES, _index_of, _lines, gateway
from search_index.infrastructure.opensearch.writing import make_index, write_of
from wasla_site.bench.pages import measured_tenant_id

# An index that no pool has.
RAW_POOL = 999_999


def mark_products(most: int | None) -> int:
    """So many products, or all, were edited a moment ago; their number."""
    with _store(), transaction.atomic():
        ids = list(Product.objects.order_by("pk").values_list("pk", flat=True)[:most])
        Product.objects.filter(pk__in=ids).update(title_en=Concat(F("title_en"), Value(" x")))
        mark_changed(KIND, ids)
        return len(ids)


def index_marked(index: str = "") -> tuple[int, float]:
    """How many objects the pipeline went through until nothing was marked, and in how many seconds; `index` names
    another adapter than that of the settings."""
    with override_settings(SEARCH_INDEX=index or settings.SEARCH_INDEX):
        search_index.cache_clear()
        found = _index_marked()
    search_index.cache_clear()
    return found


def _index_marked() -> tuple[int, float]:
    begun, done = time.perf_counter(), 0
    while count := index_changes(now=clock.now()):
        done += count
    return done, time.perf_counter() - begun


def bulk_prepared(number: int) -> tuple[int, float]:
    """As many documents, put together before, by one `_bulk` after the other, over those of the version before, as the
    pipeline writes, and answered as briefly."""
    raw = Generation(Family.PRODUCTS, RAW_POOL, number)
    with _store():
        with transaction.atomic():
            versions = draw_versions(KIND, SOURCES[KIND].all_ids())
        with transaction.atomic():
            documents = documents_of(KIND, versions)
        before = _bodies(raw, [replace(one, version=one.version - 1) for one in documents])
        bodies = _bodies(raw, documents)
        make_index(raw)
        _bulk(before)
        begun = time.perf_counter()
        _bulk(bodies)
        seconds = time.perf_counter() - begun
        gateway().drop(raw)
    return len(documents), seconds


def _bodies(raw: Generation, documents: Sequence[Document]) -> list[str]:
    lines = [_lines(write_of(one, again=False), _index_of(raw), current_tenant_id()) for one in documents]
    return ["".join(lines[start : start + SHARE]) for start in range(0, len(lines), SHARE)]


def _bulk(bodies: Sequence[str]) -> None:
    for body in bodies:
        answered = gateway()._indexing.bulk(body=body, params=_OUTCOMES)
        assert not answered["errors"]


def edit_and_find(edits: int, every: float) -> list[float]:
    """Seconds from the commit of each edit until the server finds it; one edit after the other, `every` so many
    seconds, while a worker elsewhere does the indexing."""
    waiting: dict[str, float] = {}
    found: list[float] = []
    with _store():
        with transaction.atomic():
            ids = list(Product.objects.filter(status="published").order_by("pk").values_list("pk", flat=True)[:edits])
        begun = time.perf_counter()
        while len(found) < edits and time.perf_counter() - begun < edits * every + 60:
            made = len(found) + len(waiting)
            if made < edits and time.perf_counter() - begun >= made * every:
                waiting[_edit(ids[made], made)] = time.perf_counter()
            for word in _seen(list(waiting)):
                found.append(time.perf_counter() - waiting.pop(word))
            time.sleep(0.02)
    return found


def _edit(product_id: int, number: int) -> str:
    word = f"edited{number}{uuid4().hex}"
    with transaction.atomic():
        Product.objects.filter(pk=product_id).update(title_ar=f"عطر {word}")
        mark_changed(KIND, [product_id])
    return word


def _seen(words: Sequence[str]) -> list[str]:
    return [word for word in words if _is_seen(word)]


def _is_seen(word: str) -> bool:
    """Not yet, where the server gave no answer in time."""
    try:
        return bool(OpenSearchIndex().search(SearchRequest(KIND, word, size=1)).total)
    except SearchUnavailable:
        return False


def is_caught_up() -> bool:
    """Nothing is marked, and the index holds what is written down."""
    with _store():
        with transaction.atomic():
            if ChangedObject.objects.filter(kind=KIND).exists():
                return False
        placement = placement_of(Family.PRODUCTS)
        try:
            return placement is not None and not compare(placement.read).by_key
        except SearchUnavailable:
            return False


def marked() -> int:
    with _store(), transaction.atomic():
        return ChangedObject.objects.filter(kind=KIND).count()


def forget_indices() -> str:
    """The server has none of this run's."""
    with _store():
        placement = placement_of(Family.PRODUCTS)
        for generation in placement.written if placement else ():
            gateway().drop(generation)
        return f"{settings.OPENSEARCH_PREFIX} of store {current_tenant_id()}"


def _store() -> AbstractContextManager[None]:
    return tenant_scope(measured_tenant_id())
