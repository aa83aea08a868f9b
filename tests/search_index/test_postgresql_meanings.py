"""What PostgreSQL finds by other words than those asked, in one statement where they are known, in few where not."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from commerce.core.scope import tenant_scope
from search_index.domain.questions import ENOUGH
from search_index.domain.values import NOTHING, Document, SearchRequest
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex

INDEX = PostgresSearchIndex()


def put(*documents: Document) -> None:
    INDEX.put(documents)


def doc(object_id: int, *titles: str, **texts: Any) -> Document:
    return Document("product", object_id, titles, **texts)


def find(text: str) -> tuple[int, ...]:
    return INDEX.search(SearchRequest("product", text)).ids


@pytest.mark.parametrize(
    ("asked", "found", "meant"),
    [
        ("قميس", (1,), "قميص"),
        ("قميس قطن", (1,), "قميص قطن"),
        ("سحن", (6,), "صحن"),
        ("bakhour", (3,), "bakhoor"),
        ("قميس خشبية", (), ""),
        ("دهن قميص", (1,), "قميص"),
        ("خخخخ", (), ""),
        ("عوذة", (5,), "عوده"),
        ("عسد", (), ""),
    ],
)
def test_a_word_the_store_lacks_is_taken_for_its_nearest(
    in_noor: Any, asked: str, found: tuple[int, ...], meant: str
) -> None:
    titles = ("قميص قطن", "قطة خشبية", "Bakhoor", "عود", "عودة", "صحن", "عيد")
    put(*(doc(number, title) for number, title in enumerate(titles, 1)))
    result = INDEX.search(SearchRequest("product", asked))
    assert (result.ids, result.meant) == (found, meant)


def test_another_stores_words_are_never_thought_near(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        put(doc(1, "قميص قطن"))
    with tenant_scope(souq.pk), transaction.atomic():
        put(doc(1, "ساعة"))
        assert INDEX.search(SearchRequest("product", "قميس")) == NOTHING


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("hdt,k", "ايفون"), ("هحاخىث", "iphone"), ("3abaya", "عبايه"), ("sa3a", "ساعه")],
)
def test_what_nothing_matches_is_read_another_way(in_noor: Any, asked: str, meant: str) -> None:
    put(doc(1, "آيفون", "iPhone"), doc(2, "عباية سوداء"), doc(3, "ساعة"))
    result = INDEX.search(SearchRequest("product", asked))
    assert len(result.ids) == 1
    assert result.meant == meant


def test_what_is_found_as_it_was_asked_is_never_read_another_way(in_noor: Any) -> None:
    put(doc(1, "hdt,k"), doc(2, "آيفون"), doc(3, "3abaya"), doc(4, "عباية"))
    for asked, product_id in (("hdt,k", 1), ("3abaya", 3)):
        found = INDEX.search(SearchRequest("product", asked))
        assert (found.ids, found.meant) == ((product_id,), "")


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("فستان", "الفساتين"),
        ("فساتين", "فستان"),
        ("شنطة يد", "حقائب"),
        ("هاتف", "جوال"),
        ("ساعة Casio", "كاسيو"),
        ("ساعة كاسيو", "casio"),
        ("iPhone 256GB", "ايفون ٢٥٦ جيجا"),
        ("عطر 100 مل", "perfume 100ml عطر"),
        ("حقيبة سوداء", "شنطة أسود"),
        ("عطور وبخور", "بخور"),
    ],
)
def test_other_words_for_it_find_it_too(in_noor: Any, written: str, asked: str) -> None:
    put(doc(1, written, "perfume"))
    assert find(asked) == (1,)


def test_of_many_words_half_are_enough_where_few_have_all(in_noor: Any) -> None:
    put(doc(1, "عطر عود رجالي"), doc(2, "عطر عود نسائي"), doc(3, "عطر ورد نسائي"))
    assert find("عطر عود رجالي") == (1, 2)
    assert find("عطر عود رجالي فاخر") == (1, 2), "of four words two"
    assert find("عود رجالي") == (1,), "of two words both"
    put(*(doc(number, "عطر عود رجالي") for number in range(4, 3 + ENOUGH)))
    assert find("عطر عود رجالي") == (*range(2 + ENOUGH, 3, -1), 1), "nothing less where there are enough"


def test_slices_of_what_has_most_words_cover_everything_once(in_noor: Any) -> None:
    put(doc(9, "عطر عود رجالي"), *(doc(number, "عطر عود") for number in range(1, 7)))
    slices = [INDEX.search(SearchRequest("product", "عطر عود رجالي", first, 3)) for first in (0, 3, 6)]
    assert [found.total for found in slices] == [7, 7, 7]
    assert [object_id for found in slices for object_id in found.ids] == [9, 6, 5, 4, 3, 2, 1]


def test_what_a_thing_is_ranks_above_what_belongs_to_it(in_noor: Any) -> None:
    put(doc(1, "جوال"), doc(2, "غطاء جوال فاخر"), doc(3, "جوال سامسونج"), doc(4, "Phone Case"), doc(5, "Black Phone"))
    assert find("جوال") == (1, 3, 2)
    assert find("phone") == (5, 4)


@pytest.mark.parametrize("asked", ["قميس", "3abaya", "قميس 3abaya bakhour"])
def test_reading_another_way_takes_a_bounded_number_of_statements(
    in_noor: Any, django_assert_max_num_queries: Any, asked: str
) -> None:
    put(*(doc(number, f"قميص عباية {number}") for number in range(1, 30)))
    with django_assert_max_num_queries(4 + 2 * len(asked.split())):
        find(asked)
