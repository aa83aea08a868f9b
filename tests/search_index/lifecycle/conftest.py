"""Noor and Souq sell things, and a search server of the run's knows them; threads may commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from commerce.core.breakers import Breakers
from commerce.tenants.models import Tenant
from search_index.application import ports
from search_index.infrastructure import failing_over
from tests.search_index.lifecycle.shops import Shops


@pytest.fixture
def shops(opensearch: Any, own_database: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shops]:
    settings.SEARCH_INDEX = "search_index.infrastructure.failing_over.FailingOverIndex"
    ports.search_index.cache_clear()
    monkeypatch.setattr(failing_over, "breakers", Breakers())
    noor, souq = (int(Tenant.objects.get(slug=slug).pk) for slug in ("noor", "souq"))
    shops = Shops(noor, souq)
    shops.open()
    yield shops
    ports.search_index.cache_clear()
