from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from commerce.accounts.application.passwords import WeakPassword
from commerce.accounts.application.use_cases.furnish_owner import furnish_owner
from commerce.accounts.application.use_cases.hire_member import PersonKnown
from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Membership, User
from tests.support.template_stores import NOOR, OWNER_PASSWORD

NEW = replace(NOOR, owner_email=" Laila@People.example ", owner_name="Laila")


def test_a_new_person_owns_the_store_and_can_sign_in(in_noor: Any) -> None:
    furnish_owner(in_noor, NEW)
    laila = User.objects.get(email="laila@people.example")
    assert (laila.name, laila.check_password(OWNER_PASSWORD)) == ("Laila", True)
    assert Membership.objects.get(user=laila).role == Role.OWNER


def test_a_known_person_is_not_hired_unasked(in_souq: Any) -> None:
    """Else a stranger opens stores in Huda's name, or registers an e-mail to enter the store opened for it later."""
    for password in (OWNER_PASSWORD, "quite-another-word-9", None):
        with pytest.raises(PersonKnown):
            furnish_owner(in_souq, replace(NOOR, owner_password=password))
    assert not Membership.objects.filter(user__email=NOOR.owner_email).exists()


def test_a_known_person_who_is_vouched_for_keeps_name_and_password(in_souq: Any) -> None:
    vouched = replace(NOOR, owner_name="Somebody", owner_password="quite-another-word-9", owner_may_be_known=True)
    furnish_owner(in_souq, vouched)
    huda = User.objects.get(email=NOOR.owner_email)
    assert (huda.name, huda.check_password(OWNER_PASSWORD)) == (NOOR.owner_name, True)
    assert Membership.objects.get(user=huda).role == Role.OWNER


def test_without_a_password_nobody_can_sign_in_yet(in_noor: Any) -> None:
    furnish_owner(in_noor, replace(NEW, owner_password=None))
    assert not User.objects.get(email="laila@people.example").has_usable_password()


def test_a_weak_password_stops_the_opening(in_noor: Any) -> None:
    with pytest.raises(WeakPassword):
        furnish_owner(in_noor, replace(NEW, owner_password="12345678"))
    assert not User.objects.filter(email="laila@people.example").exists()


def test_furnishing_twice_changes_nothing(in_noor: Any) -> None:
    furnish_owner(in_noor, NEW)
    furnish_owner(in_noor, NEW)
    assert Membership.objects.filter(user__email="laila@people.example").count() == 1
