"""What nothing matches, or little, is read another way: in few calls, within one deadline, of the store's own words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from commerce.core.scope import tenant_scope
from search_index.application.ports import SearchUnavailable
from search_index.domain.questions import ENOUGH
from search_index.domain.values import NOTHING, Attribute, Document, Facts, Filters, SearchRequest, SearchResult, Sort
from search_index.infrastructure.failing_over import FailingOverIndex
from search_index.infrastructure.opensearch import deadlines
from search_index.infrastructure.opensearch.adapter import OpenSearchIndex
from search_index.infrastructure.opensearch.gateway import Gateway
from tests.support.outside import standing_here

SERVER = OpenSearchIndex()
RED = Attribute("colour", "red")


@pytest.fixture
def calls(shared_index: Gateway, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls to the server, one name each."""
    made: list[str] = []

    def told(name: str) -> None:
        call = getattr(Gateway, name)

        def noted(*args: Any, **more: Any) -> Any:
            made.append(name)
            return call(*args, **more)

        monkeypatch.setattr(Gateway, name, noted)

    told("search")
    told("search_many")
    return made


def put(*documents: Document) -> None:
    """With the words beside, as every store has them."""
    both = FailingOverIndex()
    assert not both.put(documents)
    both.refresh("product")


def doc(number: int, *titles: str, **facts: Any) -> Document:
    return Document("product", number, titles, facts=Facts(**facts))


def asked(text: str, **more: Any) -> SearchResult:
    return SERVER.search(SearchRequest("product", text, **more))


@pytest.mark.parametrize(
    ("text", "found", "meant"),
    [
        ("قميس", (1,), "قميص"),
        ("قميس قطن", (1,), "قميص قطن"),
        ("bakhour", (3,), "bakhoor"),
        ("hdt,k", (4,), "ايفون"),
        ("3abaya", (5,), "عبايه"),
        ("قميس خشبية", (), ""),
        ("دهن قميص", (1,), "قميص"),
        ("خخخخ", (), ""),
        ("xx" * 2000, (), ""),
    ],
)
def test_it_says_what_was_meant(calls: list[str], in_noor: Any, text: str, found: tuple[int, ...], meant: str) -> None:
    put(doc(1, "قميص قطن"), doc(2, "قطة خشبية"), doc(3, "Bakhoor"), doc(4, "آيفون"), doc(5, "عباية سوداء"))
    result = asked(text)
    assert (result.ids, result.total, result.meant) == (found, len(found), meant)
    assert len(calls) <= 2


def test_what_is_found_takes_one_call_and_is_read_as_it_stands(calls: list[str], in_noor: Any) -> None:
    put(*(doc(number, "عطر عود رجالي") for number in range(1, ENOUGH + 1)), doc(ENOUGH + 1, "عطر عود"))
    assert asked("عطر عود رجالي", size=20).ids == tuple(range(ENOUGH, 0, -1))
    assert calls == ["search"]


def test_of_many_words_half_are_enough_where_few_have_all(calls: list[str], in_noor: Any) -> None:
    put(doc(1, "عطر عود رجالي"), doc(2, "عطر عود نسائي"), doc(3, "عطر ورد نسائي"))
    assert asked("عطر عود رجالي").ids == (1, 2)
    assert asked("عود رجالي").ids == (1,), "of two words both"
    put(*(doc(number, "عطر عود") for number in range(4, 10)), doc(10, "سرير"))
    slices = [asked("عطر عود رجالي", first=first, size=3) for first in (0, 3, 6)]
    assert [one.total for one in slices] == [8, 8, 8]
    assert [number for one in slices for number in one.ids] == [1, 9, 8, 7, 6, 5, 4, 2]


