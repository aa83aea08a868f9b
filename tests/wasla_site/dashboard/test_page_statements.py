"""What the desk's pages of pages ask PostgreSQL: each table as often as named here, the known repeats once."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from commerce.accounts.domain.policies import Role
from tests.commerce.catalog.desk import member
from wasla_site.storefront.campaigns.queries import campaign_choices
from wasla_site.storefront.models import ContentPage, HomePage, StorePage

# Tables that row security protects, by how often each is the first that a statement names. Of pages: of which kind one
# is, the page, the home below which one has rights, and the way to it; for a list its count and its ids (with whether
# they are to be published, so that the revisions are named first); for the editor the campaigns.
EXPLORER = {
    "accounts_membership": 1,
    "storefront_contentpage": 1,
    "storefront_homepage": 1,
    "storefront_storepage": 5,
    "wagtailcore_referenceindex": 1,
    "wagtailcore_revision": 3,
    "wagtailcore_site": 1,
    "wagtailcore_workflowstate": 1,
}
EDITOR = {
    "accounts_membership": 1,
    "catalog_category": 1,
    "storefront_contentpage": 1,
    "storefront_storepage": 5,
    "wagtailadmin_editingsession": 2,
    "wagtailcore_comment": 1,
    "wagtailcore_pagesubscription": 1,
    "wagtailcore_referenceindex": 1,
    "wagtailcore_revision": 2,
    "wagtailcore_site": 1,
    "wagtailcore_workflowstate": 1,
}
# Without a tenant.
OPEN_TO_ALL = {"accounts_user", "django_content_type", "django_session", "tenants_domain", "wagtailcore_locale"}
OPEN_TO_ALL |= {"wagtailusers_userprofile"}


def asked_of(client: Client, path: str) -> Counter[str]:
    """The second time, when the process knows what it remembers for good."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    firsts = [re.search(r'(?:FROM|INTO) (?:\(SELECT [^(]*? FROM )?"(\w+)"', query["sql"]) for query in queries]
    return Counter(first[1] for first in firsts if first and first[1] not in OPEN_TO_ALL)


@pytest.fixture
def live_page(in_noor: Any) -> ContentPage:
    """One of which the latest revision is the one that is shown."""
    page: ContentPage = ContentPage.objects.get(slug="about")
    page.save_revision().publish()
    return page


def test_the_list_of_pages(in_noor: Any, live_page: ContentPage) -> None:
    HomePage.objects.get().save_revision().publish()
    assert asked_of(member(in_noor, Role.OWNER), f"/manage/pages/{HomePage.objects.get().pk}/") == EXPLORER


def test_the_editor_of_a_page(in_noor: Any, live_page: ContentPage) -> None:
    assert asked_of(member(in_noor, Role.OWNER), f"/manage/pages/{live_page.pk}/edit/") == EDITOR


def test_a_page_asks_for_the_revision_that_is_shown_and_the_latest_once(
    live_page: ContentPage, django_assert_num_queries: Any
) -> None:
    plain = StorePage.objects.get(pk=live_page.pk)
    with django_assert_num_queries(2):  # the revision, and the page as what it is
        revision = plain.get_latest_revision()
        assert plain.specific.get_latest_revision() == plain.specific.live_revision == revision
    live_page.heading_en = "Not yet"
    draft = live_page.save_revision()
    plain = StorePage.objects.get(pk=live_page.pk)
    assert (plain.get_latest_revision(), plain.specific.live_revision) == (draft, revision)


def test_a_page_that_was_revised_meanwhile_says_so(live_page: ContentPage) -> None:
    plain = StorePage.objects.get(pk=live_page.pk)
    before = plain.get_latest_revision()
    newer = ContentPage.objects.get(pk=live_page.pk).save_revision()
    assert plain.get_latest_revision() == before
    assert plain.specific.get_latest_revision() == newer


def test_a_page_knows_by_its_place_whether_it_is_the_root_of_the_site(
    live_page: ContentPage, django_assert_num_queries: Any
) -> None:
    home = HomePage.objects.get()
    with django_assert_num_queries(0):
        assert (home.is_site_root(), live_page.is_site_root()) == (True, False)


def test_which_campaign_is_asked_of_what_all_pages_have(in_noor: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        campaign_choices()
    [asked] = queries
    assert "campaignpage" not in asked["sql"]


def test_the_list_of_pages_finds_below_a_page_and_in_the_whole_store(in_noor: Any, live_page: ContentPage) -> None:
    home = HomePage.objects.get()
    owner = member(in_noor, Role.OWNER)
    inner = live_page.add_child(instance=ContentPage(title="Zubaida's story", slug="zubaida"))

    def found(path: str) -> set[str]:
        rows: Any = owner.get(path).context["object_list"]
        return {page.slug for page in rows}

    below_home = {page.slug for page in home.get_children()}
    assert found(f"/manage/pages/{home.pk}/") == below_home
    assert found(f"/manage/pages/{live_page.pk}/") == {inner.slug}
    assert found(f"/manage/pages/{home.pk}/?q=zubaida") == {inner.slug}
    everywhere = f"/manage/pages/{inner.pk}/?search_all=1&content_type={home.content_type_id}"
    assert found(everywhere.replace("content_type=", "x=") + "&q=zubaida") == {inner.slug}
    assert found(everywhere) == {home.slug}, "the root above all stores is nobody's to see"


def test_nothing_is_private_whatever_a_table_says(in_noor: Any, live_page: ContentPage) -> None:
    """No page of the desk makes a page private, and the storefront would show it all the same."""
    PageViewRestriction.objects.create(page=live_page, restriction_type="password", password="x")
    owner = member(in_noor, Role.OWNER)
    shown = owner.get(f"/manage/pages/{HomePage.objects.get().pk}/").content.decode()
    assert "privacy-indicator" not in shown
    assert Client(headers={"host": "noor.localhost"}).get("/about/").status_code == 200
