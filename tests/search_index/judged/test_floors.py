"""What search finds may get better, never worse than this, whichever engine answers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from search_index.application.ports import SearchIndex
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from wasla_site.bench.relevance.asking import ask_all
from wasla_site.bench.relevance.catalogue import JudgedProduct
from wasla_site.bench.relevance.figures import by_class, table
from wasla_site.bench.relevance.queries import JudgedQuery

# nDCG@10 as measured on 2026-11-29, less 0.02: one question of a small class may move without anybody's fault.
FLOORS = {
    "spelling": 0.82,
    "prefix": 0.82,
    "sound-plural": 0.92,
    "broken-plural": 0.87,
    "english": 0.86,
    "mixed": 0.82,
    "typo": 0.81,
    "code": 1.00,
    "digits": 0.91,
    "brand": 0.83,
    "arabizi": 0.92,
    "dialect": 0.87,
    "attribute": 0.81,
    "category": 0.71,
    "keyboard": 0.96,
    "natural": 0.82,
    "distinct": 0.88,
    "negative": 1.00,
    "in ar": 0.85,
    "in en": 0.87,
    "in mixed": 0.82,
    "all": 0.86,
}
MOST_WITHOUT_RESULT = 0.03


# What the server finds is never less than what PostgreSQL does; that much of a class may change places.
CHANCE = 0.005


@pytest.mark.parametrize("engine", ["opensearch"])
def test_no_class_falls_below_its_floor(
    engine: str, index: SearchIndex, products: Sequence[JudgedProduct], queries: Sequence[JudgedQuery]
) -> None:
    """Beside OpenSearch the store's words lie in PostgreSQL: both are asked of one shop."""
    server = by_class(list(ask_all(index, products, queries)))
    beside = by_class(list(ask_all(PostgresSearchIndex(), products, queries)))
    for figures in (server, beside):
        told = "\n".join(table(figures))
        assert FLOORS.keys() == figures.keys(), told
        fallen = {kind: figures[kind].ndcg for kind, floor in FLOORS.items() if figures[kind].ndcg < floor}
        assert not fallen, f"{fallen}\n{told}"
        assert figures["in ar"].zero_results <= MOST_WITHOUT_RESULT, told
        assert figures["negative"].ndcg == figures["code"].ndcg == 1, told
    both = "\n".join((*table(server), *table(beside)))
    worse = [kind for kind in FLOORS if server[kind].ndcg < beside[kind].ndcg - CHANCE]
    assert worse == [], both
    assert server["all"].ndcg >= beside["all"].ndcg, both
