"""Nothing that could see another store's documents gets past the gateway, and the store's condition is everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from search_index.infrastructure.opensearch.guarding import Forbidden, guarded

OWN = {"term": {"tenant_id": "7"}}
SCRIPT = {
    "lang": "knn",
    "source": "knn_score",
    "params": {"field": "v_colour", "query_value": [1.0], "space_type": "cosinesimil"},
}
ANY: dict[str, Any] = {"match_all": {}}
SCORE = {"query": ANY, "script": SCRIPT}


def test_every_question_is_the_stores() -> None:
    assert guarded({}, 7)["query"] == {"bool": {"must": [ANY], "filter": [OWN]}}
    kept = guarded({"query": {"bool": {"should": {"term": {"tenant_id": "8"}}, "minimum_should_match": 0}}}, 7)
    assert kept["query"]["bool"]["filter"] == [OWN]


def test_the_condition_stands_in_each_question_for_neighbours_and_in_each_score_by_script() -> None:
    knn = {"knn": {"v_colour": {"vector": [1.0], "k": 3, "filter": {"term": {"kind": "product"}}}}}
    script = {"script_score": SCORE}
    body = {"query": {"bool": {"should": [{"dis_max": {"queries": [knn, script]}}]}}}
    both = guarded(body, 7)["query"]["bool"]["must"][0]["bool"]["should"][0]["dis_max"]["queries"]
    assert both[0]["knn"]["v_colour"]["filter"] == {"bool": {"filter": [OWN, {"term": {"kind": "product"}}]}}
    has_vector = {"exists": {"field": "v_colour"}}
    assert both[1]["script_score"]["query"] == {"bool": {"must": [ANY], "filter": [OWN, has_vector]}}


def test_the_condition_stands_inside_questions_about_pictures() -> None:
    """A picture is a document of its own to the server: beside it the condition would be the product's."""
    kept = guarded(
        {"query": {"nested": {"path": "pictures", "score_mode": "max", "query": {"script_score": SCORE}}}}, 7
    )
    own = {"term": {"pictures.tenant_id": "7"}}
    inner = kept["query"]["bool"]["must"][0]["nested"]["query"]["bool"]
    assert inner["filter"] == [own]
    assert own in inner["must"][0]["script_score"]["query"]["bool"]["filter"]


def test_the_condition_stands_in_filters_of_facets_in_filters_behind_them_and_in_second_scores() -> None:
    kept = guarded(
        {
            "post_filter": ANY,
            "aggs": {"red": {"filter": ANY, "aggs": {"by": {"terms": {"field": "attr", "include": "colour=.*"}}}}},
            "rescore": {"window_size": 50, "query": {"rescore_query": ANY}},
        },
        7,
    )
    own = {"bool": {"must": [ANY], "filter": [OWN]}}
    assert kept["post_filter"] == kept["aggs"]["red"]["filter"] == kept["rescore"]["query"]["rescore_query"] == own
    assert kept["aggs"]["red"]["aggs"]["by"]["terms"]["execution_hint"] == "map"


