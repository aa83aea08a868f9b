"""What a campaign shows, it shows between its dates, by comparison with the instant of the request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commerce.catalog.models import (
    Category,
    Collection,
    CollectionProduct,
    ListedPrice,
    PriceList,
    Product,
    ProductCategory,
    ProductTag,
    Tag,
    Variant,
)
from commerce.core import clock
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf
from tests.wasla_site.storefront.campaigns.builders import PERCENT, goods, published
from wasla_site.storefront.campaigns import queries
from wasla_site.storefront.campaigns.models import CampaignPage
from wasla_site.storefront.campaigns.queries import products_of
from wasla_site.storefront.campaigns.telling import told_of
from wasla_site.storefront.models import HomePage

BEGINS = datetime(2026, 12, 4, 17, tzinfo=UTC)
ENDS = BEGINS + timedelta(hours=2)
SECOND = timedelta(seconds=1)
EVERYWHERE = [("banner", {"text_ar": "عيدكم مبارك", "text_en": "Eid Mubarak", "places": ["strip", "home", "lists"]})]


@pytest.fixture
def shopper(at_noor: Tenant) -> Client:
    return Client(HTTP_HOST="noor.localhost")


def at(instant: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: instant)


def campaign(slug: str = "eid", **fields: Any) -> Any:
    with transaction.atomic():
        return published(
            slug, heading_ar="عرض العيد", starts_at=BEGINS, ends_at=ENDS, **{"banner": EVERYWHERE, **fields}
        )


def read(shopper: Client, path: str) -> str:
    return str(shopper.get(path).content.decode())


@pytest.mark.parametrize(
    ("instant", "status"), [(BEGINS - SECOND, 404), (BEGINS, 200), (ENDS - SECOND, 200), (ENDS, 404)]
)
def test_the_landing_page_is_there_between_its_dates(
    shopper: Client, monkeypatch: pytest.MonkeyPatch, instant: datetime, status: int
) -> None:
    campaign()
    at(instant, monkeypatch)
    answer = shopper.get("/campaigns/eid/")
    assert answer.status_code == status
    assert ("عرض العيد" in answer.content.decode()) is (status == 200)
    assert ("انتهى هذا العرض" in answer.content.decode()) is (instant == ENDS)


@pytest.mark.parametrize("path", ["/", "/products/"])
def test_its_banner_comes_and_goes_without_any_job(shopper: Client, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    campaign()
    for instant, is_there in ((BEGINS - SECOND, False), (BEGINS, True), (ENDS - SECOND, True), (ENDS, False)):
        at(instant, monkeypatch)
        assert ("عيدكم مبارك" in read(shopper, path)) is is_there, instant


def test_campaigns_without_a_banner_take_nobodys_place(shopper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_ON", 1)
    campaign("silent", banner=[], priority=9)
    campaign()
    at(BEGINS, monkeypatch)
    assert "عيدكم مبارك" in read(shopper, "/")


def test_a_line_that_leads_nowhere_is_no_link(shopper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it may have been typed before links were looked at."""
    campaign(banner=[("banner", {**EVERYWHERE[0][1], "link": "example.com/x"})])
    at(BEGINS, monkeypatch)
    html = read(shopper, "/products/")
    assert html.count("عيدكم مبارك") > 0
    assert 'href=""' not in html


