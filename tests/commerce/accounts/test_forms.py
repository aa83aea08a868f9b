from __future__ import annotations

import pytest
from django.utils import translation

from commerce.accounts.application.passwords import WeakPassword
from commerce.accounts.application.registration import InvalidPhone
from commerce.accounts.application.use_cases.register_customer import EmailTaken
from commerce.accounts.application.use_cases.sign_in_customer import WrongCredentials
from commerce.accounts.interfaces.forms import PASSWORD_PROBLEMS, WRONG_CREDENTIALS, RegisterForm
from commerce.core.errors import Refusal

FACTS = {"name": "Sara", "email": "sara@people.example", "phone": "", "password": "amber-and-saffron-7"}


def filled() -> RegisterForm:
    form = RegisterForm(FACTS)
    assert form.is_valid()
    return form


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        (EmailTaken(email="sara@people.example"), "email"),
        (InvalidPhone(phone="12"), "phone"),
        *[(WeakPassword((problem,)), "password") for problem in (*PASSWORD_PROBLEMS, "password_entirely_numeric")],
    ],
)
def test_a_refusal_is_shown_beside_its_field_in_the_shoppers_language(refusal: Refusal, field: str) -> None:
    said = {}
    for language in ("ar", "en"):
        with translation.override(language):
            form = filled()
            form.show(refusal)
            said[language] = [str(message) for message in form.errors[field]]
            assert list(form.errors) == [field]
    assert said["ar"] != said["en"]


def test_a_refusal_about_no_field_is_raised_on() -> None:
    with pytest.raises(WrongCredentials):
        filled().show(WrongCredentials())


def test_wrong_credentials_are_told_in_arabic() -> None:
    with translation.override("ar"):
        assert str(WRONG_CREDENTIALS) == "البريد الإلكتروني أو كلمة المرور غير صحيحة."


def test_everything_wrong_is_said_at_once() -> None:
    form = RegisterForm({"name": "", "email": "sara", "phone": "12", "password": "short"})
    assert not form.is_valid()
    assert set(form.errors) == {"name", "email", "phone", "password"}
