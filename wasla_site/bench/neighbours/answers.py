"""What a worker can be asked about a store among many on the search server that OPENSEARCH_URL names."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from http import HTTPStatus
from itertools import count
from pathlib import Path

from django.conf import settings
from django.test import Client
from tqdm import tqdm

from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from search_index.application.placements import generation_of
from search_index.application.use_cases.note_made_index import note_made_index
from search_index.application.use_cases.place_store import place_store
from search_index.domain.families import Family
from search_index.infrastructure.opensearch.gateway import Write, gateway
from search_index.infrastructure.opensearch.writing import make_index, write_into, write_of
from search_index.models import SearchGeneration
from wasla_site.bench.pages import AnswerWrong, measured_tenant_id
from wasla_site.bench.relevance.catalogue import JudgedProduct, read_catalogue
from wasla_site.bench.stores import MEASURED
from wasla_site.launcher.places import CHECKOUT

DEMO = CHECKOUT / "wasla_site" / "demo"
_askers = count()


def fill_neighbours(folder: str, products: int) -> int:
    """Every other store has so many documents on the server, drawn from the judged catalogue. How many those are.

    They lie there alone: what a store's pages read of PostgreSQL is its own.
    """
    drawn = random.Random(7)  # noqa: S311 - the same ones each time
    writes = [write_of(one.document(number), again=False) for number, one in enumerate(_judged(folder), 1)]
    measured = measured_tenant_id()
    others = [pk for pk in Tenant.objects.order_by("pk").values_list("pk", flat=True) if pk != measured]
    for tenant_id in tqdm(others, desc="Neighbours", unit="store"):
        with tenant_scope(tenant_id):
            _write(drawn.sample(writes, products))
    return len(others) * products


def ask_search(path: str) -> float:
    """ms of the whole answer of the measured store's page or API, to a shopper whom nobody has counted yet."""
    number = next(_askers)
    shopper = Client(
        headers={"host": f"{MEASURED}.{settings.PLATFORM_HOST}"},
        REMOTE_ADDR=f"198.{18 + (number >> 16)}.{number >> 8 & 255}.{number & 255}",
    )
    begun = time.perf_counter()
    response = shopper.get(path)
    seconds = time.perf_counter() - begun
    if response.status_code != HTTPStatus.OK:
        raise AnswerWrong(f"{path}: {response.status_code}")
    return seconds * 1000


def forget_pools() -> int:
    """No index of this run is left on the server. How many there were."""
    rows = SearchGeneration.objects.filter(is_made=True).select_related("pool")
    generations = [generation_of(Family(row.pool.family), row) for row in rows]
    for generation in generations:
        gateway().drop(generation)
    return len(generations)


def _judged(folder: str) -> Sequence[JudgedProduct]:
    return read_catalogue(Path(folder), DEMO)


def _write(writes: Sequence[Write]) -> None:
    for generation in place_store(family=Family.PRODUCTS).written:
        if not generation.is_made:
            make_index(generation)
            note_made_index(generation=generation)
        if refused := write_into(generation, writes):
            raise AnswerWrong(str(refused[0]))
