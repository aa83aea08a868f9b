"""What a shop would find without any rule of ours: OpenSearch's own `arabic` and `english` analyzers and scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opensearchpy import OpenSearch

from wasla_site.bench.relevance.asking import DEPTH, answer_of
from wasla_site.bench.relevance.catalogue import JudgedProduct
from wasla_site.bench.relevance.figures import Answered
from wasla_site.bench.relevance.queries import JudgedQuery

PATIENCE_SECONDS = 60.0
_BOTH = {
    language: {"type": "text", "analyzer": analyzer} for language, analyzer in (("ar", "arabic"), ("en", "english"))
}
_TEXTS = ("titles", "labels", "texts")
_WEIGHED = ["titles.ar^3", "titles.en^3", "labels.ar^2", "labels.en^2", "texts.ar", "texts.en", "codes^5"]


@dataclass(frozen=True, slots=True)
class Baseline:
    """An index of its own on the server, filled with these products: the n-th is document n."""

    server: OpenSearch
    name: str
    products: Sequence[JudgedProduct]

    def ask_all(self, queries: Iterable[JudgedQuery]) -> Iterator[Answered]:
        for query in queries:
            body = _question(query) | {"size": DEPTH, "_source": False}
            answer = self.server.search(index=self.name, body=body)
            yield answer_of(query, [int(hit["_id"]) for hit in answer["hits"]["hits"]], self.products)

    def ndcg_by_the_server(self, queries: Sequence[JudgedQuery]) -> dict[str, float]:
        """nDCG@10 of the same answers by question, as the server reckons it from the same grades. Not of questions that
        nothing is right for: it has no figure for these."""
        numbers = {product.key: str(number) for number, product in enumerate(self.products, 1)}
        asked = [
            {"id": query.text, "request": _question(query), "ratings": self._ratings(grades, numbers)}
            for query in queries
            if (grades := query.grades(self.products))
        ]
        body = {"requests": asked, "metric": {"dcg": {"k": 10, "normalize": True}}}
        details = self.server.rank_eval(index=self.name, body=body)["details"]
        return {text: one["metric_score"] for text, one in details.items()}

    def _ratings(self, grades: Mapping[str, int], numbers: Mapping[str, str]) -> list[dict[str, Any]]:
        return [{"_index": self.name, "_id": numbers[key], "rating": grade} for key, grade in grades.items()]


@contextmanager
def baseline(url: str, name: str, products: Sequence[JudgedProduct]) -> Iterator[Baseline]:
    """The index is gone afterwards."""
    texts = {field: {"properties": _BOTH} for field in _TEXTS}
    codes = {"codes": {"type": "text", "analyzer": "keyword"}}
    server = OpenSearch(url, timeout=PATIENCE_SECONDS)
    try:
        shape = {"settings": {"number_of_shards": 1}, "mappings": {"properties": texts | codes}}
        server.indices.create(index=name, body=shape)
        try:
            filled = server.bulk(index=name, body=[*_lines(products)], params={"refresh": "true"})
            assert not filled["errors"], str(filled)[:500]
            yield Baseline(server, name, products)
        finally:
            server.indices.delete(index=name)
    finally:
        server.close()


def _lines(products: Sequence[JudgedProduct]) -> Iterator[dict[str, Any]]:
    for number, product in enumerate(products, 1):
        yield {"index": {"_id": str(number)}}
        said = (product.titles, (*product.category_names, *product.labels), product.texts)
        texts = {field: {language: list(of) for language in _BOTH} for field, of in zip(_TEXTS, said, strict=True)}
        yield texts | {"codes": list(product.codes)}


def _question(query: JudgedQuery) -> dict[str, Any]:
    """By the server's way of asking several fields at once that found most of the judged set: by the best field of each
    question, or by all fields added up, it is 0.016 less, and where all words are needed 0.17."""
    return {"query": {"multi_match": {"query": query.text, "fields": _WEIGHED, "type": "cross_fields"}}}
