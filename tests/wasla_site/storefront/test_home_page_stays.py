"""A store's home page is there for good, by whatever door somebody comes to take it away."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction, UnpublishBulkAction

from commerce.accounts.domain.policies import Role
from commerce.tenants.models import Tenant
from tests.commerce.orders.test_desk import member
from wasla_site.storefront.models import ContentPage, HomePage, HomePageStays, StorePage


@pytest.fixture
def owner(at_noor: Tenant) -> Client:
    return member(Role.OWNER)


def home_id() -> int:
    with transaction.atomic():
        return int(HomePage.objects.get(depth=2).pk)


def is_there() -> bool:
    with transaction.atomic():
        return bool(HomePage.objects.get(depth=2).live)


@pytest.mark.parametrize("door", ["delete", "unpublish"])
def test_the_desk_refuses_it(owner: Client, door: str) -> None:
    answer = owner.post(f"/manage/pages/{home_id()}/{door}/", follow=True)
    assert "الصفحة الرئيسية للمتجر تبقى دائمًا" in answer.content.decode()
    assert is_there()


@pytest.mark.parametrize("door", ["delete", "unpublish"])
def test_any_other_page_may_go(owner: Client, door: str) -> None:
    with transaction.atomic():
        about = ContentPage.objects.get(slug="about")
    owner.post(f"/manage/pages/{about.pk}/{door}/")
    with transaction.atomic():
        assert not ContentPage.objects.filter(pk=about.pk, live=True).exists()


def test_nothing_offers_it(owner: Client) -> None:
    for page in (f"/manage/pages/{home_id()}/", f"/manage/pages/{home_id()}/edit/", "/manage/pages/"):
        shown = owner.get(page, follow=True).content.decode()
        assert f"/manage/pages/{home_id()}/delete/" not in shown
        assert f"/manage/pages/{home_id()}/unpublish/" not in shown


@pytest.mark.parametrize("action", [DeleteBulkAction, UnpublishBulkAction])
def test_it_is_left_out_where_many_pages_are_chosen(owner: Client, action: Any) -> None:
    with transaction.atomic():
        home, about = StorePage.objects.get(depth=2), StorePage.objects.get(slug="about")
        for_owner = object.__new__(action)
        for_owner.request = owner.get("/manage/").wsgi_request
        assert not for_owner.check_perm(home)
        assert for_owner.check_perm(about)


@pytest.mark.parametrize("model", [StorePage, HomePage])
def test_code_is_refused_too(at_noor: Tenant, model: Any) -> None:
    with transaction.atomic():
        home = model.objects.get(depth=2)
        with pytest.raises(HomePageStays):
            home.delete()
        with pytest.raises(HomePageStays):
            home.unpublish()


def test_the_database_refuses_a_home_that_is_not_live(at_noor: Tenant) -> None:
    with pytest.raises(IntegrityError, match="page_home_is_live"), transaction.atomic():
        StorePage.objects.filter(depth=2).update(live=False)
    assert is_there()
