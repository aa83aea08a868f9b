from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from search_index.application.queries import Question, find_products
from search_index.application.sources import SOURCES
from search_index.application.use_cases import rebuild_store as module
from search_index.application.use_cases.forget_store_index import forget_store_index
from search_index.application.use_cases.rebuild_store import Rebuilt, rebuild_store
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from search_index.models import SearchDocument, SearchWord
from tests.search_index.shelf import sell


def pages() -> int:
    """Those that every store begins with."""
    return len(SOURCES["page"].all_ids())


def found(text: str) -> int:
    return find_products(Question(text)).cards.total


def test_a_store_is_indexed_anew_from_nothing(in_noor: Any) -> None:
    for number in range(3):
        sell(f"عطر {number}")
    assert found("عطر") == 0
    assert rebuild_store() == Rebuilt(3 + pages(), unwritten=0, is_read=True)
    assert found("عطر") == 3


def test_lost_and_orphaned_documents_are_put_right(in_noor: Any) -> None:
    kept, lost = sell("عطر"), sell("بخور")
    rebuild_store()
    SearchWord.objects.filter(object_id=lost).delete()
    SearchDocument.objects.create(kind="product", object_id=10**9, fingerprint="")
    SearchWord.objects.create(kind="product", object_id=10**9, word="شبح", weight=40, only_whole=False)
    assert (found("بخور"), found("شبح")) == (0, 1)
    rebuild_store()
    assert (found("عطر"), found("بخور"), found("شبح")) == (1, 1, 0)
    assert PostgresSearchIndex().indexed_ids("product") == [kept, lost]


def test_progress_is_told_chunk_by_chunk(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 2)
    for number in range(5):
        sell(f"عطر {number}")
    told: list[tuple[int, int]] = []
    rebuild_store(report=lambda done, of: told.append((done, of)))
    of = 5 + pages()
    assert told[:3] == [(2, of), (4, of), (5, of)]
    assert told[-1] == (of, of)


def test_the_command_rebuilds_one_store_or_all(noor: Any, souq: Any) -> None:
    for tenant in (noor, souq):
        with tenant_scope(tenant.pk), transaction.atomic():
            sell("عطر")
    said = StringIO()
    call_command("rebuild_index", store="noor", stdout=said, stderr=StringIO())
    with tenant_scope(souq.pk), transaction.atomic():
        assert found("عطر") == 0
    call_command("rebuild_index", all=True, stdout=said, stderr=StringIO())
    for tenant in (noor, souq):
        with tenant_scope(tenant.pk), transaction.atomic():
            assert found("عطر") == 1
    with tenant_scope(souq.pk):
        forget_store_index()
    Tenant.objects.filter(pk=souq.pk).update(is_active=False)
    call_command("rebuild_index", all=True, stdout=said, stderr=StringIO())
    with tenant_scope(souq.pk), transaction.atomic():
        assert found("عطر") == 0, "who is closed is forgotten still"
    with tenant_scope(noor.pk), transaction.atomic():
        assert f"noor: {1 + pages()} objects" in said.getvalue()


def test_the_command_refuses_a_store_that_is_not_there(db: None) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("rebuild_index", store="nowhere")
