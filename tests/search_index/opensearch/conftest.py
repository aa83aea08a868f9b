from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import database_name
from tests.search_index.opensearch.laboratory import Laboratory


@pytest.fixture(scope="session")
def laboratory(opensearch_url: str) -> Iterator[Laboratory]:
    with httpx.Client(base_url=opensearch_url, timeout=60) as server:
        made = Laboratory(server, database_name("words").replace("_", "-").lower())
        yield made
        made.close()
