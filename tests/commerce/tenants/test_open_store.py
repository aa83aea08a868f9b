"""Opening a store: everything or nothing, whoever comes at the same time."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from commerce.accounts.models import Membership, User
from commerce.catalog.models import StockLocation
from commerce.core.scope import system_scope, tenant_scope
from commerce.tenants.application.queries import find_tenant_for_host
from commerce.tenants.application.use_cases.open_store import (
    HostMalformed,
    HostTaken,
    NameMissing,
    OwnerEmailMalformed,
    SlugMalformed,
    SlugReserved,
    StoreSlugTaken,
    UnknownCurrency,
    UnknownLanguage,
    open_store,
)
from commerce.tenants.models import Domain, Tenant
from tests.support.template_stores import NOOR
from tests.support.together import at_once
from wasla_site.storefront.models import StorePage

OUD = replace(NOOR, slug="bait-al-oud", name_ar="بيت العود", name_en="", owner_email="sami@oud.example", host="")


def test_a_new_store_has_all_it_needs(db: None) -> None:
    tenant = open_store(opening=OUD)
    assert find_tenant_for_host("bait-al-oud.localhost:8000") == tenant
    assert (tenant.currency, tenant.languages, tenant.is_active) == ("SAR", ["ar", "en"], True)
    with tenant_scope(tenant.pk), transaction.atomic():
        assert [page.slug for page in StorePage.objects.filter(depth__gt=1)] == [
            "bait-al-oud", "about", "shipping-and-returns", "privacy", "contact",
        ]  # fmt: skip
        assert all(page.live for page in StorePage.objects.filter(depth__gt=1))
        membership = Membership.objects.select_related("user").get()
        assert (membership.user.email, membership.role) == ("sami@oud.example", "owner")
        assert StockLocation.objects.get().is_default


def test_an_owner_of_two_stores_is_one_person_with_one_password(db: None) -> None:
    known = replace(OUD, owner_email="HUDA@noor.example", owner_password="another-password-of-huda")
    open_store(opening=replace(known, owner_may_be_known=True))
    huda = User.objects.get(email="huda@noor.example")
    assert huda.check_password(NOOR.owner_password or "")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"slug": "noor", "host": "other.localhost"}, StoreSlugTaken),
        ({"slug": "admin"}, SlugReserved),
        ({"slug": "No Such"}, SlugMalformed),
        ({"host": "noor.localhost"}, HostTaken),
        ({"host": "localhost:8000"}, HostTaken),
        ({"host": "https://oud.example"}, HostMalformed),
        ({"host": "-oud.example"}, HostMalformed),
        ({"owner_email": "sami"}, OwnerEmailMalformed),
        ({"currency": "XXX"}, UnknownCurrency),
        ({"language": "fr"}, UnknownLanguage),
        ({"name_ar": " "}, NameMissing),
    ],
)
def test_a_refusal_leaves_nothing(db: None, change: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal), transaction.atomic():
        open_store(opening=replace(OUD, **change))
    assert Tenant.objects.count() == 2
    assert Domain.objects.count() == 2
    assert not User.objects.filter(email="sami@oud.example").exists()
    with system_scope(), transaction.atomic():
        assert StorePage.objects.filter(depth=2).count() == 2


def test_one_name_is_enough_and_blanks_are_none(db: None) -> None:
    tenant = open_store(opening=replace(OUD, name_ar="  ", name_en=" Bait Al Oud "))
    assert (tenant.name_ar, tenant.name_en) == ("", "Bait Al Oud")


def test_stores_opened_at_once_do_not_meet(own_database: str) -> None:
    """Five of different names and five of one name: six stores, each with its own branch of the tree."""

    def attempt(slug: str) -> str:
        try:
            open_store(opening=replace(OUD, slug=slug, owner_email=f"owner@{slug}.example"))
        except StoreSlugTaken:
            return "taken"
        return "opened"

    slugs = ["rayyan", "lulu", "marwa"] + ["qahwa"] * 3
    answers = at_once(*(partial(attempt, slug) for slug in slugs))
    assert sorted(answers) == ["opened"] * 4 + ["taken"] * 2
    with system_scope(), transaction.atomic():
        paths = list(StorePage.objects.filter(depth=2).values_list("path", flat=True))
    assert len(paths) == len(set(paths)) == 6


def test_a_failing_furnishing_takes_the_whole_store_with_it(own_database: str, settings: Any) -> None:
    settings.STORE_FURNISHINGS = [*settings.STORE_FURNISHINGS, f"{__name__}.fall"]
    with pytest.raises(RuntimeError):
        open_store(opening=OUD)
    assert not Tenant.objects.filter(slug=OUD.slug).exists()
    with system_scope(), transaction.atomic():
        assert StorePage.objects.get(depth=1).numchild == 2


def opened(**options: str) -> list[str]:
    said = io.StringIO()
    facts = {"slug": "oud", "name": "Oud", "owner_email": "sami@oud.example"} | options
    call_command("open_store", stdout=said, **facts)
    return said.getvalue().splitlines()


def test_the_command_says_where_the_store_is_and_how_its_owner_gets_in(db: None) -> None:
    assert opened(language="en", host="Oud.Example:443") == [
        "http://oud.example/",
        "sami@oud.example signs in at http://oud.example/manage/, after asking there for a link to set a password.",
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The address “noor” is taken."),
        ("ar", "العنوان «noor» محجوز"),
        ("fr", "A store speaks Arabic or English"),
    ],
)
def test_the_command_refuses_in_words(db: None, language: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        opened(slug="noor", language=language)


def fall(tenant: Tenant, opening: Any) -> None:
    raise RuntimeError("a furnishing fell")
