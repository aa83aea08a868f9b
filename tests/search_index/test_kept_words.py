"""What is damaged of PostgreSQL's own documents and words is found and put right, whichever engine answers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection, transaction

from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.changes import mark_changed
from commerce.core.models import ChangedObject
from commerce.core.scope import tenant_scope
from search_index.application.keeping import words_beside
from search_index.application.use_cases import check_words as sweeping
from search_index.application.use_cases.check_store_words import check_store_words
from search_index.application.use_cases.check_words import MINUTES, check_words
from search_index.application.use_cases.index_changes import index_changes
from search_index.domain import drift
from search_index.domain.drift import Difference
from search_index.domain.values import SearchRequest
from search_index.infrastructure.postgresql import keeping
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from search_index.infrastructure.postgresql.narrowing import Condition
from search_index.infrastructure.postgresql.rows import rows_of
from search_index.models import SearchDocument, SearchWord
from tests.search_index.shelf import sell

INDEX = PostgresSearchIndex()
GONE = 10**12


@pytest.fixture
def sold(in_noor: Any) -> list[int]:
    """Three perfumes, indexed; the test stands in Noor."""
    ids = [sell(f"عطر رقم{number}", "Oud perfume, 50ml", about="ورد الهدا والشفا") for number in range(3)]
    index_changes(now=clock.now())
    return ids


def check() -> dict[tuple[str, int], Difference]:
    return dict(check_store_words().by_key)


def find(text: str = "عطر") -> set[int]:
    return set(INDEX.search(SearchRequest("product", text, may_guess=False)).ids)


def words_of(object_id: int) -> Any:
    return SearchWord.objects.filter(kind="product", object_id=object_id)


def test_what_is_right_is_left_alone(sold: list[int]) -> None:
    """The control."""
    keys = set(SearchWord.objects.values_list("pk", flat=True))
    assert check() == {}
    assert set(SearchWord.objects.values_list("pk", flat=True)) == keys
    assert not ChangedObject.objects.exists()


def lose_all(object_id: int) -> None:
    words_of(object_id).delete()


def lose_one(object_id: int) -> None:
    words_of(object_id).filter(word="عطر").delete()


def weigh_one_otherwise(object_id: int) -> None:
    words_of(object_id).filter(word="عطر").update(weight=1)


def write_one_otherwise(object_id: int) -> None:
    """As many words as before."""
    words_of(object_id).filter(word="عطر").update(word="عطز")


def add_one(object_id: int) -> None:
    SearchWord.objects.create(kind="product", object_id=object_id, word="دخيل", weight=40, only_whole=False)


@pytest.fixture(params=["a piece", "many pieces"])
def pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is read at once, the same is found."""
    if request.param == "many pieces":
        monkeypatch.setattr(keeping, "WORDS_AT_ONCE", 1)


@pytest.mark.usefixtures("pieces")
@pytest.mark.parametrize("damage", [lose_all, lose_one, weigh_one_otherwise, write_one_otherwise, add_one])
def test_words_that_are_not_those_that_were_written_are_written_anew(sold: list[int], damage: Any) -> None:
    rows = {*words_of(sold[0]).values_list("word", "weight", "only_whole")}
    damage(sold[0])
    assert {*words_of(sold[0]).values_list("word", "weight", "only_whole")} != rows
    assert check() == {("product", sold[0]): Difference.DAMAGED}
    assert {*words_of(sold[0]).values_list("word", "weight", "only_whole")} == rows
    assert find() == set(sold)
    assert find("دخيل") == set()
    assert check() == {}


def test_marking_alone_would_not_bring_words_back(sold: list[int]) -> None:
    """The control: what is indexed again and says the same is left alone."""
    lose_all(sold[0])
    mark_changed("product", [sold[0]])
    index_changes(now=clock.now() + timedelta(seconds=1))
    assert find() == set(sold[1:])


def test_documents_that_are_missing_stale_or_nobodys_are_put_right(sold: list[int]) -> None:
    missing, stale, _ = sold
    SearchDocument.objects.filter(object_id=missing).delete()
    SearchDocument.objects.filter(object_id=stale).update(version=0)
    SearchDocument.objects.create(kind="product", object_id=GONE, version=9)
    SearchWord.objects.create(kind="product", object_id=GONE, word="دخيل", weight=40, only_whole=False)
    assert check() == {
        ("product", missing): Difference.MISSING,
        ("product", stale): Difference.STALE,
        ("product", GONE): Difference.ORPHAN,
    }
    assert find("دخيل") == set()
    assert set(ChangedObject.objects.values_list("object_id", flat=True)) == {missing, stale}
    index_changes(now=clock.now() + timedelta(seconds=1))
    assert find() == set(sold)
    assert check() == {}


