"""PostgreSQL answers in the time an answer has, or is cut off; then shoppers read so, and nothing breaks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commerce.catalog.models import Product
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from search_index.application import waiting as waitings
from search_index.application.use_cases.rebuild_store import rebuild_store
from search_index.application.waiting import BESIDE_SECONDS, Waiting, one_answer, waiting
from search_index.domain.questions import question_of
from search_index.domain.values import NO_COUNTS, SearchRequest
from search_index.infrastructure import exact_pictures
from search_index.infrastructure.opensearch import readings
from search_index.infrastructure.opensearch.deadlines import Deadline
from search_index.infrastructure.postgresql import adapter, ranked
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from search_index.infrastructure.postgresql.limits import OutOfTime, in_time
from search_index.infrastructure.postgresql.narrowing import Condition
from search_index.infrastructure.postgresql.rows import rows_of
from search_index.models import LONGEST_WORD
from tests.search_index.gallery import describe_now, show
from tests.search_index.shelf import sell
from tests.search_index.test_api import BLUE_BAG, RED_BAG, photo
from tests.search_index.test_web import staff_of

NOOR = "noor.localhost"
SHORT = 0.3
SLEEPS = Condition("SELECT pg_sleep(1)")
INDEX = PostgresSearchIndex()
NONE_ANSWERED = "لم يجب خادم البحث في الوقت المتاح"
CUT_OFF = "يستغرق البحث الآن وقتا أطول من اللازم"


@pytest.fixture
def noor_id(own_database: str, monkeypatch: pytest.MonkeyPatch) -> int:
    noor = int(Tenant.objects.get(slug="noor").pk)
    with tenant_scope(noor):
        with transaction.atomic():
            sell("عطر العود", "Oud perfume")
        rebuild_store()
    monkeypatch.setattr(waitings, "ANSWER_SECONDS", SHORT)
    return noor


@pytest.fixture
def slow(noor_id: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """What finds takes a second before it begins."""

    def after_a_second(statement: Condition) -> Any:
        rows_of(SLEEPS)
        return rows_of(statement)

    monkeypatch.setattr(ranked, "rows_of", after_a_second)
    return noor_id


def took(deed: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.monotonic()
    return deed(), time.monotonic() - begun


def test_what_takes_too_long_is_cut_off_and_nothing_is_known_of_it(slow: int) -> None:
    with tenant_scope(slow):
        found, seconds = took(lambda: INDEX.search(SearchRequest("product", "عطر", with_facets=True)))
        assert seconds < 1
        assert (found.ids, found.total, found.facets) == ((), 0, NO_COUNTS)
        assert (found.is_degraded, found.is_cut_off) == (True, True)
        begun = INDEX.complete("product", "عط")
        assert (begun.ids, begun.is_degraded, begun.is_cut_off) == ((), True, True)
        with transaction.atomic():
            rows_of(SLEEPS)


@contextmanager
def in_any_time(_: Any) -> Iterator[None]:
    with transaction.atomic():
        yield


def test_without_a_limit_it_would_be_waited_for(slow: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(adapter, "in_time", in_any_time)
    with tenant_scope(slow):
        found, seconds = took(lambda: INDEX.search(SearchRequest("product", "عطر")))
    assert seconds > 1
    assert (found.total, found.is_cut_off) == (1, False)


def test_shoppers_and_programs_are_told_and_may_try_again(slow: int) -> None:
    shopper = Client(headers={"host": NOOR})
    page = shopper.get("/search/", {"q": "عطر", "sort": "price"})
    assert page.status_code == 200
    assert CUT_OFF in page.text
    assert 'value="عطر"' in page.text
    assert "لا منتج" not in page.text
    narrowed = shopper.get("/search/", {"q": "عطر", "sort": "price", "available": "1", "to": "90"})
    form = BeautifulSoup(narrowed.text, "html.parser").select_one("main form")
    assert form is not None
    sent = {str(one["name"]): one["value"] for one in form.select("input")}
    assert sent == {"q": "عطر", "sort": "price", "available": "1", "to": "90"}, "and so asks the same once more"
    assert [chosen.address for chosen in narrowed.context["narrowing"].chosen] == [
        "?q=%D8%B9%D8%B7%D8%B1&available=1&sort=price",
        "?q=%D8%B9%D8%B7%D8%B1&to=90&sort=price",
    ]
    assert NONE_ANSWERED not in narrowed.text
    assert NONE_ANSWERED in staff_of(NOOR).get("/search/", {"q": "عطر"}).text
    assert "Searching takes too long" in shopper.get("/en/search/", {"q": "oud"}).text
    answer = shopper.get("/api/store/search/", {"q": "عطر"})
    assert answer.status_code == 200
    told = answer.json()
    assert (told["total"], told["products"], told["facets"], told["after"]) == (0, [], [], None)
    assert told["is_degraded"]
    assert CUT_OFF in told["notice"]
    offered = shopper.get("/api/store/suggest/", {"q": "عط"})
    assert (offered.status_code, offered.json()["products"], offered.json()["is_degraded"]) == (200, [], True)


def test_an_answer_in_time_says_nothing_of_it(noor_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control, with the patience of a shop."""
    monkeypatch.undo()
    told = Client(headers={"host": NOOR}).get("/api/store/search/", {"q": "عطر"}).json()
    assert (told["total"], told["is_degraded"], told["notice"]) == (1, False, "")


