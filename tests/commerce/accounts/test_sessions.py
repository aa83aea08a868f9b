"""Staff and customers sign in and out through real requests on two hosts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Customer, Membership, User
from commerce.core.scope import tenant_scope
from tests.commerce.accounts.conftest import PASSWORD, Browser
from tests.support.template_stores import NOOR, OWNER_PASSWORD

HUDA = NOOR.owner_email
SARA = "sara@people.example"


def test_an_owner_signs_in_at_their_own_store(at_noor: Browser) -> None:
    at_noor.sign_in_staff(HUDA, OWNER_PASSWORD)
    assert at_noor.who() == {"staff": HUDA, "may_enter": True, "customer": None, "cart": None}


def test_an_owner_is_nobody_at_another_store(at_souq: Browser) -> None:
    at_souq.sign_in_staff(HUDA, OWNER_PASSWORD)
    assert at_souq.who()["staff"] is None


def test_a_staff_session_replayed_at_another_store_is_anonymous_and_survives(
    at_noor: Browser, at_souq: Browser, souq: Any
) -> None:
    """Even a person who may enter both stores signs in at each."""
    with tenant_scope(souq.pk):
        Membership.objects.create(user=User.objects.get(email=HUDA), role=Role.OWNER)
    at_noor.sign_in_staff(HUDA, OWNER_PASSWORD)
    for elsewhere in (at_souq, Browser("localhost")):
        elsewhere.client.cookies["sessionid"] = at_noor.session_key
        assert elsewhere.who()["staff"] is None
    assert at_souq.get("/manage/").status_code == 302
    assert at_noor.who()["staff"] == HUDA


def test_a_customer_session_replayed_at_another_store_is_nobodys(
    at_noor: Browser, at_souq: Browser, noor: Any, souq: Any, customer_of: Callable[[Any], Customer]
) -> None:
    customer_of(noor)
    customer_of(souq)
    at_noor.sign_in_customer()
    for elsewhere in (at_souq, Browser("localhost")):
        elsewhere.client.cookies["sessionid"] = at_noor.session_key
        assert elsewhere.who()["customer"] is None
    assert at_noor.who()["customer"] == SARA


def test_a_member_who_leaves_loses_every_right_at_once(at_noor: Browser, noor: Any) -> None:
    at_noor.sign_in_staff(HUDA, OWNER_PASSWORD)
    with tenant_scope(noor.pk):
        Membership.objects.all().delete()
    assert at_noor.who()["may_enter"] is False


def test_customer_and_staff_sign_in_and_out_without_touching_each_other(
    at_noor: Browser, noor: Any, customer_of: Callable[[Any], Customer]
) -> None:
    customer_of(noor)
    at_noor.get("/fill-cart/")
    at_noor.sign_in_customer()
    at_noor.sign_in_staff(HUDA, OWNER_PASSWORD)
    assert at_noor.who() == {"staff": HUDA, "may_enter": True, "customer": SARA, "cart": 7}
    at_noor.sign_out_customer()
    assert at_noor.who() == {"staff": HUDA, "may_enter": True, "customer": None, "cart": None}
    at_noor.sign_in_customer()
    at_noor.sign_out_staff()
    assert at_noor.who() == {"staff": None, "may_enter": False, "customer": SARA, "cart": None}


def test_another_member_of_staff_signing_in_leaves_the_shopper_alone(
    at_noor: Browser, noor: Any, member: Callable[..., User], customer_of: Callable[[Any], Customer]
) -> None:
    customer_of(noor)
    with tenant_scope(noor.pk):
        member(Role.ANALYST, "analyst@people.example")
    at_noor.sign_in_customer()
    at_noor.get("/fill-cart/")
    at_noor.sign_in_staff(HUDA, OWNER_PASSWORD)
    at_noor.client.post("/manage/login/", {"username": "analyst@people.example", "password": PASSWORD})
    assert at_noor.who() == {"staff": "analyst@people.example", "may_enter": True, "customer": SARA, "cart": 7}


def test_every_sign_in_and_out_changes_the_session_key(
    at_noor: Browser, noor: Any, customer_of: Callable[[Any], Customer]
) -> None:
    customer_of(noor)
    at_noor.get("/fill-cart/")
    keys = [at_noor.session_key]
    for step in (
        at_noor.sign_in_customer,
        lambda: at_noor.sign_in_staff(HUDA, OWNER_PASSWORD),
        at_noor.sign_out_staff,
        at_noor.sign_out_customer,
    ):
        step()
        keys.append(at_noor.session_key)
    assert len(set(keys)) == len(keys)
    at_noor.client.cookies["sessionid"] = keys[1]
    assert at_noor.who()["customer"] is None, "an old key opens nothing"


def test_a_changed_password_signs_out_other_sessions(
    at_noor: Browser, noor: Any, customer_of: Callable[[Any], Customer]
) -> None:
    sara = customer_of(noor)
    at_noor.sign_in_customer()
    with tenant_scope(noor.pk):
        sara.set_password("another-rose-and-oud")
        sara.save()
    assert at_noor.who()["customer"] is None


def test_wrong_credentials_leave_everything_as_it_was(
    at_noor: Browser, noor: Any, customer_of: Callable[[Any], Customer]
) -> None:
    customer_of(noor)
    at_noor.get("/fill-cart/")
    before = at_noor.session_key
    assert at_noor.sign_in_customer(password="wrong").status_code == 200
    assert at_noor.session_key == before
    assert at_noor.who()["customer"] is None


def test_a_superuser_is_nobody_in_a_store(at_noor: Browser, noor: Any) -> None:
    with tenant_scope(noor.pk):
        root = User.objects.create_user("root@platform.example", PASSWORD, is_superuser=True)
        Membership.objects.create(user=root, role=Role.OWNER)
    at_noor.sign_in_staff("root@platform.example")
    assert at_noor.who()["staff"] is None


def test_signing_in_goes_on_to_where_the_shopper_was_but_never_to_another_host(
    at_noor: Browser, noor: Any, customer_of: Callable[[Any], Customer]
) -> None:
    customer_of(noor)
    assert at_noor.sign_in_customer(next="/checkout/").url == "/checkout/"
    at_noor.sign_out_customer()
    assert at_noor.sign_in_customer(next="https://evil.example/").url == "/account/"
    at_noor.sign_out_customer()
    assert at_noor.sign_in_customer(next="//evil.example/").url == "/account/"


merged: list[tuple[str, object]] = []


def after_sign_in(request: Any, customer: Customer) -> None:
    merged.append((customer.email, request.session.get("shopper.cart")))


def test_the_site_is_told_of_each_sign_in_with_the_cart_still_there(at_noor: Browser, settings: Any) -> None:
    settings.AFTER_CUSTOMER_SIGN_IN = f"{__name__}.after_sign_in"
    merged.clear()
    at_noor.get("/fill-cart/")
    facts = {"name": "Sara", "email": SARA, "phone": "0501234567", "password": PASSWORD}
    assert at_noor.client.post("/account/register/", facts).headers["location"] == "/account/"
    assert at_noor.who()["customer"] == SARA
    assert merged == [(SARA, 7)]


def test_signing_out_by_a_link_is_refused(at_noor: Browser) -> None:
    assert at_noor.get("/account/sign-out/").status_code == 405


def test_a_visitor_without_session_costs_no_query_for_being_nobody(
    at_noor: Browser, django_assert_max_num_queries: Any
) -> None:
    """Only the host is looked up, and the request's transaction told its store."""
    with django_assert_max_num_queries(6):
        at_noor.who()
