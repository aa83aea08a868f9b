from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

from search_index.domain.pools import SCHEMA_VERSION
from search_index.infrastructure.opensearch.gateway import Gateway
from search_index.infrastructure.opensearch.mappings import index_body

BODY = index_body()


def fields_of(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node
        for inner in node.values():
            yield from fields_of(inner)


def could_end_the_node(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Vectors of an engine whose native libraries are not there: the first refresh would end the server."""
    is_knn = "knn" in body["settings"]["index"] or "index.knn" in body["settings"]
    return [
        field
        for field in fields_of(body["mappings"])
        if field["type"] == "knn_vector"
        and (field["method"].get("engine") != "lucene" if "method" in field else is_knn)
    ]


def test_no_vector_is_of_an_engine_that_is_not_there() -> None:
    assert could_end_the_node(BODY) == []


def test_what_is_written_is_found_within_a_second() -> None:
    """Pages too: a sweep comes before, and both together are what an edit waits."""
    assert BODY["settings"]["index"]["refresh_interval"] == "1s"


def test_the_check_sees_such_a_vector() -> None:
    body = index_body()
    body["settings"]["index"]["knn"] = True
    assert len(could_end_the_node(body)) == 3
    field = body["mappings"]["properties"]["pictures"]["properties"]["v_shape"]
    field["method"] = {"name": "hnsw", "engine": "lucene"}
    assert len(could_end_the_node(body)) == 2
    field["method"] = {"name": "hnsw", "engine": "faiss"}
    assert len(could_end_the_node(body)) == 3


def test_money_is_whole_minor_units() -> None:
    money = {name: field for name, field in BODY["mappings"]["properties"].items() if name.endswith("_minor")}
    assert {field["type"] for field in money.values()} == {"long"}


def test_a_field_nobody_knows_is_refused(shared_index: Gateway, settings: Any) -> None:
    index = f"{settings.OPENSEARCH_PREFIX}-products-p900000001-s{SCHEMA_VERSION}-g1"
    address = f"{settings.OPENSEARCH_URL}/{index}/_doc/1"
    refused = httpx.put(address, json={"colour": "red"}, timeout=30)
    assert refused.status_code == 400
    assert "strict_dynamic_mapping" in refused.text
