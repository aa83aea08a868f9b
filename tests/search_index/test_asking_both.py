"""What the API answers over either engine: beginnings of words, and pages that are turned while prices change."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client

from commerce.catalog.models import Product
from commerce.core.actors import current_actor
from commerce.core.scope import tenant_scope
from search_index.application import queries, suggestions
from search_index.application.product_source import ProductSource
from search_index.application.use_cases.save_ranking import save_ranking
from search_index.domain.profiles import Profile, Synonyms
from search_index.interfaces import web
from search_index.interfaces.api import views
from tests.search_index.conftest import Engine
from tests.search_index.shelf import NOON, sell

WATCH, PHONE = "ساعة يد رجالية جلد بني", "آيفون 15 برو 256 جيجا"
PAGES, PRODUCTS = 40, 120


@pytest.fixture
def asked(engine: Engine, noor: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The API of Noor, over this engine."""
    for module in (queries, suggestions):
        monkeypatch.setattr(module, "search_index", lambda: engine.index)
    client = Client(headers={"host": "noor.localhost"})

    def ask(path: str, **parameters: Any) -> Any:
        response = client.get(f"/api/store/{path}/", parameters)
        assert response.status_code == 200, response.json()
        return response.json()

    return ask


def index(engine: Engine, ids: list[int]) -> None:
    with transaction.atomic():
        documents = ProductSource().documents(ids)
    engine.put(*documents)


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize(
    ("beginning", "product", "term"),
    [
        ("ساع", WATCH, "ساعة"),
        ("الس", WATCH, "ساعة"),
        ("iph", PHONE, "iPhone"),
        ("ايف", PHONE, "آيفون"),
        ("ايفون 15 بر", PHONE, "ايفون 15 برو"),
    ],
)
def test_what_is_begun_is_offered(
    engine: Engine, noor: Any, asked: Any, beginning: str, product: str, term: str
) -> None:
    with tenant_scope(noor.pk):
        with transaction.atomic():
            ids = [sell(WATCH, "Men's watch"), sell(PHONE, "iPhone 15 Pro 256GB"), sell("حقيبة نسائية", "Handbag")]
        index(engine, ids)
    offered = asked("suggest", q=beginning)
    assert [one["title"] for one in offered["products"]] == [product]
    assert offered["terms"][0]["text"] == term