@pytest.mark.parametrize(("at_once", "most_read"), [(1, 1), (10**6, 3)])
def test_a_piece_reads_no_more_words_however_many_there_are(
    sold: list[int], at_once: int, most_read: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that sells more has more pieces, none of them longer; as one piece is the control."""
    monkeypatch.setattr(keeping, "WORDS_AT_ONCE", at_once)
    read: list[int] = []

    def explained(statement: Condition) -> Any:
        if statement.sql.lstrip().startswith("SELECT kind, object_id\n    FROM ("):
            told = rows_of(
                Condition(f"EXPLAIN (ANALYZE, TIMING off, FORMAT json) {statement.sql}", statement.parameters)
            )
            read.append(max(rows_grouped(told[0][0][0]["Plan"]), default=0))
        return rows_of(statement)

    monkeypatch.setattr(keeping, "rows_of", explained)
    assert check() == {}
    assert max(read) == most_read
    assert sum(read) == len(sold)


def rows_grouped(plan: dict[str, Any]) -> Iterator[int]:
    """Of how many objects words were counted."""
    if plan["Node Type"] == "Aggregate":
        yield plan["Actual Rows"]
    for inner in plan.get("Plans", ()):
        yield from rows_grouped(inner)


@pytest.mark.usefixtures("pieces")
def test_words_of_what_has_no_document_are_gone(sold: list[int]) -> None:
    SearchWord.objects.create(kind="page", object_id=GONE, word="دخيل", weight=40, only_whole=False)
    assert check() == {("page", GONE): Difference.DAMAGED}
    assert not SearchWord.objects.filter(object_id=GONE).exists()
    assert check() == {}


def test_a_document_that_is_written_again_has_its_words_counted_anew(sold: list[int]) -> None:
    """Whether its facts changed with them or not."""
    Product.objects.filter(pk=sold[0]).update(title_ar="مسك")
    Product.objects.filter(pk=sold[1]).update(title_ar="بخور", shelf_lowest_minor=100)
    mark_changed("product", sold)
    index_changes(now=clock.now() + timedelta(seconds=1))
    assert (find("مسك"), find("بخور")) == ({sold[0]}, {sold[1]})
    assert check() == {}


def test_words_that_lay_there_before_they_were_counted_are_counted_as_python_does(sold: list[int]) -> None:
    """What the migration does with a store that has words already."""
    counted = import_module("search_index.migrations.0008_counted_words").COUNTED
    known = list(SearchDocument.objects.order_by("pk").values_list("word_count", "word_sum"))
    assert all(count and total for count, total in known)
    SearchDocument.objects.update(word_count=0, word_sum=0)
    assert len(words_beside().damaged()[0]) == len(sold)
    with connection.cursor() as cursor:
        cursor.execute(counted)
    assert list(SearchDocument.objects.order_by("pk").values_list("word_count", "word_sum")) == known
    assert check() == {}


def test_where_too_much_differs_somebody_is_called_and_nothing_is_repaired(
    sold: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(drift, "SMALL", 2)
    lose_all(sold[0])
    assert len(check()) == 1
    assert find() == set(sold[1:])
    assert "nothing is repaired" in next(one for one in caplog.records if one.levelno == logging.CRITICAL).message


def test_every_store_has_its_minute_and_touches_no_other(noor: Any, souq: Any) -> None:
    sold = {}
    for tenant in (noor, souq):
        with tenant_scope(tenant.pk), transaction.atomic():
            sold[tenant.pk] = sell("عطر")
    index_changes(now=clock.now())
    for tenant in (noor, souq):
        with tenant_scope(tenant.pk), transaction.atomic():
            lose_all(sold[tenant.pk])
    assert noor.pk % MINUTES != souq.pk % MINUTES
    minutes = [datetime.fromtimestamp(minute * 60, tz=UTC) for minute in range(MINUTES)]
    assert check_words(now=minutes[noor.pk % MINUTES]) >= 1
    for tenant, found in ((noor, {sold[noor.pk]}), (souq, set())):
        with tenant_scope(tenant.pk), transaction.atomic():
            assert find() == found
    assert sum(check_words(now=minute) for minute in minutes) == type(noor).objects.count()
    with tenant_scope(souq.pk), transaction.atomic():
        assert find() == {sold[souq.pk]}


def test_a_closed_stores_words_are_not_looked_at(noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is marked there is not written, so each day's look would find the same again."""
    monkeypatch.setattr(sweeping, "MINUTES", 1)
    stores = type(noor).objects.count()
    assert check_words(now=clock.now()) == stores
    type(noor).objects.filter(pk=noor.pk).update(is_active=False)
    assert check_words(now=clock.now()) == stores - 1


def test_one_stores_defect_stops_no_other(
    noor: Any, souq: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sweeping, "MINUTES", 1)

    def broken(*_: Any) -> Any:
        raise RuntimeError("broken")

    monkeypatch.setattr(type(words_beside()), "damaged", broken)
    assert check_words(now=clock.now()) == 0
    assert len([one for one in caplog.records if "not looked at" in one.message]) == type(noor).objects.count()
