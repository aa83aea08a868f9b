"""What a view wrote stays or goes by how it ended, through the site's own middleware, all of it, in its order."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.test import Client

from commerce.core.models import ChangedObject
from commerce.core.scope import scope_if_open, tenant_scope
from commerce.tenants.models import Tenant
from tests.support.databases import admin_dsn
from wasla_site.launcher.roles import app_dsn


@pytest.fixture
def shopper(own_database: str, settings: Any) -> Client:
    settings.ROOT_URLCONF = "tests.wasla_site.site_that_refuses"
    return Client(headers={"host": "noor.localhost"}, raise_request_exception=False)


def bells() -> list[int]:
    with tenant_scope(Tenant.objects.get(slug="noor").pk), transaction.atomic():
        found = ChangedObject.objects.filter(kind="bell").order_by("object_id")
        return list(found.values_list("object_id", flat=True))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/fall/", 500),
        ("/refuse/?how=no", 409),
        ("/refuse/?how=away", 404),
        ("/refuse/?how=you", 403),
        ("/refuse/?how=keyless", 400),
        ("/refuse/?how=another", 422),
        ("/refuse/?how=at-once", 409),
        ("/fall-late/", 500),
        ("/break/", 500),
    ],
)
def test_of_a_view_that_ends_badly_nothing_stays(shopper: Client, address: str, status: int) -> None:
    assert shopper.get(address).status_code == status
    assert bells() == []
    assert scope_if_open() is None


def test_a_page_rendered_late_sees_the_row_and_keeps_it(shopper: Client) -> None:
    assert shopper.get("/render-late/").content == b"1"
    assert bells() == [4]


def test_of_a_view_that_answers_the_refusal_itself_everything_stays(shopper: Client) -> None:
    assert shopper.get("/catch/").content == b"answered"
    assert bells() == [5]


@pytest.fixture
def held_row(shopper: Client, own_database: str) -> Any:
    """A row that another process holds all the while. Here nobody waits for it as long as the roles' limits say."""
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        admin.execute(f"ALTER ROLE wasla_app IN DATABASE {own_database} SET lock_timeout = '200ms'")
    noor = Tenant.objects.get(slug="noor").pk
    with tenant_scope(noor), transaction.atomic():
        ChangedObject.objects.create(kind="held", object_id=1, changed_at="2026-11-01T00:00Z")
    with psycopg.connect(app_dsn(admin_dsn(), own_database)) as other:
        other.execute("SELECT set_config('app.tenant', %s, true)", [str(noor)])
        other.execute("SELECT FROM core_changedobject WHERE kind = 'held' FOR UPDATE")
        yield other
        other.rollback()


@pytest.mark.parametrize(("address", "words"), [("/wait/", "أرسله مرة أخرى"), ("/en/wait/", "Send it again")])
def test_who_waits_too_long_may_send_the_same_again(shopper: Client, held_row: Any, address: str, words: str) -> None:
    page = shopper.post(address, {"name": "سارة", "note": '"<b>', "csrfmiddlewaretoken": "old"})
    text = page.content.decode()
    assert (page.status_code, page["Retry-After"]) == (503, "3")
    assert words in text
    assert f'action="{address}"' in text
    assert 'name="name" value="سارة"' in text
    assert 'name="note" value="&quot;&lt;b&gt;"' in text
    assert 'value="old"' not in text
    assert bells() == []
    held_row.rollback()
    assert shopper.post(address, {"name": "سارة"}).content == b"got it"
    assert bells() == [7]


def test_a_password_is_not_written_into_a_page(shopper: Client, held_row: Any) -> None:
    page = shopper.post("/en/wait/", {"email": "sara@example.com", "password": "cardamom"})
    assert page.status_code == 503
    assert b"cardamom" not in page.content
    assert b"<form" not in page.content


def test_who_only_looked_may_look_again(shopper: Client, held_row: Any) -> None:
    page = shopper.get("/en/wait/?page=2")
    assert page.status_code == 503
    assert 'href="/en/wait/?page=2"' in page.content.decode()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/cart/add/", "هذا النموذج لم يعد صالحًا"),
        ("/en/cart/add/", "This form is out of date"),
        ("/manage/login/", "هذا النموذج لم يعد صالحًا"),
    ],
)
def test_a_form_without_the_browsers_proof_is_answered_in_our_own_words(
    own_database: str, address: str, words: str
) -> None:
    shopper = Client(headers={"host": "noor.localhost"}, enforce_csrf_checks=True)
    answer = shopper.post(address)
    assert answer.status_code == 403
    assert words in answer.content.decode()
