"""Which rows of words are written when an object is indexed again: those that differ, and after any changes these are
the rows that writing anew would leave."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection

from search_index.domain.ranking import Findable, findable_words
from search_index.domain.values import Document, Facts
from search_index.infrastructure.postgresql import writing
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from search_index.infrastructure.postgresql.words import write_words
from search_index.models import LONGEST_WORD, SearchDocument, SearchWord

INDEX = PostgresSearchIndex()
WORDS = ("عطر", "العود", "مسك", "ساعات", "perfume", "iphone15pro", "SKU-9", "وبخور", "rose,", "x")
ABOUT = "ورد الهدا والشفا في أول قطافه رطب عسلي قليلا وفي آخره خضرة. " * 3


def rows(object_id: int = 1) -> dict[tuple[str, bool], tuple[int, int]]:
    """Weight and key of each of an object's words."""
    found = SearchWord.objects.filter(object_id=object_id).values_list("word", "only_whole", "weight", "pk")
    return {(word, only_whole): (weight, pk) for word, only_whole, weight, pk in found}


def said(findable: Iterable[Findable]) -> dict[tuple[str, bool], int]:
    return {(one.word, one.only_whole): one.weight for one in findable}


def perfume(title: str, version: int = 0, **more: Any) -> Document:
    return Document("product", 1, (title, "Oud perfume"), texts=(ABOUT,), version=version, **more)


def test_an_edited_title_touches_its_own_words_and_no_others(in_noor: Any) -> None:
    INDEX.put([perfume("عطر الورد")])
    before = rows()
    INDEX.put([perfume("عطر المسك")])
    after = rows()
    assert after.keys() - before.keys() == {("المسك", False), ("مسك", False), ("عطرالمسك", True)}
    assert before.keys() - after.keys() == {("الورد", False), ("عطرالورد", True)}, "ورد stands in the description too"
    touched = {key for key in after if after[key] != before.get(key)}
    assert touched - (after.keys() - before.keys()) == {("ورد", False)}, "it counts less now"
    assert after["ورد", False][1] == before["ورد", False][1], "the row is the same"
    assert len(before) == 20


def test_the_control_rows_that_are_written_anew_are_all_others(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def all_of_them(kind: str, words: Any) -> None:
        SearchWord.objects.filter(kind=kind, object_id__in=words).delete()
        write_words(kind, words)

    monkeypatch.setattr(writing, "write_words", all_of_them)
    with pytest.raises(AssertionError, match="it counts less now"):
        test_an_edited_title_touches_its_own_words_and_no_others(in_noor)


def drawn_document(dice: random.Random, object_id: int, version: int) -> Document:
    def texts(most: int) -> tuple[str, ...]:
        return tuple(" ".join(dice.choices(WORDS, k=dice.randint(0, 5))) for _ in range(dice.randint(0, most)))

    facts = Facts(lowest_minor=dice.choice((None, 100)), tags=tuple(sorted(dice.sample(range(3), dice.randint(0, 2)))))
    return Document("product", object_id, texts(2), texts(2), texts(2), texts(2), texts(1), facts, version=version)


@pytest.mark.sampled(every=4)
@pytest.mark.parametrize("seed", range(12))
def test_after_any_changes_the_rows_are_those_that_writing_anew_leaves(in_noor: Any, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - of chance, not of secrets
    there: dict[int, Document] = {}
    for version in range(1, 12):
        ids = dice.sample(range(1, 7), dice.randint(1, 6))
        if dice.random() < 0.2:
            INDEX.delete("product", ids, versions=dict.fromkeys(ids, version))
            there = {object_id: one for object_id, one in there.items() if object_id not in ids}
            continue
        documents = [drawn_document(dice, object_id, version) for object_id in ids]
        INDEX.put(documents, anew=dice.random() < 0.2)
        there |= {one.object_id: one for one in documents}
    for object_id in range(1, 7):
        kept = {key: weight for key, (weight, _) in rows(object_id).items()}
        one = there.get(object_id)
        assert kept == (said(findable_words(one, LONGEST_WORD)) if one else {})
    assert INDEX.indexed_versions("product") == {number: one.version for number, one in there.items()}
    written = {row.object_id: row for row in SearchDocument.objects.filter(is_gone=False)}
    assert {number: (row.lowest_minor, row.tags) for number, row in written.items()} == {
        number: (one.facts.lowest_minor, list(one.facts.tags)) for number, one in there.items()
    }


def test_words_that_somebody_spoilt_are_repaired_where_they_are_looked_at(in_noor: Any) -> None:
    """Differences are taken from the rows themselves, not from what is remembered of them."""
    INDEX.put([perfume("عطر الورد")])
    right = {key: weight for key, (weight, _) in rows().items()}
    SearchWord.objects.filter(word="عطر").delete()
    SearchWord.objects.filter(word="perfume").update(weight=1)
    SearchWord.objects.create(kind="product", object_id=1, word="هاتف", weight=40, only_whole=False)
    INDEX.put([perfume("عطر الورد", labels=("x",))])
    INDEX.put([perfume("عطر الورد")])
    assert {key: weight for key, (weight, _) in rows().items()} == right


def test_what_is_edited_costs_as_many_statements_for_many_as_for_one(
    in_noor: Any, django_assert_max_num_queries: Any
) -> None:
    def edition(name: str, count: int) -> list[Document]:
        return [Document("product", number, (f"{name} {number}",), texts=(ABOUT,)) for number in range(1, count + 1)]

    INDEX.put(edition("عطر", 40))
    for count in (1, 40):
        with django_assert_max_num_queries(9):
            INDEX.put(edition(f"بخور {count}", count))


def test_rows_are_found_by_an_index_however_many_the_store_has(in_noor: Any) -> None:
    """A join with what is gone must not read all words of the store."""
    INDEX.put([Document("product", number, (f"عطر {number}",), texts=(ABOUT,)) for number in range(1, 301)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_index_searchword")
    seen: list[str] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "DELETE FROM search_index_searchword AS" in sql or "string_agg" in sql:
            with context["connection"].connection.cursor() as beside:
                beside.execute(f"EXPLAIN {sql}", params)
                seen.append("\n".join(line for (line,) in beside.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        INDEX.put([Document("product", 7, ("عطر جديد",), texts=(ABOUT,))])
    assert len(seen) == 2
    for plan in seen:
        assert "Seq Scan on search_index_searchword" not in plan, plan


def moved_in_their_pages(deed: Callable[[], object]) -> tuple[int, int]:
    """How many rows of documents the deed wrote anew, and how many of them in their own page, with no index entry."""

    def seen() -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT pg_stat_get_xact_tuples_updated(oid), pg_stat_get_xact_tuples_hot_updated(oid)
                FROM pg_class WHERE relname = %s
                """,
                [SearchDocument._meta.db_table],
            )
            updated, in_page = cursor.fetchone()
            return updated, in_page

    before = seen()
    deed()
    after = seen()
    return after[0] - before[0], after[1] - before[1]


def test_a_document_that_is_edited_stays_in_its_page(in_noor: Any) -> None:
    def edition(name: str) -> list[Document]:
        return [Document("product", number, (f"{name} {number}",)) for number in range(1, 101)]

    INDEX.put(edition("عطر"))
    assert moved_in_their_pages(lambda: INDEX.put(edition("بخور"))) == (100, 100)
    updated, in_page = moved_in_their_pages(lambda: [INDEX.put(edition(name)) for name in ("مسك", "عود", "ورد")])
    assert in_page < updated == 300, "the control: in one transaction nothing is cleared, and pages are full then"
