"""Redirects at the desk: for those who edit pages."""

from __future__ import annotations

from typing import Any

from django.test import Client

from commerce.accounts.application.use_cases.hire_member import hire_member
from commerce.accounts.domain.policies import Role
from commerce.core.models import AuditEntry
from tests.support.template_stores import OWNER_PASSWORD
from wasla_site.storefront.models import ContentPage
from wasla_site.storefront.redirects.models import Redirect


def staff(email: str) -> Client:
    client = Client(headers={"host": "noor.localhost"})
    assert client.post("/manage/login/", {"username": email, "password": OWNER_PASSWORD}).status_code == 302
    return client


def test_adding_changing_and_deleting(in_noor: Any) -> None:
    owner = staff("huda@noor.example")
    page = ContentPage.objects.get(slug="about")
    added = owner.post("/manage/redirects/new/", {"path": "/who/", "page": page.pk, "is_permanent": "on"})
    assert added.status_code == 302
    row = Redirect.objects.get()
    assert (row.path, row.page_id, row.is_automatic) == ("/who/", page.pk, False)
    assert "/who/" in owner.get("/manage/redirects/").content.decode()
    form = owner.get(f"/manage/redirects/{row.pk}/").content.decode()
    assert 'value="/who/"' in form
    assert f'formaction="/manage/redirects/{row.pk}/delete/"' in form
    owner.post(f"/manage/redirects/{row.pk}/", {"path": "/who/", "address": "/products/"})
    row.refresh_from_db()
    assert (row.page_id, row.address, row.is_permanent) == (None, "/products/", False)
    assert owner.post(f"/manage/redirects/{row.pk}/delete/").status_code == 302
    assert not Redirect.objects.exists()


def test_a_refusal_is_said_in_the_form(in_noor: Any) -> None:
    answer = staff("huda@noor.example").post("/manage/redirects/new/", {"path": "/a/", "address": "/a/"})
    assert answer.status_code == 422
    assert "/a/" in answer.context["form"].non_field_errors()[0]


def test_an_address_that_shows_a_page_is_refused_at_its_field(in_noor: Any) -> None:
    owner = staff("huda@noor.example")
    answer = owner.post("/manage/redirects/new/", {"path": "/about/", "address": "/products/"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "path": ["«/about/» عنوان يعرض فيه متجرك صفحة، والتحويل لا يعمل إلا من عنوان ليس فيه شيء."]
    }
    assert not Redirect.objects.exists()


def test_who_may_not_edit_pages_sees_none(in_noor: Any) -> None:
    hire_member(email="sami@noor.example", name="Sami", password=OWNER_PASSWORD, role=Role.ANALYST)
    analyst = staff("sami@noor.example")
    assert analyst.get("/manage/redirects/").status_code == 302
    analyst.post("/manage/redirects/new/", {"path": "/a/", "address": "/b/"})
    assert not Redirect.objects.exists()
    assert "/manage/redirects/" not in analyst.get("/manage/").content.decode()


def told() -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    rows = AuditEntry.objects.filter(kind="redirect").order_by("id")
    return [(row.action, row.actor_name, row.before, row.after) for row in rows]


def test_the_log_tells_who_leads_shoppers_where(in_noor: Any) -> None:
    owner = staff("huda@noor.example")
    owner.post("/manage/redirects/new/", {"path": "/sale/", "address": "https://example.com/", "is_permanent": "on"})
    row = Redirect.objects.get()
    same = {"path": "/sale/", "address": "https://example.com/", "is_permanent": "on"}
    owner.post(f"/manage/redirects/{row.pk}/", same)
    owner.post(f"/manage/redirects/{row.pk}/", {"path": "/sale/", "address": "/products/"})
    page = owner.get("/manage/activity/?kind=redirect").content.decode()
    assert f'تعديل تحويل <a href="/manage/redirects/{row.pk}/"><bdi>/sale/</bdi></a>' in page
    owner.post(f"/manage/redirects/{row.pk}/delete/")
    first = {"path": "/sale/", "leads_to": "https://example.com/", "is_permanent": True}
    second = {"path": "/sale/", "leads_to": "/products/", "is_permanent": False}
    assert told() == [
        ("created", "Huda", {}, first),
        ("changed", "Huda", {k: first[k] for k in ("leads_to", "is_permanent")},
         {k: second[k] for k in ("leads_to", "is_permanent")}),
        ("deleted", "Huda", second, {}),
    ]  # fmt: skip
