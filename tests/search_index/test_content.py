"""Pages and campaigns are found while shoppers may read them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.core import clock
from commerce.core.models import ChangedObject
from commerce.core.scope import tenant_scope
from search_index.application import content
from search_index.application.content import find_content
from search_index.application.use_cases.index_changes import index_changes
from tests.wasla_site.storefront.campaigns.builders import published
from wasla_site.storefront.campaigns.models import CampaignPage
from wasla_site.storefront.models import ContentPage, HomePage
from wasla_site.storefront.scheduled_pages import publish_scheduled_pages

NOOR = "noor.localhost"


def write(page: Any) -> Any:
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def story(**facts: Any) -> Any:
    block = {"type": "rich_text", "value": {"text_ar": "<p>قصة <b>الدهن</b> الكمبودي</p>", "text_en": ""}}
    return write(
        ContentPage(**{"title": "Our story", "slug": "story", "heading_ar": "حكايتنا", "body": [block]} | facts)
    )


def read(text: str) -> list[str]:
    index_changes(now=clock.now())
    return [link.address for link in find_content(text, most=3, now=clock.now())]


def test_a_page_is_found_by_its_name_and_by_what_its_blocks_say(in_noor: Any) -> None:
    story()
    assert read("حكايتنا") == read("our story") == read("الكمبودي") == ["/story/"]
    assert read("rich_text") == read("b") == []


@pytest.mark.parametrize(
    "asked",
    [
        "شحن واسترجاع",
        "الاسترجاع",
        "سياسة الاسترجاع",
        "سياسة الشحن والاسترجاع",
        "سياسات الشحن",
        "returns policy",
        "صفحة شحن",
    ],
)
def test_a_page_is_found_by_who_says_that_it_is_one(in_noor: Any, asked: str) -> None:
    story(slug="returns", title="Returns", heading_ar="الشحن والاسترجاع", heading_en="Shipping and returns", body=[])
    assert read(asked) == ["/returns/"]
    assert read("سياسة") == read("سياسة الخصوصية") == []


def test_what_is_taken_down_or_deleted_is_not_found(in_noor: Any) -> None:
    page = story()
    assert read("حكايتنا") == ["/story/"]
    page.unpublish()
    assert read("حكايتنا") == []
    page.save_revision().publish()
    assert read("حكايتنا") == ["/story/"]
    page.delete()
    assert find_content("حكايتنا", most=3, now=clock.now()) == ()
    assert ChangedObject.objects.filter(kind="page", object_id=page.pk).exists()
    assert read("حكايتنا") == []


def test_a_page_that_moved_or_was_renamed_is_found_where_it_is(in_noor: Any) -> None:
    page, above = story(), story(title="About", slug="about-all", heading_ar="عنا", body=[])
    assert read("حكايتنا") == ["/story/"]
    page.move(above, pos="last-child")
    assert read("حكايتنا") == ["/about-all/story/"]
    page = ContentPage.objects.get(pk=page.pk)
    page.slug, page.heading_ar = "tale", "روايتنا"
    page.save_revision().publish()
    assert (read("حكايتنا"), read("روايتنا")) == ([], ["/about-all/tale/"])


def test_a_page_comes_and_goes_by_its_dates(in_noor: Any) -> None:
    now = clock.now()
    began, ends = now - timedelta(minutes=1), now + timedelta(hours=1)
    page = ContentPage(title="Eid", slug="eid-hours", heading_ar="ساعات العيد", live=False, go_live_at=began)
    page.expire_at = ends
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(approved_go_live_at=began)
    assert read("ساعات العيد") == []
    publish_scheduled_pages(now=now)
    assert read("ساعات العيد") == ["/eid-hours/"]
    with clock.as_of(ends):
        assert read("ساعات العيد") == [], "over before the sweep has come by"


def test_a_campaign_is_found_while_it_is_on(in_noor: Any) -> None:
    page = published(heading_ar="ليلة الجمعة")
    now = clock.now()
    assert read("ليلة الجمعة") == [CampaignPage.objects.get(pk=page.pk).address_in_store]
    CampaignPage.objects.filter(pk=page.pk).update(ends_at=now - timedelta(seconds=1))
    assert read("ليلة الجمعة") == []


def test_another_stores_pages_are_never_found(noor: Any, souq: Any) -> None:
    with tenant_scope(souq.pk), transaction.atomic():
        story()
    index_changes(now=clock.now())
    with tenant_scope(noor.pk), transaction.atomic():
        assert read("حكايتنا") == []


def test_the_search_page_leads_to_them(noor: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        story()
    index_changes(now=clock.now())
    for path, address in (("/search/", "/story/"), ("/en/search/", "/en/story/")):
        answer = Client(headers={"host": NOOR}).get(path, {"q": "حكايتنا"})
        assert f'href="{address}"' in answer.text


def test_what_is_over_hides_nothing_that_is_on(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "AT_ONCE", 2)
    story(slug="story")
    for number in range(5):
        story(slug=f"story-{number}", expire_at=clock.now() - timedelta(days=1))
    assert read("حكايتنا") == ["/story/"]


def test_were_only_the_first_looked_at_it_would(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(content, "AT_ONCE", 2)
    monkeypatch.setattr(content, "MOST_LOOKED_AT", 2)
    story(slug="story")
    for number in range(2):
        story(slug=f"story-{number}", expire_at=clock.now() - timedelta(days=1))
    assert read("حكايتنا") == []
