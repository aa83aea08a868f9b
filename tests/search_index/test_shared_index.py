"""The index that tests share takes nothing a later test sells for a write that comes late."""

from typing import Any

from search_index.domain.values import Document
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from tests.search_index.conftest import FIRST_SOLD, Engine
from tests.search_index.shelf import sell


def test_no_product_has_a_number_that_tests_give(shared_index: Any, in_noor: Any) -> None:
    assert sell("عطر") >= FIRST_SOLD


def test_had_it_one_the_server_would_not_take_it(shared_index: Any, in_noor: Any) -> None:
    """The control."""
    engine = Engine(OpenSearchIndex())
    number = 1
    for _ in range(2):
        engine.put(Document("product", number, ("عطر",)))
        engine.delete("product", [number])
    engine.put(Document("product", number, ("عطر",), version=1))
    assert engine.find("عطر") == ()