def test_all_statements_of_an_answer_share_its_time(noor_id: int) -> None:
    def three_times() -> None:
        with in_time(Waiting().seconds_left_beside):
            for _ in range(3):
                rows_of(Condition("SELECT pg_sleep(0.14)"))

    with tenant_scope(noor_id):
        begun = time.monotonic()
        with pytest.raises(OutOfTime):
            three_times()
        assert time.monotonic() - begun < 0.42


def test_postgresql_is_told_once_where_statements_are_quick(noor_id: int) -> None:
    with tenant_scope(noor_id), CaptureQueriesContext(connection) as told, in_time(lambda: 9.0):
        for _ in range(3):
            rows_of(Condition("SELECT 1"))
    assert [one["sql"] for one in told if "statement_timeout" in one["sql"]] == [
        "SELECT set_config('statement_timeout', '9000ms', true)"
    ]


def test_who_stands_in_for_an_engine_that_took_all_the_time_has_a_little_more() -> None:
    with one_answer():
        waiting().began -= SHORT + 5
        assert waiting().seconds_left_beside() < 0
    for has_failed, more in ((False, 0.0), (True, BESIDE_SECONDS)):
        answer = Waiting(has_failed=has_failed)
        assert answer.seconds_left_beside() == pytest.approx(answer.seconds_left() + more, abs=0.01)


def test_with_no_time_left_nothing_is_begun(noor_id: int) -> None:
    with tenant_scope(noor_id), one_answer():
        waiting().began -= SHORT
        assert INDEX.search(SearchRequest("product", "عطر")).is_cut_off
        waiting().has_failed = True
        assert INDEX.search(SearchRequest("product", "عطر")).total == 1, "the floor"


def test_near_words_leave_the_server_half_of_the_time(noor_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    question = question_of("عطز", LONGEST_WORD)
    assert question is not None
    monkeypatch.setattr(readings, "near_words", lambda *_: rows_of(SLEEPS))
    with tenant_scope(noor_id):
        limit = Deadline()
        assert [*readings._of_near_words("product", question, limit)] == [question]
        assert limit.left() > SHORT / 4


@pytest.fixture
def bag(own_database: str, settings: Any, tmp_path: Any) -> int:
    settings.MEDIA_ROOT = str(tmp_path)
    noor = int(Tenant.objects.get(slug="noor").pk)
    with tenant_scope(noor), transaction.atomic():
        show(RED_BAG)
        describe_now()
    return noor


@pytest.mark.parametrize("is_slow", [True, False])
def test_pictures_are_compared_in_time_or_shoppers_and_programs_are_told(
    bag: int, is_slow: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_slow:
        monkeypatch.setattr(waitings, "ANSWER_SECONDS", SHORT)
        monkeypatch.setattr(exact_pictures, "_VECTORS", f"SELECT pg_sleep(1); {exact_pictures._VECTORS}")
    shopper = Client(headers={"host": NOOR})
    page = shopper.post("/search/picture/", {"photo": photo()}, follow=True)
    answer = shopper.post("/api/store/search/picture/", {"photo": photo()}).json()
    assert page.status_code == 200
    assert (CUT_OFF in page.text, CUT_OFF in answer["notice"]) == (is_slow, is_slow)
    assert len(answer["products"]) == (0 if is_slow else 1)
    assert bool(page.context.get("cards")) is not is_slow
    assert answer["is_degraded"] is is_slow
    told = staff_of(NOOR).get(page.redirect_chain[-1][0]).text
    assert (NONE_ANSWERED in told, NONE_ANSWERED in page.text) == (is_slow, False)


@pytest.mark.parametrize("is_slow", [True, False])
def test_what_looks_like_a_product_is_looked_for_in_time(
    bag: int, is_slow: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenant_scope(bag), transaction.atomic():
        slug = Product.objects.get().slug
        show(BLUE_BAG)
        describe_now()
    if is_slow:
        monkeypatch.setattr(waitings, "ANSWER_SECONDS", SHORT)
        monkeypatch.setattr(exact_pictures, "_VECTORS", f"SELECT pg_sleep(1); {exact_pictures._VECTORS}")
    page = Client(headers={"host": NOOR}).get("/search/picture/", {"product": slug})
    assert page.status_code == 200
    assert (CUT_OFF in page.text, len(page.context.get("cards", ()))) == ((True, 0) if is_slow else (False, 1))