@pytest.mark.parametrize(
    "body",
    [
        {"suggest": {"words": {"text": "عطر", "term": {"field": "title_ar"}}}},
        {"indices_boost": [{"*": 2}]},
        {"script_fields": {"x": {"script": "doc"}}},
        {"runtime_mappings": {"x": {"type": "keyword"}}},
        {"pit": {"id": "x"}},
        {"explain": True},
        {"docvalue_fields": ["title_ar"]},
        {"docvalue_fields": ["*"]},
        {"_source": ["*"]},
        {"_source": True},
        {"query": {"nested": {"path": "others", "query": ANY}}},
        {"query": {"nested": {"path": "pictures", "query": ANY, "inner_hits": {}}}},
        {"collapse": {"field": "tenant_id"}},
        {"query": {"query_string": {"query": "*"}}},
        {"query": {"simple_query_string": {"query": "*"}}},
        {"query": {"wildcard": {"tenant_id": "*"}}},
        {"query": {"regexp": {"tenant_id": ".*"}}},
        {"query": {"wrapper": {"query": "eyJtYXRjaF9hbGwiOnt9fQ=="}}},
        {"query": {"more_like_this": {"like": [{"_index": "x", "_id": "8:product:1"}]}}},
        {"query": {"percolate": {"field": "x"}}},
        {"query": {"script": {"script": "true"}}},
        {"query": {"terms_set": {"attr": {"terms": ["x"], "minimum_should_match_script": {"source": "1"}}}}},
        {"query": {"terms": {"attr": {"index": "x", "id": "8:product:1", "path": "attr"}}}},
        {"query": {"multi_match": {"query": "x", "fields": ["*"]}}},
        {"query": {"multi_match": {"query": "x", "fields": ["title_*"]}}},
        {"query": {"match_all": {}, "term": {"kind": "x"}}},
        {"query": {}},
        {"query": {"bool": {"must": [{"wildcard": {"tenant_id": "*"}}]}}},
        {"query": {"constant_score": {"filter": {"query_string": {"query": "*"}}}}},
        {"query": {"nested": {"path": "x", "query": ANY}}},
        {"query": {"function_score": {"query": ANY, "functions": [{"script_score": {"script": "1"}}]}}},
        {"query": {"function_score": {"query": ANY, "script_score": {"script": "1"}}}},
        {"query": {"script_score": {"query": ANY, "script": {"source": "doc.size()"}}}},
        {"query": {"script_score": {"query": ANY, "script": {"lang": "painless", "source": "1", "params": {}}}}},
        {"query": {"script_score": {"query": ANY, "script": {**SCRIPT, "id": "stored"}}}},
        {"query": {"hybrid": {"queries": [ANY]}}},
        {"post_filter": {"wildcard": {"tenant_id": "*"}}},
        {"aggs": {"words": {"terms": {"field": "attr", "min_doc_count": 0}}}},
        {"aggs": {"all": {"global": {}, "aggs": {"words": {"terms": {"field": "attr"}}}}}},
        {"aggs": {"words": {"significant_terms": {"field": "attr"}}}},
        {"aggs": {"words": {"significant_text": {"field": "title_ar"}}}},
        {"aggs": {"hits": {"top_hits": {}}}},
        {"aggs": {"sum": {"scripted_metric": {"map_script": "1"}}}},
        {"aggs": {"words": {"terms": {"script": "doc['tenant_id']"}}}},
        {"aggs": {"red": {"filter": ANY, "aggs": {"all": {"global": {}}}}}},
        {"aggs": {"some": {"filters": {"filters": {"x": {"wildcard": {"tenant_id": "*"}}}}}}},
        {"sort": [{"_script": {"type": "number", "script": "1"}}]},
        {"sort": [{"lowest_minor": {"order": "asc", "nested": {"path": "x"}}}]},
        {"sort": {"_script": {}}},
        {"rescore": [{"query": {"rescore_query": ANY}}]},
        {"rescore": {"query": {"rescore_query": {"wildcard": {"tenant_id": "*"}}}}},
    ],
)
def test_what_could_see_more_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(Forbidden):
        guarded(body, 7)


@pytest.mark.parametrize(
    "body",
    [
        {"query": {"multi_match": {"query": "x", "fields": ["title_ar", "title_en.stem"], "type": "cross_fields"}}},
        {"query": {"boosting": {"positive": ANY, "negative": ANY, "negative_boost": 0.2}}},
        {"query": {"function_score": {"query": ANY, "functions": [{"filter": ANY, "weight": 2}], "boost_mode": "sum"}}},
        {"aggs": {"price": {"stats": {"field": "lowest_minor"}}, "n": {"cardinality": {"field": "attr"}}}},
        {"sort": ["_score", {"object_id": "desc"}], "size": 5, "from": 2, "track_total_hits": True, "version": True},
    ],
)
def test_what_keeps_to_its_filter_is_let_through(body: dict[str, Any]) -> None:
    assert guarded(body, 7).keys() >= body.keys()
