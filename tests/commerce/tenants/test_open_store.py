"""Opening a store: everything or nothing, whoever comes at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction

from commerce.accounts.models import Membership, User
from commerce.catalog.models import StockLocation
from commerce.core.scope import system_scope, tenant_scope
from commerce.tenants.application.queries import find_tenant_for_host
from commerce.tenants.application.use_cases.open_store import (
    HostTaken,
    NameMissing,
    SlugMalformed,
    SlugReserved,
    SlugTaken,
    UnknownCurrency,
    UnknownLanguage,
    open_store,
)
from commerce.tenants.models import Domain, Tenant
from tests.support.template_stores import NOOR
from wasla_site.storefront.models import StorePage

OUD = replace(NOOR, slug="bait-al-oud", name_ar="بيت العود", name_en="", owner_email="sami@oud.example", host="")


def test_a_new_store_has_all_it_needs(db: None) -> None:
    tenant = open_store(opening=OUD)
    assert find_tenant_for_host("bait-al-oud.localhost:8000") == tenant
    assert (tenant.currency, tenant.languages, tenant.is_active) == ("SAR", ["ar", "en"], True)
    with tenant_scope(tenant.pk), transaction.atomic():
        assert [page.slug for page in StorePage.objects.filter(depth__gt=1)] == ["bait-al-oud", "about"]
        assert all(page.live for page in StorePage.objects.filter(depth__gt=1))
        membership = Membership.objects.select_related("user").get()
        assert (membership.user.email, membership.role) == ("sami@oud.example", "owner")
        assert StockLocation.objects.get().is_default


def test_an_owner_of_two_stores_is_one_person_with_one_password(db: None) -> None:
    open_store(opening=replace(OUD, owner_email="HUDA@noor.example", owner_password="another-password-of-huda"))
    huda = User.objects.get(email="huda@noor.example")
    assert huda.check_password(NOOR.owner_password or "")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"slug": "noor", "host": "other.localhost"}, SlugTaken),
        ({"slug": "admin"}, SlugReserved),
        ({"slug": "No Such"}, SlugMalformed),
        ({"host": "noor.localhost"}, HostTaken),
        ({"currency": "XXX"}, UnknownCurrency),
        ({"language": "fr"}, UnknownLanguage),
        ({"name_ar": " "}, NameMissing),
    ],
)
def test_a_refusal_leaves_nothing(db: None, change: dict[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal), transaction.atomic():
        open_store(opening=replace(OUD, **change))
    assert Tenant.objects.count() == 2
    assert Domain.objects.count() == 2
    assert not User.objects.filter(email="sami@oud.example").exists()
    with system_scope(), transaction.atomic():
        assert StorePage.objects.filter(depth=2).count() == 2


def test_stores_opened_at_once_do_not_meet(own_database: str) -> None:
    """Five of different names and five of one name: six stores, each with its own branch of the tree."""

    def attempt(slug: str) -> str:
        try:
            open_store(opening=replace(OUD, slug=slug, owner_email=f"owner@{slug}.example"))
        except SlugTaken:
            return "taken"
        finally:
            connection.close()
        return "opened"

    slugs = ["rayyan", "lulu", "marwa", "safa", "zamzam"] + ["qahwa"] * 5
    with ThreadPoolExecutor(max_workers=10) as pool:
        answers = list(pool.map(attempt, slugs))
    assert sorted(answers) == ["opened"] * 6 + ["taken"] * 4
    with system_scope(), transaction.atomic():
        paths = list(StorePage.objects.filter(depth=2).values_list("path", flat=True))
    assert len(paths) == len(set(paths)) == 8


def test_a_failing_furnishing_takes_the_whole_store_with_it(own_database: str, settings: Any) -> None:
    settings.STORE_FURNISHINGS = [*settings.STORE_FURNISHINGS, f"{__name__}.fall"]
    with pytest.raises(RuntimeError):
        open_store(opening=OUD)
    assert not Tenant.objects.filter(slug=OUD.slug).exists()
    with system_scope(), transaction.atomic():
        assert StorePage.objects.get(depth=1).numchild == 2


def fall(tenant: Tenant, opening: Any) -> None:
    raise RuntimeError("a furnishing fell")