def test_it_says_its_rule_and_when_it_ends_in_both_languages(shopper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign()
    at(BEGINS, monkeypatch)
    arabic, english = read(shopper, "/campaigns/eid/"), read(shopper, "/en/campaigns/eid/")
    assert "على كل المنتجات" in arabic
    assert "off everything" in english
    assert "4 December 2026, 10:00 PM" in english, "in the store's time, without a script"
    assert 'role="timer"' in english
    assert 'href="/campaigns/eid/"' in arabic
    assert 'href="/en/campaigns/eid/"' in english


def test_shoppers_read_the_names_of_what_is_on_sale_only(shopper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        oud, musk, amber = (Variant.objects.get(pk=put_on_shelf(sku)) for sku in ("OUD", "MUSK", "AMBER"))
        Product.objects.filter(pk=musk.product_id).update(status="draft", title_ar="سر", title_en="Secret")
        tag = Tag.objects.create(name_ar="مورد بطيء", slug="slow")
        gone = Collection.objects.create(title_ar="هدايا", slug="gifts", created_at=BEGINS)
        chosen = goods(
            products=[oud.product, musk.product],
            collections=[str(gone.pk)],
            but_not_products=[musk.product],
            but_not_variants=[musk, amber],
            but_not_tags=[str(tag.pk)],
        )
    page = campaign(conditions=[("goods", chosen)])
    with transaction.atomic():
        gone.delete()
        assert "«سر»" in str(told_of(page, BEGINS, to_staff=True))
    at(BEGINS, monkeypatch)
    html = read(shopper, "/campaigns/eid/")
    assert "سر»" not in html
    assert "مورد بطيء" not in html
    assert "محذوف" not in html
    assert "«منتج OUD» وهي أيضًا تشكيلة مختارة باستثناء «منتج AMBER» وتشكيلة مختارة" in html


def test_blocks_of_any_page_show_it_while_it_is_on(shopper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        put_on_shelf("OUD", pieces=10, price_minor=24900)
    page = campaign(banner=[("banner", {"text_ar": "عيدكم مبارك"})])
    chosen = {"campaign": str(page.pk)}
    with transaction.atomic():
        home = HomePage.objects.get(depth=2)
        home.body = [
            ("campaign_banner", chosen),
            ("campaign_countdown", {**chosen, "heading_ar": "أسرعوا"}),
            ("campaign_products", {**chosen, "heading_ar": "منتجات العيد", "count": 4}),
        ]
        home.save_revision().publish()
    for instant, is_there in ((BEGINS - SECOND, False), (BEGINS, True), (ENDS, False)):
        at(instant, monkeypatch)
        html = read(shopper, "/")
        for words in ("عيدكم مبارك", "أسرعوا", "منتجات العيد", 'role="timer"'):
            assert (words in html) is is_there, (words, instant)


def test_an_unpublished_one_is_nowhere(shopper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = campaign()
    with transaction.atomic():
        page.unpublish()
    at(BEGINS, monkeypatch)
    assert shopper.get("/campaigns/eid/").status_code == 404
    assert "عيدكم مبارك" not in read(shopper, "/")


def test_pages_ask_as_much_for_twelve_campaigns_as_for_one(shopper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        variant = put_on_shelf("OUD", price_minor=24900)
        chosen = goods(products=[Variant.objects.get(pk=variant).product])
    off_one_product: dict[str, Any] = {"conditions": [("goods", chosen)]}
    campaign(**off_one_product)
    at(BEGINS, monkeypatch)
    shopper.post("/cart/add/", {"variant_id": variant, "quantity": "1"})
    paths = ("/", "/products/", "/products/oud/", "/campaigns/eid/", "/cart/")

    def statements() -> dict[str, int]:
        counts = {}
        for path in paths:
            shopper.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert shopper.get(path).status_code == 200
            counts[path] = len(captured)
        return counts

    one = statements()
    for number in range(11):
        campaign(f"eid-{number}", **off_one_product)
    assert statements() == one


def test_its_products_are_those_the_rule_aims_at(at_noor: Tenant) -> None:
    """A table of what is chosen, and of three products which are found."""
    with transaction.atomic():
        variants = {sku: put_on_shelf(sku, price_minor=24900) for sku in ("OUD", "MUSK", "AMBER")}
        oud, musk, amber = (Variant.objects.get(pk=variants[sku]).product for sku in ("OUD", "MUSK", "AMBER"))
        above = Category.objects.create(name_ar="عطور", slug="perfumes")
        below = Category.objects.create(name_ar="عود", slug="oud", parent=above)
        ProductCategory.objects.create(product=oud, category=below)
        picked = Collection.objects.create(title_ar="هدايا", slug="gifts", created_at=BEGINS)
        CollectionProduct.objects.create(collection=picked, product=musk, position=1)
        tag = Tag.objects.create(name_ar="صيف", slug="summer")
        ProductTag.objects.create(product=amber, tag=tag)
        prices = PriceList.objects.create(name_ar="خصم", starts_at=BEGINS, created_at=BEGINS)
        ListedPrice.objects.create(price_list=prices, variant_id=variants["AMBER"], price_minor=100)
        table: list[tuple[dict[str, Any], set[str]]] = [
            ({"products": [oud]}, {"oud"}),
            ({"categories": [str(above.pk)]}, {"oud"}),
            ({"collections": [str(picked.pk)]}, {"musk"}),
            ({"tags": [str(tag.pk)]}, {"amber"}),
            ({"variants": [Variant.objects.get(product=musk)]}, {"musk"}),
            ({"but_not_products": [oud]}, {"musk", "amber"}),
            ({"but_not_categories": [str(above.pk)]}, {"musk", "amber"}),
            ({"but_not_collections": [str(picked.pk)]}, {"oud", "amber"}),
            ({"but_not_tags": [str(tag.pk)]}, {"oud", "musk"}),
            ({"but_not_variants": [Variant.objects.get(product=musk)]}, {"oud", "amber"}),
            ({"but_not_reduced": True}, {"oud", "musk"}),
            ({"categories": [str(above.pk)], "tags": [str(tag.pk)]}, set()),
        ]
        for chosen, found in table:
            page = CampaignPage(actions=PERCENT, conditions=[("goods", goods(**chosen))])
            assert {card.slug for card in products_of(page, "SAR", 24, BEGINS)} == found, chosen
        page = CampaignPage(actions=PERCENT, conditions=[("goods", goods(but_not_reduced=True))])
        assert {card.slug for card in products_of(page, "SAR", 24, BEGINS - SECOND)} == {"oud", "musk", "amber"}


def test_its_old_address_leads_to_the_new_one_and_no_other_address_shows_it(shopper: Client) -> None:
    with transaction.atomic():
        page = published(heading_ar="عرض العيد")
        page.slug = "feast"
        page.save_revision().publish()
    assert shopper.get("/campaigns/eid/")["Location"] == "/campaigns/feast/"
    assert shopper.get("/en/campaigns/eid/")["Location"] == "/en/campaigns/feast/"
    assert [shopper.get(path).status_code for path in ("/campaigns/feast/", "/feast/", "/campaigns/")] == [
        200,
        404,
        404,
    ]
