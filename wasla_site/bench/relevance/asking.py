"""Asking a search engine all judged questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from search_index.application.ports import SearchIndex
from search_index.domain.values import SearchRequest
from wasla_site.bench.relevance.catalogue import KIND, JudgedProduct
from wasla_site.bench.relevance.figures import Answered
from wasla_site.bench.relevance.measures import ndcg, recall, reciprocal_rank
from wasla_site.bench.relevance.queries import NEAR, JudgedQuery

DEPTH = 50
CHUNK = 500


def fill(index: SearchIndex, products: Sequence[JudgedProduct], now: datetime) -> None:
    """The open scope's store sells these products: the n-th is object n."""
    documents = [product.document(number) for number, product in enumerate(products, 1)]
    for start in range(0, len(documents), CHUNK):
        index.put(documents[start : start + CHUNK])
    index.refresh(KIND)


def ask_all(
    index: SearchIndex, products: Sequence[JudgedProduct], queries: Iterable[JudgedQuery]
) -> Iterator[Answered]:
    """What the index, filled with these products, answers to each question, and what that is worth."""
    for query in queries:
        result = index.search(SearchRequest(KIND, query.text, size=DEPTH))
        assert not result.is_degraded, "another engine answered"
        yield answer_of(query, result.ids, products)


def answer_of(query: JudgedQuery, ids: Sequence[int], products: Sequence[JudgedProduct]) -> Answered:
    """What finding these products, in this order, is worth."""
    found = [products[object_id - 1] for object_id in ids]
    grades = [query.rule.grade(product) for product in found]
    judged = query.grades(products).values()
    return Answered(
        query=query,
        found=[product.key for product in found],
        ndcg=ndcg(grades, judged),
        reciprocal_rank=reciprocal_rank(grades, NEAR) if judged else float(not found),
        recall=recall(grades, judged, NEAR),
    )