@pytest.mark.sampled(every=4)
@pytest.mark.parametrize("sort", ["", "newest", "popular", "price"])
def test_pages_are_turned_while_prices_change(
    engine: Engine, noor: Any, asked: Any, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing comes twice; by price only what got another price meanwhile may, for there a place is a price."""
    monkeypatch.setattr(views, "PAGE_SIZE", PRODUCTS // PAGES)
    chance = Random(7)  # noqa: S311
    with tenant_scope(noor.pk):
        with transaction.atomic():
            ids = [sell(f"عطر {number}") for number in range(PRODUCTS)]
            documents = ProductSource().documents(ids)
            slugs = dict(Product.objects.values_list("pk", "slug"))
        priced = [
            replace(one, facts=replace(one.facts, lowest_minor=chance.randrange(1000, 9000))) for one in documents
        ]
        engine.put(*priced)
        seen: list[str] = []
        changed: set[str] = set()
        after: dict[str, str] = {}
        for _ in range(PAGES):
            page = asked("search", q="عطر", sort=sort, **after)
            seen += [product["url"].split("/")[2] for product in page["products"]]
            if page["after"] is None:
                break
            after = {"after": page["after"]}
            some = chance.sample(priced, 3)
            changed |= {slugs[one.object_id] for one in some}
            engine.put(
                *(replace(one, facts=replace(one.facts, lowest_minor=chance.randrange(1, 9999))) for one in some)
            )
    twice = {slug for slug in seen if seen.count(slug) > 1}
    if sort == "price":
        assert twice <= changed
    else:
        assert page["after"] is None
        assert len(seen) == len(set(seen)) == PRODUCTS


def test_pages_go_on_though_what_was_read_is_gone(
    engine: Engine, noor: Any, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as were read may be gone: counting pages would end where as many are still to come."""
    size = 3
    monkeypatch.setattr(views, "PAGE_SIZE", size)
    with tenant_scope(noor.pk):
        with transaction.atomic():
            ids = [sell(f"عطر {number}") for number in range(4 * size)]
            by_slug = {slug: pk for pk, slug in Product.objects.values_list("pk", "slug")}
        index(engine, ids)
        seen: list[int] = []
        after: dict[str, str] = {}
        went_on_beyond_the_count = False
        for number in range(1, 9):
            page = asked("search", q="عطر", sort="newest", **after)
            read = [by_slug[product["url"].split("/")[2]] for product in page["products"]]
            seen += read
            if page["after"] is None:
                break
            went_on_beyond_the_count |= number * size >= page["total"]
            after = {"after": page["after"]}
            engine.delete("product", read)
    assert went_on_beyond_the_count, "the control: by the count it would have ended"
    assert seen == sorted(ids, reverse=True)


def test_pages_end_where_the_engine_has_no_more_though_others_came_before(
    engine: Engine, noor: Any, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    with tenant_scope(noor.pk):
        with transaction.atomic():
            ids = [sell(f"عطر {number}") for number in range(10)]
        index(engine, ids[:4])
        first = asked("search", q="عطر", sort="newest")
        index(engine, ids[4:])
        second = asked("search", q="عطر", sort="newest", after=first["after"])
    assert (len(second["products"]), second["total"], second["after"]) == (2, 10, None)


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize("sort", ["", "newest", "price", "popular"])
@pytest.mark.parametrize("is_led_on", [True, False], ids=["led on", "by number: the control"])
def test_who_turns_the_shops_pages_sees_everything_once_while_products_come_and_go(
    engine: Engine, noor: Any, asked: Any, sort: str, is_led_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All rank alike, so that the newer stands first: what comes stands before what was seen, and so does what goes."""
    size = 3
    monkeypatch.setattr(web, "PAGE_SIZE", size)
    shopper = Client(headers={"host": "noor.localhost"})
    with tenant_scope(noor.pk):
        with transaction.atomic():
            ids = [sell(f"عطر {number}") for number in range(6 * size)]
        there, coming = ids[: 4 * size], ids[4 * size :]
        index(engine, there)
        seen: list[int] = []
        address = "?" + urlencode({"q": "عطر", "sort": sort})
        for number in range(1, 9):
            found = shopper.get(f"/search/{address}").context
            seen += [card.id for card in found["slice"].items]
            if not found["next"]:
                break
            address = found["next"] if is_led_on else "?" + urlencode({"q": "عطر", "sort": sort, "page": number + 1})
            if number == 1:
                index(engine, coming)
            if number == 2:
                engine.delete("product", [*coming, *seen[:2]])
    is_whole = sorted(seen, reverse=True) == seen and seen == there[::-1]
    assert is_whole is is_led_on


@pytest.mark.parametrize("typed", ["شنط", "شنطة", "جلد شنطة", "شنطة جلد", "الشنطة"])
def test_the_stores_own_words_are_offered_for_each_other(engine: Engine, noor: Any, asked: Any, typed: str) -> None:
    with tenant_scope(noor.pk):
        with transaction.atomic():
            ids = [sell("محفظة جلد", "Leather bag"), sell("قلم", "Pen")]
        index(engine, ids)
        assert asked("suggest", q=typed)["products"] == [], "the control"
        with transaction.atomic():
            same = Profile(synonyms=(Synonyms(("شنطة", "محفظة")),))
            save_ranking(profile=same, after=0, note="", actor=current_actor(), now=NOON)
    offered = asked("suggest", q=typed)
    assert [one["title"] for one in offered["products"]] == ["محفظة جلد"]
    if typed != "شنطة جلد":
        assert any("محفظة" in term["text"] for term in offered["terms"])
