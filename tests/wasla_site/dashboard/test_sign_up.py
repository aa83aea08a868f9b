"""Opening a store on the platform's own host."""

import pytest
from django.test import Client

ANSWERS = {
    "name_ar": "بيت العود",
    "slug": "bait-al-oud",
    "language": "ar",
    "currency": "SAR",
    "owner_name": "سامي",
    "owner_email": "sami@oud.example",
    "owner_password": "short",
}


@pytest.mark.parametrize(
    ("path", "words"), [("/open/", "كلمة المرور قصيرة"), ("/en/open/", "This password is too short")]
)
def test_a_short_password_is_refused_in_the_readers_language(db: None, path: str, words: str) -> None:
    page = Client(HTTP_HOST="localhost").post(path, ANSWERS)
    assert words in str(page.context["form"].errors["owner_password"])
