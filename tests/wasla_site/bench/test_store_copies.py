"""Copies of a store are stores: the tree is sound, keys hold, pages answer, and opening another goes on."""

from __future__ import annotations

import psycopg
import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Collection

from commerce.accounts.models import Membership
from commerce.catalog.models import StockLocation
from commerce.core.scope import system_scope, tenant_scope
from commerce.tenants.application.use_cases.open_store import open_store
from commerce.tenants.models import Tenant
from tests.support.template_stores import OWNER_PASSWORD
from wasla_site.bench import store_copies
from wasla_site.bench.copying import Copier, Recipe
from wasla_site.bench.store_copies import copy_store
from wasla_site.bench.stores import opening_of
from wasla_site.storefront.models import ContentPage, HomePage, StorePage

COPIES = 40  # more than one digit to the base 36


@pytest.fixture
def copied(owner: psycopg.Connection) -> list[int]:
    """Batches as they were told; Souq is there forty times more."""
    told: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_copies, "AT_ONCE", 30)
        copy_store(owner, "souq", COPIES, told.append)
    return told


@pytest.mark.long
def test_both_trees_are_sound(copied: list[int]) -> None:
    with system_scope(), transaction.atomic():
        for tree in (StorePage, Collection):
            assert [list(problem) for problem in tree.find_problems()] == [[], [], [], [], []]
            assert tree.objects.get(depth=1).numchild == COPIES + 2
    assert copied == [30, 10]


def test_a_copy_has_what_the_store_has_and_nothing_of_it(copied: list[int]) -> None:
    with tenant_scope(Tenant.objects.get(slug="souq-37").pk), transaction.atomic():
        home, about = HomePage.objects.get(), ContentPage.objects.get(slug="about")
        assert (home.slug, about.slug) == ("souq-37", "about")
        assert (home.url_path, about.url_path) == ("/souq-37/", "/souq-37/about/")
        assert about.url.endswith("/about/")
        assert about.get_parent().pk == home.pk
        assert home.get_latest_revision_as_object().tenant_id == home.tenant_id
        assert home.latest_revision.object_id == str(home.pk)
        assert StockLocation.objects.count() == Membership.objects.count() == 1
        assert Membership.objects.get().user.email == "37-majed@souq.example"


def test_shoppers_and_owners_of_a_copy_are_served(copied: list[int]) -> None:
    owner = Client(headers={"host": "souq-40.localhost"})
    assert owner.get("/").status_code == owner.get("/about/").status_code == 200
    signed_in = owner.post("/manage/login/", {"username": "40-majed@souq.example", "password": OWNER_PASSWORD})
    assert signed_in.status_code == 302
    with tenant_scope(Tenant.objects.get(slug="souq-40").pk), transaction.atomic():
        about = ContentPage.objects.get(slug="about").pk
    assert owner.get(f"/manage/pages/{about}/edit/").status_code == 200
    with tenant_scope(Tenant.objects.get(slug="souq-39").pk), transaction.atomic():
        another = ContentPage.objects.get(slug="about").pk
    assert owner.get(f"/manage/pages/{another}/edit/").status_code == 404


def test_a_store_can_be_opened_after_the_copies(copied: list[int]) -> None:
    tenant = open_store(opening=opening_of("late"))
    with system_scope(), transaction.atomic():
        assert StorePage.objects.get(depth=2, tenant=tenant).path > StorePage.objects.get(slug="souq-40").path
        assert [list(problem) for problem in StorePage.find_problems()] == [[], [], [], [], []]


def test_a_copy_that_breaks_a_key_is_refused(owner: psycopg.Connection) -> None:
    recipe = store_copies.recipe_of(owner, "souq")
    broken = {**recipe.changes, ("storefront_contentpage", "storepage_ptr_id"): "r.storepage_ptr_id + 1 + {shift}"}
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        Copier(owner, Recipe(recipe.rows, broken, recipe.keys)).copy(1, 1)
    assert not Tenant.objects.filter(slug="souq-1").exists()


def test_a_store_that_is_not_there_is_refused(owner: psycopg.Connection) -> None:
    with pytest.raises(LookupError):
        copy_store(owner, "nobody", 1)
