"""What staff do to pages where Wagtail's own views would fail them, or write to people."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Comment, PageSubscription, Revision

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Membership, User
from commerce.core import clock
from commerce.core.scope import system_scope
from tests.commerce.catalog.desk import member
from wasla_site.storefront.models import ContentPage, HomePage, StorePage

COMMENT = {
    "comments-TOTAL_FORMS": "1",
    "comments-INITIAL_FORMS": "0",
    "comments-0-text": "اكتب المدة بالأيام",
    "comments-0-contentpath": "heading_ar",
    "comments-0-position": "",
    "comments-0-id": "",
    "comments-0-resolved": "",
    "comments-0-replies-TOTAL_FORMS": "0",
    "comments-0-replies-INITIAL_FORMS": "0",
}


def test_the_link_button_of_the_text_editor_offers_the_stores_pages(in_noor: Any) -> None:
    """It names the framework's own kind of page, as here."""
    marketer = member(in_noor, Role.MARKETER)
    asked = {"page_type": "wagtailcore.page", "allow_external_link": "true"}
    answer = marketer.get("/manage/choose-page/", asked)
    assert answer.status_code == 200
    offered = json.loads(answer.content)["html"]
    about = ContentPage.objects.get(slug="about")
    assert {HomePage.objects.get().title, about.title} <= set(re.findall(r'data-title="([^"]*)"', offered))
    assert "Wasla" not in offered, "the root above all stores"
    with system_scope():
        root = StorePage.objects.get(depth=1).pk
    assert "Wasla" not in marketer.get(f"/manage/choose-page/{root}/", asked).content.decode()
    below = marketer.get(f"/manage/choose-page/{HomePage.objects.get().pk}/", asked)
    assert about.title in json.loads(below.content)["html"]
    assert marketer.get("/manage/choose-page/search/", asked | {"q": about.title}).status_code == 200


def test_a_copy_is_offered_a_free_address_named_as_everywhere(in_noor: Any) -> None:
    marketer = member(in_noor, Role.MARKETER)
    about = ContentPage.objects.get(slug="about")
    path = f"/manage/pages/{about.pk}/copy/"
    form = marketer.get(path)
    fields = form.context["form"].fields
    assert (fields["new_title"].label, fields["new_slug"].label) == ("العنوان الجديد", "الرابط الجديد")
    assert "slug)" not in form.content.decode()
    asked = {name: fields[name].initial for name in ("new_title", "new_slug")}
    assert marketer.post(path, asked | {"new_parent_page": HomePage.objects.get().pk}).status_code == 302
    assert ContentPage.objects.get(slug="about-1").title == f"{about.title} (نسخة)"
    assert marketer.get(path).context["form"].fields["new_title"].initial == f"{about.title} (نسخة 2)"
    taken = marketer.post(path, asked | {"new_parent_page": HomePage.objects.get().pk})
    assert taken.context["form"].errors == {
        "new_slug": [f"هذا الرابط مستعمل لصفحة أخرى تحت «{HomePage.objects.get().title}». اختر غيره."]
    }


@pytest.mark.parametrize("role", [Role.FULFILMENT, Role.ANALYST])
def test_who_may_not_write_pages_is_told_of_none(in_noor: Any, role: Role) -> None:
    client = member(in_noor, role)
    about = ContentPage.objects.get(slug="about")
    shown = (
        "choose-page/",
        f"choose-page/{HomePage.objects.get().pk}/",
        f"choose-page/search/?q={about.title}",
        f"choose-page/chosen-multiple/?id={about.pk}",
        "choose-external-link/",
    )
    for path in shown:
        assert client.get(f"/manage/{path}").headers.get("Location") == "/manage/", path
    link = {"external-link-chooser-url": "/about/", "external-link-chooser-link_text": "us"}
    assert client.post("/manage/choose-external-link/", link).headers.get("Location") == "/manage/"
    assert client.get("/manage/api/main/pages/").json()["items"] == []


def test_a_comment_is_kept_and_nobody_is_written_to(in_noor: Any) -> None:
    marketer = member(in_noor, Role.MARKETER)
    member(in_noor, Role.MANAGER)
    gone = User.objects.get(email="manager@noor.example")
    page = ContentPage.objects.get(slug="about")
    PageSubscription.objects.create(page=page, user=gone, comment_notifications=True)
    Membership.objects.filter(user=gone).delete()
    form = {"title": page.title, "slug": page.slug, "heading_ar": "عنّا", "heading_en": "About", "body-count": "0"}
    answer = marketer.post(f"/manage/pages/{page.pk}/edit/", form | COMMENT)
    assert answer.status_code == 302
    assert Comment.objects.get().text == "اكتب المدة بالأيام"
    assert mail.outbox == []
    assert 'name="comment_notifications"' not in marketer.get(f"/manage/pages/{page.pk}/edit/").content.decode()


def test_a_time_of_publishing_that_is_over_is_refused(in_noor: Any) -> None:
    marketer = member(in_noor, Role.MARKETER)
    page = ContentPage.objects.get(slug="about")
    path = f"/manage/pages/{page.pk}/edit/"
    form = {"title": page.title, "slug": page.slug, "heading_ar": "", "heading_en": "", "body-count": "0"}
    form |= {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")} | {"action-publish": "1"}
    now = timezone.localtime(clock.now(), ZoneInfo(in_noor.time_zone))

    def at(moment: datetime) -> Any:
        return marketer.post(path, form | {"go_live_at": f"{moment:%Y-%m-%d %H:%M}"})

    refused = at(now - timedelta(hours=1))
    assert refused.status_code == 200
    assert refused.context["form"].errors == {
        "go_live_at": ["هذا الوقت مضى. اختر وقتًا قادمًا، أو اتركه فارغًا لتُنشر الصفحة الآن."]
    }
    ago = now - timedelta(days=1)
    page.go_live_at = ago
    page.save_revision()
    assert at(ago).status_code == 302, "what a page has from before stays"
    assert at(now + timedelta(hours=1)).status_code == 302
    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 1
