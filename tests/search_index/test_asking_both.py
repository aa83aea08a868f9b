"""What the API answers over either engine: beginnings of words, and pages that are turned while prices change."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.catalog.models import Product
from commerce.core.scope import tenant_scope
from search_index.application import queries, suggestions
from search_index.application.product_source import ProductSource
from search_index.interfaces.api import views
from tests.search_index.conftest import Engine
from tests.search_index.shelf import sell

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


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize("sort", ["", "newest", "price"])
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
