"""The page of the desk where the store's clock is set."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.accounts.application.use_cases.hire_member import hire_member
from commerce.accounts.domain.policies import Role
from commerce.core.models import AuditEntry
from tests.support.template_stores import OWNER_PASSWORD
from tests.wasla_site.storefront.time_travel.conftest import CHOSEN, Shop, browser, link_of, set_clock

DESK = "/manage/store-preview/"


def test_it_offers_drafts_but_not_what_is_scheduled(shop: Shop, huda: Client) -> None:
    choices = dict(huda.get(DESK).context["form"].fields["drafts"].choices)
    assert choices.keys() == set(shop.drafts.values())
    assert "secret" in choices[shop.drafts["secret"]]


def test_it_opens_the_store_in_the_chosen_language(shop: Shop, huda: Client) -> None:
    for language, path in (("ar", "/"), ("en", "/en/")):
        answer = huda.post(DESK, {**CHOSEN, "language": language, "look": ""})
        assert answer["Location"] == path


def test_it_says_its_time_zone_and_is_in_the_menu(shop: Shop, huda: Client) -> None:
    html = huda.get(DESK).content.decode()
    assert "Asia/Riyadh" in html
    assert DESK in huda.get("/manage/").content.decode()


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"instant": "2026-11-30T11:59"}, "هذا الوقت مضى"),
        ({"instant": "next Friday"}, ""),
        ({"drafts": [999_999]}, ""),
        ({"language": "fr"}, ""),
        ({"shown_as": "the king"}, ""),
        ({"shown_as": ""}, ""),
    ],
)
def test_what_can_not_be_seen_is_refused_in_words(
    shop: Shop, huda: Client, changes: dict[str, Any], words: str
) -> None:
    """The page of Monday at noon: 11:59 is over in Riyadh."""
    for way in ("look", "share"):
        answer = huda.post(DESK, {**CHOSEN, way: "", **changes})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "preview" not in answer.cookies
    with transaction.atomic():
        assert not AuditEntry.objects.filter(action__in=("previewed", "shared")).exists()


def test_the_draft_of_another_store_is_none_here(shop: Shop) -> None:
    stranger = browser("souq.localhost")
    stranger.post("/manage/login/", {"username": "majed@souq.example", "password": OWNER_PASSWORD})
    assert stranger.get(DESK).context["form"].fields["drafts"].choices == []
    asked = {**CHOSEN, "look": "", "drafts": [shop.drafts["secret"]]}
    assert stranger.post(DESK, asked).status_code == 422


@pytest.mark.sampled(every=3)
@pytest.mark.parametrize("role", Role)
def test_who_may_edit_pages_may(shop: Shop, role: Role) -> None:
    with transaction.atomic():
        hire_member(email="sami@noor.example", name="Sami", password=OWNER_PASSWORD, role=role)
    client = browser()
    client.post("/manage/login/", {"username": "sami@noor.example", "password": OWNER_PASSWORD})
    may = role in {Role.OWNER, Role.MANAGER, Role.MARKETER}
    answer = client.post(DESK, {**CHOSEN, "look": ""})
    assert (answer["Location"], "preview" in answer.cookies) == (("/", True) if may else ("/manage/", False))
    assert (DESK in client.get("/manage/").content.decode()) is may


def test_the_desk_itself_is_never_previewed(shop: Shop, huda: Client) -> None:
    """Its own pages write, with the clock of today; Wagtail's preview of a page inside of it too."""
    set_clock(huda)
    link_of(huda)
    assert "preview-bar" not in huda.get("/manage/").content.decode()
    with transaction.atomic():
        assert AuditEntry.objects.filter(action="shared").exists()


def test_leaving_shows_the_store_as_it_is(shop: Shop, huda: Client) -> None:
    set_clock(huda)
    assert "preview-bar" in huda.get("/").content.decode()
    assert huda.post("/store-preview/leave/")["Location"] == "/"
    assert "preview-bar" not in huda.get("/").content.decode()
    assert huda.get(DESK).status_code == 200, "who leaves the preview is still signed in"
