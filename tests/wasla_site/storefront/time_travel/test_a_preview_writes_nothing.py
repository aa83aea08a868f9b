"""Through a preview nothing is written: the doors are closed, and behind them PostgreSQL refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.catalog.models import Product
from commerce.core.models import AuditEntry
from tests.commerce.orders.browsing import DETAILS
from tests.support.databases import owner_of
from tests.support.template_stores import OWNER_PASSWORD
from tests.wasla_site.storefront.time_travel.conftest import Shop, browser, link_of, set_clock
from wasla_site.storefront.time_travel import middleware

REGISTRATION = {"name": "Sara", "email": "sara@people.example", "password": OWNER_PASSWORD}
# What writes without a preview, from a browser that begins anew.
DOORS: dict[str, tuple[str, dict[str, Any]]] = {
    "put in the cart": ("/cart/add/", {"variant_id": "{variant}", "quantity": "1"}),
    "register": ("/account/register/", REGISTRATION),
    "sign in": ("/account/sign-in/", {"email": "sara@people.example", "password": "wrong"}),
    "ask for a new password": ("/account/password/forgotten/", {"email": "sara@people.example"}),
}
CLOSED = (
    "/checkout/", "/account/", "/account/sign-in/", "/account/register/", "/account/password/forgotten/",
    "/orders/some-token/",
)  # fmt: skip


@pytest.fixture
def boss(huda: Client) -> Client:
    """No account, only a link."""
    client = browser()
    assert client.get(link_of(huda)).status_code == 302
    return client


def rows(database: str) -> dict[str, Any]:
    """Every table's rows, of whichever store, and where the sequences are."""
    with owner_of(database) as owner:
        tables = [name for (name,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        found: dict[str, Any] = {
            name: owner.execute(
                f"SELECT count(*), md5(string_agg(row::text, ',' ORDER BY row::text)) FROM {name} AS row"
            ).fetchone()
            for name in tables
        }
        found["sequences"] = owner.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1").fetchall()
    return found


@contextmanager
def unchanged(database: str) -> Iterator[None]:
    before = rows(database)
    yield
    after = rows(database)
    assert {name for name in after if after[name] != before[name]} == set()


def send(client: Client, what: str, shop: Shop) -> Any:
    path, data = DOORS[what]
    return client.post(path, {name: value.format(variant=shop.variant_id) for name, value in data.items()})


def test_looking_around_and_trying_everything_changes_no_row(own_database: str, shop: Shop, boss: Client) -> None:
    with unchanged(own_database):
        for path in ("/", "/products/", "/products/oud/", "/search/?q=oud", "/story/", "/nowhere/", "/cart/", *CLOSED):
            boss.get(path)
        for what in DOORS:
            send(boss, what, shop)
        boss.post(f"/cart/lines/{shop.variant_id}/", {"quantity": "4"})
        boss.post("/checkout/", {**DETAILS, "payment_method": "paytabs", "idempotency_key": "a1", "seen_total": "0"})
    assert f'value="{4}"' in boss.get("/cart/").content.decode(), "the preview's own cart was changed"


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize("path", CLOSED)
def test_what_is_not_in_the_preview_says_so(shop: Shop, boss: Client, path: str) -> None:
    for language, words in (("", "غير متاح في المعاينة"), ("/en", "Not in the preview")):
        for answer in (boss.get(language + path), boss.post(language + path, DETAILS)):
            assert answer.status_code == 409
            assert words in answer.content.decode()
            assert 'class="preview-bar"' in answer.content.decode()


def through_open_doors(boss: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The same person, as if the doors had been forgotten; a client knows its middleware from the start."""
    monkeypatch.setattr(middleware.TimeTravelMiddleware, "process_view", lambda *args: None)
    client = browser()
    client.cookies = boss.cookies
    return client


# The others count the try in a transaction of their own, which would not stand in another.
WRITES_AT_ONCE = "put in the cart"


def test_behind_the_doors_the_database_refuses(
    own_database: str,
    shop: Shop,
    boss: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    intruder = through_open_doors(boss, monkeypatch)
    with unchanged(own_database):
        answer = send(intruder, WRITES_AT_ONCE, shop)
    assert answer.status_code == 409
    assert "was to write" in caplog.text


def test_without_reading_only_the_same_is_written(
    own_database: str, shop: Shop, boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the refusal above would prove nothing."""
    intruder = through_open_doors(boss, monkeypatch)
    monkeypatch.setattr(middleware, "reading_only", nullcontext)
    before = rows(own_database)
    assert send(intruder, WRITES_AT_ONCE, shop).status_code == 302
    assert rows(own_database) != before


def test_a_view_that_writes_all_the_same_answers_in_words(
    shop: Shop, boss: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """And the next page is served as before: nothing of the broken transaction is left."""

    def count_the_view(*args: Any) -> None:
        Product.objects.update(title_ar="seen")

    monkeypatch.setattr("commerce.catalog.application.queries.related_cards", count_the_view)
    answer = boss.get("/products/oud/")
    assert answer.status_code == 409
    assert "غير متاح في المعاينة" in answer.content.decode()
    assert "was to write" in caplog.text
    assert boss.get("/products/").status_code == 200


def test_setting_the_clock_and_sharing_are_recorded_and_looking_is_not(shop: Shop, huda: Client, boss: Client) -> None:
    set_clock(huda, drafts=[shop.drafts["secret"]], shown_as="new_customer", language="en")
    boss.get("/")
    huda.get("/")
    with transaction.atomic():
        told = list(AuditEntry.objects.filter(action__in=("previewed", "shared")).order_by("id"))
    assert [(entry.action, entry.actor_name) for entry in told] == [("shared", "Huda"), ("previewed", "Huda")]
    assert told[1].after == {
        "seen_at": "2026-12-04T17:05:00+00:00", "shown_as": "new_customer", "language": "en", "drafts": ["secret"],
    }  # fmt: skip
    desk = huda.get("/manage/activity/").content.decode()
    assert "Looked at the store" in desk or "عرض متجر" in desk
