"""What is kept outside the tables: caches, files, sessions, the outbox, search, mail. The two stores hold the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache.backends.base import BaseCache
from django.db import transaction
from django.test import Client

from commerce.accounts.application.sign_in_limits import Door
from commerce.accounts.application.use_cases.ask_new_password import ask_new_password
from commerce.accounts.application.use_cases.invite_member import invite_member
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import User
from commerce.catalog.models import StockLevel, Variant
from commerce.core import clock
from commerce.core.models import IdempotencyKey
from commerce.core.outbox import deliver_due, publish
from commerce.core.scope import current_tenant_id, tenant_scope
from commerce.media.models import StoreDocument, StoreImage, StoreRendition
from commerce.orders.models import Order
from commerce.payments.domain.events import PaymentCaptured
from commerce.payments.models import TransferReceipt
from tests.conftest import database_name
from tests.isolation.addresses import one_of_each
from tests.isolation.conftest import Tried
from tests.isolation.crawling import ask, browser
from tests.isolation.desk import desk_addresses
from tests.isolation.fingerprints import fingerprint
from tests.isolation.shops import WORD, Shop
from tests.isolation.test_public_crawl import shop_addresses, slashed
from tests.isolation.twins import OWNERS, customer_email, fill_twins
from tests.support import databases
from tests.support.template_stores import OWNER_PASSWORD

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
Twins = tuple[Shop, Shop]
LAILA = "laila@people.example"

# Cache keys without a tenant, by pattern, each with its reason.
SHARED_KEYS: dict[str, str] = {}


@pytest.fixture(scope="module")
def twin_database(
    template_database: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path, Shop, Shop]]:
    from django.test import override_settings

    name, folder = database_name("twins"), tmp_path_factory.mktemp("twins")
    databases.clone(template_database, name)
    try:
        with django_db_blocker.unblock(), databases.connected_to(name), override_settings(MEDIA_ROOT=str(folder)):
            twins = fill_twins(name)
        yield name, folder, *twins
    finally:
        databases.drop_database(name)


@pytest.fixture
def twins(twin_database: tuple[str, Path, Shop, Shop], django_db_blocker: Any, settings: Any) -> Iterator[Twins]:
    name, folder, noor, souq = twin_database
    settings.MEDIA_ROOT = str(folder)
    with django_db_blocker.unblock(), databases.connected_to(name):
        yield noor, souq


def owner_of_shop(shop: Shop) -> Client:
    client = browser(shop.host)
    answer = client.post("/manage/login/", {"username": OWNERS[shop.slug], "password": OWNER_PASSWORD})
    assert answer.status_code == 302
    return client


def customer_of(shop: Shop) -> Client:
    client = browser(shop.host)
    answer = client.post("/account/sign-in/", {"email": customer_email(), "password": OWNER_PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.mark.long
def test_the_stores_are_twins(twins: Twins) -> None:
    def words(shop: Shop) -> tuple[list[Any], ...]:
        with tenant_scope(shop.tenant_id), transaction.atomic():
            return (
                list(Variant.objects.order_by("sku").values_list("sku", flat=True)),
                list(Order.objects.order_by("number").values_list("email", "name")),
                list(IdempotencyKey.objects.order_by("key").values_list("key", flat=True)),
            )

    noor, souq = twins
    assert words(noor) == words(souq)
    assert all(words(noor))
    assert {name: noor.known[name] for name in ("product", "category", "page", "sku")} == {
        name: souq.known[name] for name in ("product", "category", "page", "sku")
    }


@pytest.mark.long
def test_every_key_in_the_cache_says_whose_it_is(twins: Twins, monkeypatch: pytest.MonkeyPatch, tried: Tried) -> None:
    keys: set[tuple[int | None, str]] = set()
    make_key = BaseCache.make_and_validate_key

    def note(cache: BaseCache, key: str, version: Any = None) -> str:
        made = str(make_key(cache, key, version))
        keys.add((shop.tenant_id, made))
        return made

    monkeypatch.setattr(BaseCache, "make_and_validate_key", note)
    for shop, other in (twins, twins[::-1]):
        desk, shopper = owner_of_shop(shop), customer_of(shop)
        for address in one_of_each(desk_addresses(shop, other, allowed=True)):
            if address.is_own and "delete" not in address.view:
                ask(desk, address.path)
        for address in shop_addresses(shop, other):
            if address.is_own:
                ask(shopper, slashed(address))
    nameless = {
        key
        for tenant_id, key in keys
        if not re.search(rf"(^|[^0-9]){tenant_id}([^0-9]|$)", key)
        and not any(re.search(pattern, key) for pattern in SHARED_KEYS)
    }
    assert nameless == set()
    shared = {key for _, key in keys if sum(key == other for _, other in keys) > 1}
    assert {key for key in shared if not any(re.search(pattern, key) for pattern in SHARED_KEYS)} == set()
    tried("keys of caches", len(keys), at_least=8)


def test_every_file_lies_in_its_stores_folder(twins: Twins, settings: Any, tried: Tried) -> None:
    found = {path.relative_to(settings.MEDIA_ROOT) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    of_nobody = set(found)
    for shop in twins:
        with tenant_scope(shop.tenant_id), transaction.atomic():
            for model in (StoreImage, StoreDocument, StoreRendition, TransferReceipt):
                for name in model.objects.values_list("file", flat=True):
                    assert name.startswith(f"{shop.tenant_id}/"), name
                    of_nobody.discard(Path(name))
    assert {path for path in of_nobody if path.parts[0] != "wagtail_uploads"} == set()
    tried("files", len(found), at_least=6)


def test_a_session_is_worth_nothing_at_the_twin(twins: Twins) -> None:
    """Although the same person is a customer of both, with the same password."""
    for shop, other in (twins, twins[::-1]):
        client = customer_of(shop)
        assert ask(client, "/account/").status == 200
        replay = browser(other.host)
        replay.cookies = deepcopy(client.cookies)
        assert ask(replay, "/account/").location.startswith("/account/sign-in/")


def test_search_finds_ones_own(twins: Twins) -> None:
    for shop, other in (twins, twins[::-1]):
        html = ask(browser(shop.host), f"/search/?q={WORD}").html
        assert html.count('class="card') >= 2
        assert f"/media/{shop.tenant_id}/" in html
        assert f"/media/{other.tenant_id}/" not in html


def test_selling_one_sku_leaves_the_twins_shelf(twins: Twins) -> None:
    noor, souq = twins
    before = fingerprint(souq)
    client = customer_of(noor)
    assert client.post("/cart/add/", {"variant_id": str(noor.first), "quantity": "1"}).status_code == 302
    assert fingerprint(souq) == before
    for shop in twins:
        with tenant_scope(shop.tenant_id), transaction.atomic():
            assert StockLevel.objects.filter(variant__sku=shop.known["sku"]).count() == 1


heard: list[tuple[int, str]] = []


def on_payment_captured(event: PaymentCaptured) -> None:
    with transaction.atomic():
        heard.append((current_tenant_id(), Order.objects.order_by("pk")[0].token))


def test_an_event_is_handled_in_its_own_store(twins: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same subject in both; the payload names no tenant, its row does."""
    table = {PaymentCaptured: (f"{__name__}.on_payment_captured",)}
    monkeypatch.setattr("wasla_site.events.HANDLERS", table)
    first = {}
    for shop in twins:
        with tenant_scope(shop.tenant_id), transaction.atomic():
            publish(PaymentCaptured(payment_id=1, subject="order:1"))
            first[shop.tenant_id] = Order.objects.order_by("pk")[0].token
    heard.clear()
    deliver_due(now=clock.now())
    assert sorted(heard) == sorted(first.items())


