"""Opening a store on the platform's own host."""

from typing import Any

import pytest
from django.test import Client

from commerce.core.models import PlatformTriesWindow
from commerce.tenants.application.sign_up_limits import ON_PLATFORM, PER_ADDRESS
from commerce.tenants.models import Tenant

ANSWERS = {
    "name_ar": "بيت العود",
    "slug": "bait-al-oud",
    "language": "ar",
    "currency": "SAR",
    "owner_name": "سامي",
    "owner_email": "sami@oud.example",
    "owner_password": "saffron-kettle-morning",
}


@pytest.mark.parametrize(
    ("path", "words"), [("/open/", "كلمة المرور قصيرة"), ("/en/open/", "This password is too short")]
)
def test_a_short_password_is_refused_in_the_readers_language(db: None, path: str, words: str) -> None:
    page = Client(HTTP_HOST="localhost").post(path, ANSWERS | {"owner_password": "short"})
    assert words in str(page.context["form"].errors["owner_password"])


def test_a_password_that_is_the_e_mail_again_is_refused(db: None) -> None:
    page = Client(HTTP_HOST="localhost").post("/open/", ANSWERS | {"owner_password": "sami@oud.example"})
    assert page.context["form"].errors["owner_password"]


def test_nobody_opens_a_store_in_the_name_of_somebody_known(db: None) -> None:
    page = Client(HTTP_HOST="localhost").post("/open/", ANSWERS | {"owner_email": "Huda@noor.example"})
    assert "huda@noor.example" in str(page.context["form"].errors["owner_email"])
    assert page.context["form"]["slug"].value() == "bait-al-oud"
    assert not Tenant.objects.filter(slug="bait-al-oud").exists()
    assert Client(HTTP_HOST="localhost").post("/open/", ANSWERS).status_code == 200
    assert Tenant.objects.filter(slug="bait-al-oud").exists()


def sign_up(address: str = "198.51.100.7", path: str = "/open/", **changes: str) -> Any:
    return Client(HTTP_HOST="localhost", REMOTE_ADDR=address).post(path, ANSWERS | changes)


def test_one_address_opens_few_stores_and_asks_for_few_e_mails(db: None) -> None:
    """Whether an e-mail is known is told, so it is not told often; what the form itself refuses counts for nothing."""
    for _ in range(3):
        assert sign_up(slug="x").status_code == 200
        sign_up(owner_password="short")
    PlatformTriesWindow.objects.update(count=0)
    for _ in range(PER_ADDRESS.most):
        assert sign_up(owner_email="huda@noor.example").status_code == 200
    answers = [sign_up(owner_email=email) for email in ("huda@noor.example", "nobody@people.example")]
    assert [answer.status_code for answer in answers] == [429, 429]
    assert [dict(answer.context["form"].errors).keys() for answer in answers] == [{"__all__"}, {"__all__"}]
    assert 0 < int(answers[0]["Retry-After"]) <= 900
    assert "كانت هناك محاولات كثيرة" in answers[0].content.decode()
    assert "There were too many tries" in sign_up(path="/en/open/").content.decode()
    assert answers[0].context["form"]["slug"].value() == ANSWERS["slug"]
    assert not Tenant.objects.filter(slug=ANSWERS["slug"]).exists()
    assert sign_up("203.0.113.9").status_code == 200
    assert Tenant.objects.filter(slug=ANSWERS["slug"]).exists()


def test_many_addresses_together_are_limited(db: None) -> None:
    sign_up(slug="x-x")
    PlatformTriesWindow.objects.filter(key__startswith=ON_PLATFORM.name).update(count=ON_PLATFORM.most)
    assert sign_up("203.0.113.9").status_code == 429
