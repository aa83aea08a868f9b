from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.core import clock
from commerce.core.scope import tenant_scope
from search_index.application.use_cases.index_changes import index_changes
from tests.search_index.shelf import sell

NOOR, SOUQ = "noor.localhost", "souq.localhost"


@pytest.fixture
def _shelves(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        for number in range(30):
            sell(f"عطر العود {number}", f"Oud perfume {number}", sku=f"OUD-{number}")
        sell("عطر المسك", "Musk", pieces=0)
    with tenant_scope(souq.pk), transaction.atomic():
        sell("عطر الصندل", "Sandalwood perfume")
    index_changes(now=clock.now())


def page(query: str, host: str = NOOR, path: str = "/search/", **more: str) -> Any:
    response = Client(headers={"host": host}).get(path, {"q": query, **more})
    assert response.status_code == 200
    return response


@pytest.mark.usefixtures("_shelves")
def test_the_page_shows_what_matches_in_this_store_alone() -> None:
    response = page("العطر")
    assert response.context["query"] == "العطر"
    assert response.context["slice"].total == 30
    assert "عطر العود" in response.text
    assert "الصندل" not in response.text
    assert "المسك" not in response.text
    assert page("perfume", SOUQ).context["slice"].total == 1


@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize(
    ("number", "shown", "count"), [("1", 1, 24), ("2", 2, 6), ("99", 2, 6), ("0", 1, 24), ("x", 1, 24), ("٢", 1, 24)]
)
def test_pages_of_results(number: str, shown: int, count: int) -> None:
    found = page("عود", page=number).context["slice"]
    assert (found.number, len(found.items), found.total, found.pages) == (shown, count, 30, 2)


@pytest.mark.usefixtures("_shelves")
@pytest.mark.parametrize("query", ["", "   ", "ضصثقف", "\0", "x" * 5000, "<script>alert(1)</script>", "%", "* \" '"])
def test_a_question_that_finds_nothing_gets_help_instead_of_an_error(query: str) -> None:
    response = page(query)
    assert response.context["slice"].total == 0
    assert "search-help" in response.text
    assert "<script>alert" not in response.text


@pytest.mark.usefixtures("_shelves")
def test_the_english_page_finds_arabic_words_too() -> None:
    response = page("عود", path="/en/search/")
    assert response.context["slice"].total == 30
    assert "Oud perfume" in response.text


@pytest.mark.usefixtures("_shelves")
def test_the_page_keeps_to_its_statements(django_assert_max_num_queries: Any) -> None:
    page("عود")
    with django_assert_max_num_queries(15):
        page("عود")
    with django_assert_max_num_queries(15):
        page("ضصثقف")


@pytest.mark.usefixtures("_shelves")
def test_only_reading_is_answered() -> None:
    assert Client(headers={"host": NOOR}).post("/search/").status_code == 405