def test_places_lead_through_half_of_many_words(calls: list[str], in_noor: Any) -> None:
    put(doc(9, "عطر عود رجالي"), *(doc(number, "عطر عود") for number in range(1, 7)))
    seen: list[int] = []
    result = asked("عطر عود رجالي", size=3)
    while result.ids:
        seen += result.ids
        result = asked("عطر عود رجالي", size=3, after=result.last)
    assert seen == [9, 6, 5, 4, 3, 2, 1]


def test_filters_do_not_decide_how_a_question_is_read(calls: list[str], in_noor: Any) -> None:
    """Else choosing what a facet counts would bring in what was not there before."""
    put(*(doc(number, "عطر عود رجالي", is_reduced=number == 1) for number in range(1, ENOUGH + 1)))
    put(doc(ENOUGH + 1, "عطر عود نسائي", is_reduced=True))
    reduced = Filters(only_reduced=True)
    for with_facets in (False, True):
        assert asked("عطر عود رجالي", filters=reduced, with_facets=with_facets).ids == (1,)
    assert asked("عطر عود", filters=reduced).total == 2


def test_facets_count_what_the_question_was_read_as(calls: list[str], in_noor: Any) -> None:
    red = {"attributes": (RED,), "variants": ((RED,),)}
    put(doc(1, "قميص", **red), doc(2, "قميص", is_available=False), doc(3, "سرير", **red))
    result = asked("قميس", with_facets=True, filters=Filters(attributes=frozenset({RED})))
    assert (result.ids, result.meant) == ((1,), "قميص")
    assert result.facets is not None
    assert result.facets.attributes == {"colour": {"red": 1}}
    assert calls == ["search", "search_many", "search"], "three calls are the most"


def test_stems_are_found_last_and_stop_no_correction(calls: list[str], in_noor: Any) -> None:
    labelled = replace(doc(4, "حقيبة"), labels=("نسائيات",))
    put(doc(1, "حذاء رياضي"), doc(2, "حذاء رياضية"), doc(3, "حقيبة نسائية"), labelled)
    assert asked("رياضية").ids == (2, 1)
    assert asked("حقيبة نسائة").ids[0] == 3
    assert asked("حقيبة نسائة").meant == "حقيبه نساييه"


@pytest.mark.parametrize("sort", list(Sort))
def test_the_order_is_the_chosen_one_however_it_was_read(calls: list[str], in_noor: Any, sort: Sort) -> None:
    put(doc(1, "قميص", lowest_minor=300, popularity=0.1), doc(2, "قميص", lowest_minor=100, popularity=0.9))
    order = (1, 2) if sort is Sort.DEAREST else (2, 1)
    assert asked("قميس", sort=sort).ids == order


def test_another_stores_words_are_never_meant(shared_index: Gateway, noor: Any, souq: Any) -> None:
    for tenant, title in ((noor, "قميص zanzibari"), (souq, "ساعة")):
        with tenant_scope(tenant.pk), transaction.atomic(), standing_here():
            put(doc(1, title))
    with tenant_scope(souq.pk), transaction.atomic(), standing_here():
        for text in ("قميس", "zanzibary", "zanzibar", ".hk.dfhvd"):
            assert asked(text) == NOTHING
        assert SERVER.complete("product", "zanz").ids == SERVER.complete("product", "قم").ids == ()
    with tenant_scope(noor.pk), transaction.atomic(), standing_here():
        assert asked("zanzibary").meant == "zanzibari", "the control"


def test_no_second_call_is_made_when_no_time_is_left(
    calls: list[str], in_noor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(doc(1, "قميص"))
    first = Gateway.search

    def no_time(_: deadlines.Deadline) -> float:
        raise SearchUnavailable("no time is left")

    def slow(self: Gateway, *args: Any, **more: Any) -> Any:
        answer = first(self, *args, **more)
        monkeypatch.setattr(deadlines.Deadline, "seconds", no_time)
        return answer

    monkeypatch.setattr(Gateway, "search", slow)
    with pytest.raises(SearchUnavailable):
        asked("قميس")
    monkeypatch.undo()
    assert calls == ["search"]
