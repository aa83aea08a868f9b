"""Noor with things to come: a story that changes on Friday, one that begins then, an offer that ends, two drafts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from commerce.catalog.models import Category, Product, ProductCategory
from commerce.core.bilingual import Bilingual
from commerce.core.scope import tenant_scope
from commerce.promotions.domain.actions import AmountOffOrder
from commerce.tenants.models import Tenant
from search_index.application.use_cases.rebuild_store import rebuild_store
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.promotions.builders import draft, published, shared
from tests.conftest import connected_to_own, database_name
from tests.support import databases
from tests.support.template_stores import OWNER_PASSWORD
from tests.wasla_site.storefront.campaigns.builders import drafted
from tests.wasla_site.storefront.campaigns.builders import published as published_campaign
from wasla_site.storefront.models import ContentPage, HomePage

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
# 20:05 in Riyadh.
FRIDAY = datetime(2026, 12, 4, 17, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOST = "noor.localhost"


@dataclass(frozen=True)
class Shop:
    tenant_id: int
    variant_id: int
    drafts: dict[str, int]


def looks(slug: str) -> dict[str, Any]:
    """The name and the banner, shown everywhere, of a campaign."""
    banner = {"text_ar": f"banner of {slug}", "text_en": f"banner of {slug}", "places": ["strip", "home", "lists"]}
    return {"heading_ar": f"name of {slug}", "heading_en": f"name of {slug}", "banner": [("banner", banner)]}


def campaign(slug: str, **fields: Any) -> Any:
    return published_campaign(slug, **looks(slug), **fields)


def blocks_of(campaign_id: int) -> list[Any]:
    """All that a page can show of the campaign."""
    chosen = {"campaign": str(campaign_id)}
    products = ("campaign_products", {**chosen, "count": 4})
    return [("campaign_banner", chosen), ("campaign_countdown", chosen), products]


def add_page(slug: str, *, words: str, publish: bool = True, blocks: Sequence[Any] = (), **fields: Any) -> ContentPage:
    body = [("rich_text", {"text_ar": f"<p>{words}</p>", "text_en": f"<p>{words}</p>"}), *blocks]
    headings = {"heading_ar": words, "heading_en": words}
    page = ContentPage(title=slug, slug=slug, live=False, in_footer=True, body=body, **headings, **fields)
    HomePage.objects.get(depth=2).add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish()
    return ContentPage.objects.get(pk=page.pk)


def change(page: Any, **fields: Any) -> Any:
    """A revision of the page with these fields; nothing of it is published."""
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision()


def furnish() -> dict[str, int]:
    """The ids of the two drafts."""
    ContentPage.objects.update(in_footer=False)
    story = add_page("story", words="before friday")
    change(story, heading_ar="since friday", heading_en="since friday", go_live_at=FRIDAY - MINUTE).publish()
    add_page("friday", words="white friday", go_live_at=FRIDAY)
    add_page("week-end", words="on saturday", go_live_at=FRIDAY + MINUTE)
    add_page("offer", words="until friday", expire_at=FRIDAY)
    add_page("flash", words="for an hour", go_live_at=MONDAY + MINUTE, expire_at=MONDAY + timedelta(hours=1))
    moved = add_page("old-name", words="a page with a new name")
    add_page("below", words="below it").move(moved, pos="last-child")
    change(ContentPage.objects.get(slug="old-name"), slug="new-name", go_live_at=FRIDAY - MINUTE).publish()
    home = HomePage.objects.get(depth=2)
    window = [("hero", {"heading_ar": "the shop of friday", "heading_en": "the shop of friday"})]
    return {
        "home": change(home, body=window).pk,
        "secret": add_page("secret", words="not yet told", publish=False).latest_revision_id,
    }


def promise() -> None:
    """Off everything from Friday on, off the order with a code, and more for who orders for the first time."""
    published(draft(share=1000, starts_at=FRIDAY), source="campaign:1:1", now=MONDAY)
    of_eid = replace(draft(Bilingual("العيد", "Eid")), actions=(AmountOffOrder(500),))
    published(of_eid, coupons=[shared("EID")], source="campaign:2:1", now=MONDAY)
    published(draft(Bilingual("أول طلب", "First order"), 2000, first_order=True), source="campaign:3:1", now=MONDAY)


def open_shop() -> Shop:
    tenant = Tenant.objects.get(slug="noor")
    with tenant_scope(tenant.pk):
        with transaction.atomic():
            variant_id = put_on_shelf("OUD", pieces=10, price_minor=24900)
            category = Category.objects.create(name_ar="عطور", name_en="Perfumes", slug="perfumes")
            ProductCategory.objects.create(product=Product.objects.get(), category=category)
            drafts = furnish()
            promise()
        rebuild_store()
    return Shop(tenant.pk, variant_id, drafts)


@pytest.fixture(scope="session")
def monday(template_database: str, django_db_blocker: Any) -> Iterator[tuple[str, Shop]]:
    """The name of the database of which each test gets a copy, and what is in it."""
    name = database_name("monday")
    databases.clone(template_database, name)
    with django_db_blocker.unblock(), databases.connected_to(name), time_machine.travel(MONDAY, tick=False):
        opened = open_shop()
    yield name, opened
    databases.drop_database(name)


@pytest.fixture
def own_database(monday: tuple[str, Shop], django_db_blocker: Any) -> Iterator[str]:
    with connected_to_own(monday[0], django_db_blocker) as name:
        yield name


@pytest.fixture
def shop(own_database: str, monday: tuple[str, Shop]) -> Iterator[Shop]:
    """On Monday morning, for as long as the test does not move the clock."""
    opened = monday[1]
    with time_machine.travel(MONDAY, tick=False), tenant_scope(opened.tenant_id):
        yield opened


@pytest.fixture
def fair(shop: Shop) -> Any:
    """The revision of the draft of a campaign at Noor, which has another one on Friday, and one that is over then."""
    with transaction.atomic():
        rule = [("percent", {"percent": "30"})]
        deals = campaign("white-friday", starts_at=FRIDAY - MINUTE, ends_at=FRIDAY + MINUTE, actions=rule)
        spend = [("minimum_spend", "9000")]
        campaign("last-week", starts_at=MONDAY, ends_at=FRIDAY, actions=rule, conditions=spend)
        campaign("next-week", starts_at=FRIDAY + MINUTE)
        add_page("deals", words="deals", blocks=blocks_of(deals.pk))
        rule = [("percent", {"percent": "40"})]
        return drafted("flash-sale", **looks("flash-sale"), actions=rule, priority=5).latest_revision


def browser(host: str = HOST) -> Client:
    return Client(HTTP_HOST=host)


@pytest.fixture
def huda(shop: Shop) -> Client:
    """Noor's owner, signed in at her desk."""
    client = browser()
    answer = client.post("/manage/login/", {"username": "huda@noor.example", "password": OWNER_PASSWORD})
    assert answer.status_code == 302
    return client


CHOSEN = {"instant": "2026-12-04T20:05", "shown_as": "guest", "language": "ar"}


def set_clock(client: Client, **changes: Any) -> Client:
    """The client sees the store as chosen."""
    answer = client.post("/manage/store-preview/", {**CHOSEN, "look": "", **changes})
    assert answer.status_code == 302, answer.content.decode()
    return client


def link_of(client: Client, **changes: Any) -> str:
    """The path of a link that shows the store as chosen."""
    answer = client.post("/manage/store-preview/", {**CHOSEN, "share": "", **changes})
    link = str(answer.context["link"])
    assert f"//{HOST}" in link
    return "/" + link.split("/", 3)[3]