def test_letters_of_the_same_words_lead_to_their_own_stores(twins: Twins) -> None:
    """The same person is invited by both and forgets both passwords, and staff of both forget theirs."""
    for shop in twins:
        with tenant_scope(shop.tenant_id):
            staff = User.objects.get(email=OWNERS[shop.slug])
            invite_member(email=LAILA, role=Role.ANALYST, by=staff.pk, now=clock.now())
            for door, email in ((Door.CUSTOMER, customer_email()), (Door.STAFF, OWNERS[shop.slug])):
                ask_new_password(door=door, email=email, address="192.0.2.7", now=clock.now())
    mail.outbox.clear()
    while deliver_due(now=clock.now() + timedelta(seconds=1)):
        pass
    for shop, other in (twins, twins[::-1]):
        letters = [each for each in mail.outbox if each.extra_headers["X-Wasla-Tenant"] == str(shop.tenant_id)]
        assert {letter.to[0] for letter in letters} >= {customer_email(), OWNERS[shop.slug], LAILA}
        for letter in letters:
            [link] = set(re.findall(r"https?://\S+", str(letter.body)))
            assert link.startswith(f"http://{shop.host}/")
            assert other.host not in letter.message().as_string()
            path = link.removeprefix(f"http://{shop.host}")
            statuses = [browser(host).get(path, follow=True).status_code for host in (shop.host, other.host)]
            assert statuses == [200, 404], path


def test_no_list_is_exported(twins: Twins) -> None:
    """Nobody offers a spreadsheet, so there is none, not even an empty one."""
    noor, souq = twins
    desk = owner_of_shop(noor)
    asked = 0
    for address in desk_addresses(noor, souq, allowed=True):
        if address.is_own and re.search("list|index|explore|choose", address.view):
            for kind in ("csv", "xlsx"):
                assert desk.get(f"{address.path}?export={kind}").status_code == 404, address.path
                asked += 1
    assert asked >= 10
