"""What any search engine behind the port must do, tried on the one that is PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from commerce.core.scope import ScopeUnset, system_scope, tenant_scope
from search_index.domain.values import Document, SearchRequest
from search_index.infrastructure import similar_words
from search_index.infrastructure.postgresql import PostgresSearchIndex
from search_index.models import SearchWord

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
INDEX = PostgresSearchIndex()


@pytest.fixture(autouse=True)
def _forget_trigrams() -> None:
    similar_words.has_trigrams.cache_clear()


def put(*documents: Document, **options: bool) -> None:
    INDEX.put(documents, now=NOON, **options)


def doc(object_id: int, *titles: str, **texts: tuple[str, ...]) -> Document:
    return Document("product", object_id, titles, **texts)


def find(text: str, first: int = 0, size: int = 24) -> tuple[int, ...]:
    return INDEX.search(SearchRequest("product", text, first, size)).ids


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("أحمد", "احمد"),
        ("احمد", "أحمد"),
        ("مدرسة", "مدرسه"),
        ("مدرسه", "مدرسة"),
        ("على", "علي"),
        ("عِطْر", "عطر"),
        ("عطر", "عِطْر"),
        ("عـطر", "عطر"),
        ("عطر ٥٠ مل", "50"),
        ("عطر 50 مل", "٥٠"),
        ("عطر100مل", "عطر مل"),
        ("الساعة", "ساعة"),
        ("ساعة", "الساعه"),
        ("ساعة", "والساعة"),
        ("ساعة", "ساعات"),
        ("ساعات", "ساعة"),
        ("آيفون 15 برو", "ايفون ١٥"),
        ("iPhone 15 Pro", "IPHONE pro"),
        ("Café noir", "cafe"),
    ],
)
def test_a_product_is_found_by_any_spelling(in_noor: Any, written: str, asked: str) -> None:
    put(doc(1, written))
    assert find(asked) == (1,)


def test_words_are_found_by_their_beginning_not_by_their_middle(in_noor: Any) -> None:
    put(doc(1, "عطر العود الملكي"), doc(2, "Bakhoor burner"))
    assert find("مل") == find("عو مل") == (1,)
    assert find("bakh bur") == (2,)
    assert find("لكي") == find("hoor") == ()


def test_all_words_must_match_in_any_order_and_any_place(in_noor: Any) -> None:
    put(doc(1, "عطر عود", labels=("رجالي",), texts=("ثبات طويل",)), doc(2, "عطر ورد", labels=("نسائي",)))
    assert find("رجالي عطر") == find("طويل عود رجالي") == (1,)
    assert find("عطر رجالي نسائي") == ()
    assert set(find("عطر")) == {1, 2}


def test_titles_rank_above_codes_above_tags_above_descriptions(in_noor: Any) -> None:
    put(
        doc(1, "وردة", texts=("فيه musk",)),
        doc(2, "وردة", labels=("musk",)),
        doc(3, "وردة", codes=("MUSK",)),
        doc(4, "وردة musk"),
    )
    assert find("musk") == (4, 3, 2, 1)


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("مكتب", (1, 2)),
        ("مكتبة", (2,)),
        ("الساعة", (3, 4)),
        ("ساعة", (4, 3)),
        ("زيت زيتون", (5, 6)),
        ("زيت", (7, 6, 5)),
    ],
)
def test_what_was_meant_exactly_ranks_first(in_noor: Any, asked: str, order: tuple[int, ...]) -> None:
    put(doc(1, "مكتب خشبي"), doc(2, "مكتبة خشبية"), doc(3, "الساعة الذهبية"), doc(4, "ساعة ذهبية"))
    put(doc(5, "زيت زيتون"), doc(6, "زيت زيتون بكر"), doc(7, "زيت"))
    assert find(asked) == order


@pytest.mark.parametrize("asked", ["APL-15P-256", "apl15p256", "APL 15P 256", "٦٢٨١٠٠٠٠٠٠٠٠١", "6281000000001"])
def test_codes_are_found_whole(in_noor: Any, asked: str) -> None:
    put(doc(1, "آيفون", codes=("APL-15P-256", "6281000000001")), doc(2, "غطاء", codes=("APL-15P-2567",)))
    assert find(asked) == (1,)


def test_codes_are_not_found_by_their_beginning(in_noor: Any) -> None:
    put(doc(1, "آيفون", codes=("APL-15P-256",)))
    assert find("APL-15P") == find("apl15") == ()


@pytest.mark.parametrize(
    "asked", ["", "   ", "ًٌٍ", "😀", "*'\"()[]{}\\%_;--", "\u200f\u202b", "x" * 5000, "ضصثقف", "' OR 1=1 --", "%"]
)
def test_strange_questions_find_nothing_and_harm_nothing(in_noor: Any, asked: str) -> None:
    put(doc(1, "عطر"))
    assert INDEX.search(SearchRequest("product", asked)).total == 0


def test_slices_cover_everything_once_in_a_stable_order(in_noor: Any) -> None:
    put(*(doc(number, "عطر") for number in range(1, 8)))
    slices = [INDEX.search(SearchRequest("product", "عطر", first, 3)) for first in (0, 3, 6, 9)]
    assert [found.total for found in slices] == [7, 7, 7, 7]
    assert [object_id for found in slices for object_id in found.ids] == [7, 6, 5, 4, 3, 2, 1]


def test_a_document_takes_the_place_of_the_one_before(in_noor: Any) -> None:
    put(doc(1, "عطر"))
    put(doc(1, "بخور"))
    assert (find("عطر"), find("بخور")) == ((), (1,))
    INDEX.delete("product", [1, 99])
    assert find("بخور") == ()
    assert not SearchWord.objects.exists()
    assert INDEX.indexed_ids("product") == []


def test_kinds_are_kept_apart(in_noor: Any) -> None:
    put(doc(1, "عطر"), Document("page", 1, ("عطر",)))
    INDEX.delete("page", [1])
    assert find("عطر") == (1,)
    assert INDEX.search(SearchRequest("page", "عطر")).total == 0


def test_unchanged_documents_are_not_written_again(in_noor: Any) -> None:
    put(doc(1, "عطر"))
    before = list(SearchWord.objects.values_list("pk", flat=True))
    put(doc(1, "عطر"))
    assert list(SearchWord.objects.values_list("pk", flat=True)) == before
    put(doc(1, "عطر"), anew=True)
    assert set(SearchWord.objects.values_list("pk", flat=True)).isdisjoint(before)
    assert find("عطر") == (1,)


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_statements_does_not_grow(in_noor: Any, count: int, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        put(*(doc(number, f"عطر رقم {number}", codes=(f"S-{number}",)) for number in range(1, count + 1)))
    with django_assert_max_num_queries(1):
        assert len(find("عطر رقم", size=100)) == count


def test_another_stores_words_are_never_found(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        put(doc(1, "عطر"), doc(2, "بخور"))
    with tenant_scope(souq.pk), transaction.atomic():
        put(doc(1, "ساعة"))
        assert find("عطر") == find("بخور") == find("عطور") == ()
        assert INDEX.indexed_ids("product") == [1]
        INDEX.delete("product", [1, 2])
    with tenant_scope(noor.pk), transaction.atomic():
        assert (find("عطر"), find("بخور"), find("ساعة")) == ((1,), (2,), ())


def test_row_security_alone_hides_another_stores_words(noor: Any, souq: Any) -> None:
    """The wall below the scope: raw statements without any condition."""
    with tenant_scope(noor.pk), transaction.atomic():
        put(doc(1, "عطر"))
    counts = "SELECT (SELECT count(*) FROM search_index_searchword), (SELECT count(*) FROM search_index_searchdocument)"
    seen = {}
    for tenant in (noor, souq):
        with tenant_scope(tenant.pk), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(counts)
            seen[tenant.slug] = cursor.fetchone()
    assert seen == {"noor": (2, 1), "souq": (0, 0)}


def test_searching_needs_a_store(db: None) -> None:
    with pytest.raises(ScopeUnset):
        find("عطر")
    with system_scope(), pytest.raises(ScopeUnset):
        find("عطر")


def test_a_word_that_is_found_is_never_thought_misspelt(in_noor: Any) -> None:
    put(doc(1, "عود"), doc(2, "عودة"), doc(3, "عيد"))
    assert find("عود") == (1, 2)


def test_everything_but_misspellings_works_without_trigrams(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(similar_words, "has_trigrams", lambda: False)
    put(doc(1, "قميص قطن"))
    with django_assert_num_queries(1):
        assert find("قميس") == ()
    assert find("قميص") == (1,)


def test_trigrams_are_looked_for_once(in_noor: Any, django_assert_num_queries: Any) -> None:
    similar_words.has_trigrams()
    with django_assert_num_queries(0):
        similar_words.has_trigrams()
