from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import IntegrityError, connection, transaction

from commerce.accounts.application.passwords import WeakPassword
from commerce.accounts.application.queries import addresses_of, find_customer
from commerce.accounts.application.registration import InvalidPhone
from commerce.accounts.application.use_cases.register_customer import EmailTaken, register_customer
from commerce.accounts.application.use_cases.save_address import (
    AddressIncomplete,
    InvalidShortAddress,
    save_address,
)
from commerce.accounts.application.use_cases.sign_in_customer import WrongCredentials, sign_in_customer
from commerce.accounts.domain.values import AddressDraft
from commerce.accounts.models import Address, Customer
from commerce.core import clock
from commerce.core.errors import NotFound
from commerce.core.scope import tenant_scope
from tests.commerce.accounts.conftest import PASSWORD

SARA = "sara@people.example"
HOME = AddressDraft(recipient="Sara", phone="0501234567", city="الرياض", short_address="rrrd2929")


def register(**changes: str) -> Customer:
    facts = {"email": SARA, "name": "Sara", "phone": "", "password": PASSWORD, "language": "ar", **changes}
    return register_customer(**facts)


def prove_to_be(email: str, password: str = PASSWORD) -> Customer:
    return sign_in_customer(email=email, password=password, address="198.51.100.7", now=clock.now())


def test_the_same_email_in_two_stores_is_two_customers(
    noor: Any, souq: Any, customer_of: Callable[[Any], Customer]
) -> None:
    ours, theirs = customer_of(noor), customer_of(souq)
    assert ours.pk != theirs.pk
    with tenant_scope(noor.pk):
        assert prove_to_be(SARA).pk == ours.pk
        assert find_customer(theirs.pk) is None
    with tenant_scope(souq.pk):
        assert prove_to_be(SARA).pk == theirs.pk


@pytest.mark.parametrize("again", [SARA, "SARA@people.example", "  sara@PEOPLE.example "])
def test_an_email_opens_one_account_of_a_store(in_noor: Any, again: str) -> None:
    register()
    with pytest.raises(EmailTaken) as refusal:
        register(email=again)
    assert refusal.value.facts == {"email": SARA}
    assert Customer.objects.count() == 1


def test_the_database_itself_keeps_emails_single(in_noor: Any) -> None:
    register()
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.create(email="Sara@People.example", name="Other", password="!", language="ar")


@pytest.mark.parametrize(
    ("password", "problem"),
    [("short", "password_too_short"), ("password123", "password_too_common"), (SARA, "password_too_similar")],
)
def test_a_weak_password_is_refused(in_noor: Any, password: str, problem: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        register(password=password)
    assert problem in refusal.value.problems
    assert not Customer.objects.exists()


def test_phones_are_kept_in_one_form(in_noor: Any) -> None:
    assert register(phone="٠٥٠ ١٢٣ ٤٥٦٧").phone == "+966501234567"
    with pytest.raises(InvalidPhone):
        register(email="other@people.example", phone="12")


@pytest.mark.parametrize(("email", "password"), [(SARA, "wrong"), ("nobody@people.example", PASSWORD)])
def test_unknown_email_and_wrong_password_are_one_refusal_after_the_same_work(
    noor: Any, customer_of: Callable[[Any], Customer], monkeypatch: pytest.MonkeyPatch, email: str, password: str
) -> None:
    customer_of(noor)
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    with tenant_scope(noor.pk), pytest.raises(WrongCredentials) as refusal:
        prove_to_be(email, password)
    assert refusal.value.facts == {}
    assert len(hashed) == 1


def test_an_address_is_kept_in_normal_form_and_changed_in_place(in_noor: Any) -> None:
    sara = register()
    address = save_address(customer_id=sara.pk, draft=HOME)
    assert (address.phone, address.short_address) == ("+966501234567", "RRRD2929")
    moved = AddressDraft(recipient="Sara", phone="0501234567", city="جدة")
    save_address(customer_id=sara.pk, draft=moved, address_id=address.pk)
    assert [(kept.pk, kept.city, kept.short_address) for kept in addresses_of(sara.pk)] == [(address.pk, "جدة", "")]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"recipient": " "}, AddressIncomplete),
        ({"city": ""}, AddressIncomplete),
        ({"phone": "12"}, InvalidPhone),
        ({"phone": ""}, InvalidPhone),
        ({"short_address": "RRR1"}, InvalidShortAddress),
    ],
)
def test_an_address_no_parcel_would_reach_is_refused(
    in_noor: Any, changes: dict[str, str], refusal: type[Exception]
) -> None:
    sara = register()
    fields = {"recipient": "Sara", "phone": "0501234567", "city": "الرياض", **changes}
    with pytest.raises(refusal):
        save_address(customer_id=sara.pk, draft=AddressDraft(**fields))
    assert not Address.objects.exists()


def test_nobody_changes_another_customers_address(noor: Any, souq: Any, customer_of: Callable[..., Customer]) -> None:
    sara, mona, elsewhere = customer_of(noor), customer_of(noor, "mona@people.example"), customer_of(souq)
    with tenant_scope(souq.pk):
        foreign = save_address(customer_id=elsewhere.pk, draft=HOME)
    with tenant_scope(noor.pk):
        hers = save_address(customer_id=sara.pk, draft=HOME)
        for address in (hers, foreign):
            with pytest.raises(NotFound):
                save_address(customer_id=mona.pk, draft=HOME, address_id=address.pk)


def test_an_address_can_not_belong_to_another_stores_customer(
    noor: Any, souq: Any, customer_of: Callable[[Any], Customer]
) -> None:
    """The composite key stands even where the code forgot to look."""
    elsewhere = customer_of(souq)
    with tenant_scope(noor.pk), transaction.atomic():
        save_address(customer_id=elsewhere.pk, draft=HOME)
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)
