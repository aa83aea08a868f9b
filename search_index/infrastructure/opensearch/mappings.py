"""What an index of the search server is made of."""

from __future__ import annotations

from typing import Any

from search_index.domain.analysis import analysis
from search_index.domain.spelling import ALL_RULES, Rule
from search_index.domain.values import SPACES

TENANT = "tenant_id"
# An object has several, each of which is compared by itself.
PICTURES = "pictures"
# What an answer may tell of an object, besides which it is.
FACTS = ("categories", "tags", "attr", "is_available", "is_reduced", "appeared_at", "popularity", "margin")
# Said explicitly: an index that is not searched for half a minute would else stop making what is written findable.
REFRESH = "1s"


def index_body(rules: frozenset[Rule] = ALL_RULES) -> dict[str, Any]:
    """Settings and mapping. No `index.knn`: vectors are compared exactly, among one store's; with it, a field that
    names no engine would get one whose native libraries are not there, which ends the whole node.

    A deleted document's version is remembered for an hour, longer than any write is under way.
    """
    settings: dict[str, Any] = {
        "number_of_shards": 1,
        "auto_expand_replicas": "0-1",
        "refresh_interval": REFRESH,
        "gc_deletes": "1h",
        "analysis": analysis(rules),
    }
    return {"settings": {"index": settings}, "mappings": mapping()}


def mapping() -> dict[str, Any]:
    """Strict: a store's options never become fields. Both languages of an object are one document."""
    return {
        "dynamic": "strict",
        "_source": {"excludes": [picture_field(vector_field(space)) for space in SPACES]},
        "properties": {
            TENANT: {"type": "keyword"},
            "kind": {"type": "keyword"},
            "object_id": {"type": "long"},
            "stamp": {"type": "long"},
            **{field: _text() for field in ("title_ar", "title_en", "title_forms", "heads")},
            **{field: _text() for field in ("category_heads", "category_head_forms")},
            **{field: _text() for field in ("labels", "label_forms", "texts", "text_forms")},
            **{field: {"type": "keyword", "normalizer": "sku"} for field in ("whole_titles", "codes")},
            **{field: {"type": "keyword"} for field in ("categories", "tags", "attr", "combo")},
            **{field: {"type": "long"} for field in ("lowest_minor", "highest_minor")},
            **{field: {"type": "boolean"} for field in ("is_available", "is_reduced")},
            **{field: {"type": "float"} for field in ("popularity", "margin")},
            "appeared_at": {"type": "date"},
            PICTURES: _pictures(),
        },
    }


def picture_field(name: str) -> str:
    """As a question names it."""
    return f"{PICTURES}.{name}"


def vector_field(space: str) -> str:
    return f"v_{space}"


def _pictures() -> dict[str, Any]:
    """Each says whose it is: the store's condition is asked of it too."""
    vectors = {vector_field(space): {"type": "knn_vector", "dimension": size} for space, size in SPACES.items()}
    fields = {TENANT: {"type": "keyword"}, "embedder_id": {"type": "keyword"}, **vectors}
    return {"type": "nested", "dynamic": "strict", "properties": fields}


def _text() -> dict[str, Any]:
    """Beginnings are only looked for, never counted or compared by their places."""
    beginnings = {"type": "text", "analyzer": "bi_ac", "search_analyzer": "bi_ac_q", "norms": False}
    fields = {
        "stem": {"type": "text", "analyzer": "bi_stem", "search_analyzer": "bi_stem_search"},
        "ac": {**beginnings, "index_options": "docs"},
    }
    return {"type": "text", "analyzer": "bi_norm", "search_analyzer": "bi_search", "fields": fields}
