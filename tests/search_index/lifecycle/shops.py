"""Two stores that are searched and edited beside the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

from django.db import connection, transaction

from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.changes import mark_changed
from commerce.core.scope import tenant_scope
from search_index.application.comparing import compare
from search_index.application.generations import generations
from search_index.application.placements import placement_of
from search_index.application.ports import search_index
from search_index.application.use_cases.index_changes import index_changes
from search_index.application.use_cases.rebuild_store import rebuild_store
from search_index.domain.families import Family
from search_index.domain.pools import Generation
from search_index.domain.values import SearchRequest
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from tests.search_index.shelf import sell

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
SOLD = 12


@dataclass
class Shops:
    """`noor` and `souq` are the stores' ids, `sold` what each sells."""

    noor: int
    souq: int
    sold: dict[int, list[int]] = field(default_factory=dict)

    def open(self) -> None:
        for tenant_id in (self.noor, self.souq):
            with tenant_scope(tenant_id):
                with transaction.atomic():
                    self.sold[tenant_id] = [sell(f"عطر {number}") for number in range(SOLD)]
                rebuild_store()
                search_index().refresh("product")

    def found(self, tenant_id: int, text: str = "عطر") -> int:
        """How many the search server finds, and nobody in its place."""
        with tenant_scope(tenant_id):
            return OpenSearchIndex().search(SearchRequest("product", text)).total

    def read(self, tenant_id: int) -> Generation:
        with tenant_scope(tenant_id):
            placed = placement_of(Family.PRODUCTS)
        assert placed is not None
        return placed.read

    def retitle(self, tenant_id: int, product_id: int, title: str) -> None:
        with tenant_scope(tenant_id), transaction.atomic():
            Product.objects.filter(pk=product_id).update(title_ar=title)
            mark_changed("product", [product_id])

    def titles(self, tenant_id: int) -> dict[str, int]:
        """Of what it sells, by title."""
        with tenant_scope(tenant_id), transaction.atomic():
            return dict(Product.objects.values_list("title_ar", "pk"))

    def titles_found(self, tenant_id: int) -> dict[str, int]:
        """The titles by which the search server finds exactly the product that has it."""
        with tenant_scope(tenant_id):
            search_index().refresh("product")
            found = {
                title: OpenSearchIndex().search(SearchRequest("product", title)).ids for title in self.titles(tenant_id)
            }
        return {title: ids[0] for title, ids in found.items() if ids}

    def index(self, after: timedelta = timedelta(0)) -> int:
        return index_changes(now=clock.now() + after)

    def versions(self, tenant_id: int) -> dict[int, int]:
        with tenant_scope(tenant_id):
            search_index().refresh("product")
            return search_index().indexed_versions("product")


class Busy:
    """Somebody does something again and again beside the test; what went wrong is raised at the end."""

    def __init__(self, work: Any) -> None:
        self.rounds = 0
        self._work, self._is_over = work, Event()
        self._defect: BaseException | None = None
        self._thread = Thread(target=self._run)

    def _run(self) -> None:
        try:
            while not self._is_over.is_set():
                self._work(self.rounds)
                self.rounds += 1
        except BaseException as defect:  # noqa: BLE001 - raised by who waits
            self._defect = defect
        finally:
            connection.close()

    def __enter__(self) -> Busy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join(60)
        if self._defect is not None:
            raise self._defect


@contextmanager
def business(shops: Shops) -> Iterator[list[int]]:
    """Shoppers search Noor and Souq, staff edits Noor's goods and the indexer keeps up. What the shoppers found."""
    found: list[int] = []

    def shop(_: int) -> None:
        found.append(shops.found(shops.noor))
        found.append(shops.found(shops.souq))

    def edit(number: int) -> None:
        shops.retitle(shops.noor, shops.sold[shops.noor][number % SOLD], f"عطر {number}")
        shops.index()

    with Busy(shop), Busy(edit):
        yield found


def differences(generation: Generation, *tenant_ids: int) -> int:
    """How many documents of these stores lie in the index otherwise than is written down."""
    seen = 0
    for tenant_id in tenant_ids:
        with tenant_scope(tenant_id):
            generations().refresh(generation)
            seen += len(compare(generation).by_key)
    return seen
