"""What a merchant can do wrong with pages is said to them and never a defect, although Django's own check of the
table's constraints is left to the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from commerce.accounts.domain.policies import Role
from tests.commerce.catalog.desk import member
from wasla_site.storefront.models import ContentPage, HomePage, StorePage

EMPTY = {
    "heading_ar": "", "heading_en": "", "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
}  # fmt: skip
PUBLISH = {"action-publish": "1"}


@pytest.fixture
def marketer(in_noor: Any) -> Client:
    return member(in_noor, Role.MARKETER)


def page_below(parent: StorePage, slug: str) -> ContentPage:
    page: ContentPage = parent.add_child(instance=ContentPage(title=slug, slug=slug, locale=parent.locale))
    return page


def written(title: str, slug: str, **more: str) -> dict[str, str]:
    return EMPTY | {"title": title, "slug": slug} | more


def errors(answer: Any) -> set[str]:
    assert answer.status_code in {200, 422}, answer.status_code
    return set(answer.context["form"].errors)


@pytest.mark.sampled
@pytest.mark.parametrize("how", [{}, PUBLISH])
def test_an_address_stands_once_below_a_page(marketer: Client, how: dict[str, str]) -> None:
    home = HomePage.objects.get()
    add = f"/manage/pages/add/storefront/contentpage/{home.pk}/"
    assert errors(marketer.post(add, written("Us", "about", **how))) == {"slug"}
    other = page_below(home, "other")
    assert errors(marketer.post(f"/manage/pages/{other.pk}/edit/", written("Us", "about", **how))) == {"slug"}
    assert errors(marketer.post(add, written("Us", "", **how))) == {"slug"}
    assert errors(marketer.post(add, written("Us", "a b/c", **how))) == {"slug"}
    assert errors(marketer.post(add, written("x" * 300, "long", **how))) == {"title"}
    assert errors(marketer.post(add, written("Us", "x" * 300, **how))) == {"slug"}


def test_no_page_is_moved_or_copied_where_its_address_is_taken(marketer: Client) -> None:
    home, about = HomePage.objects.get(), ContentPage.objects.get(slug="about")
    below = page_below(about, "about")
    moved = marketer.post(f"/manage/pages/{below.pk}/move/{home.pk}/confirm/")
    assert moved.status_code in {200, 302}
    assert StorePage.objects.get(pk=below.pk).get_parent().pk == about.pk
    many = marketer.post(f"/manage/bulk/storefront/storepage/move/?id={below.pk}", {"chooser": home.pk})
    assert many.status_code in {200, 302}
    assert StorePage.objects.get(pk=below.pk).get_parent().pk == about.pk
    copied = {"new_title": "Us", "new_slug": "about", "new_parent_page": home.pk}
    assert errors(marketer.post(f"/manage/pages/{about.pk}/copy/", copied)) == {"new_slug"}


def test_a_draft_whose_address_was_taken_meanwhile_is_not_published(marketer: Client) -> None:
    """Only the published address is asked when a draft is kept."""
    about, other = ContentPage.objects.get(slug="about"), page_below(HomePage.objects.get(), "other")
    assert marketer.post(f"/manage/pages/{about.pk}/edit/", written("Us", "story")).status_code == 302
    assert marketer.post(f"/manage/pages/{other.pk}/edit/", written("O", "story", **PUBLISH)).status_code == 302
    third = page_below(other, "third")
    StorePage.objects.filter(pk=third.pk).update(live=False)
    answer = marketer.post(f"/manage/bulk/storefront/storepage/publish/?id={third.pk}&id={about.pk}")
    assert answer.status_code == 302
    assert not StorePage.objects.get(pk=third.pk).live, "all of them or none"
    assert {ContentPage.objects.get(pk=page.pk).slug for page in (about, other)} == {"about", "story"}
    assert any("story" in str(message) for message in get_messages(answer.wsgi_request))
    again = marketer.post(f"/manage/pages/{about.pk}/edit/", written("Us", "story", **PUBLISH))
    assert errors(again) == {"slug"}


def test_the_home_page_stays(marketer: Client) -> None:
    home = HomePage.objects.get()
    for path, sent in (
        (f"/manage/pages/{home.pk}/unpublish/", {}),
        (f"/manage/pages/{home.pk}/delete/", {}),
        (f"/manage/bulk/storefront/storepage/unpublish/?id={home.pk}", {}),
        (f"/manage/bulk/storefront/storepage/delete/?id={home.pk}", {}),
        (f"/manage/pages/{home.pk}/edit/", written("Home", "home", expire_at="2020-01-01 10:00")),
        (f"/manage/pages/{home.pk}/move/{ContentPage.objects.get(slug='about').pk}/confirm/", {}),
        (f"/manage/pages/add/storefront/homepage/{home.pk}/", written("Second", "second")),
        (f"/manage/pages/{home.pk}/copy/", {"new_title": "Two", "new_slug": "two", "new_parent_page": home.pk}),
    ):  # fmt: skip
        assert marketer.post(path, sent).status_code in {200, 302, 403, 404}, path
    assert HomePage.objects.get().live
    assert HomePage.objects.get().expire_at is None
