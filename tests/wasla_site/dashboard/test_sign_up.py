"""Opening a store on the platform's own host."""

import pytest
from django.test import Client

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
