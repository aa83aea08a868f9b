"""Codes are guessed: what names none of the store's is counted, and then nothing is looked up for a while."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from commerce.carts.application import code_limits
from commerce.carts.application.code_limits import IN_STORE, PER_ADDRESS, PER_SHOPPER
from commerce.carts.models import CartCode
from commerce.core.models import TriesWindow
from commerce.core.scope import tenant_scope
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.promotions.builders import draft, published, shared
from tests.conftest import outermost_transaction

ADDRESS = "198.51.100.7"


@pytest.fixture
def oud(noor: Any) -> int:
    """The shop takes the code EID."""
    with tenant_scope(noor.pk), outermost_transaction():
        published(draft(), coupons=[shared("EID")])
        return put_on_shelf("OUD")


def shopper(oud: int, address: str = ADDRESS) -> Client:
    """A guest with something in the cart, so that the cookie names them."""
    client = Client(HTTP_HOST="noor.localhost", REMOTE_ADDR=address)
    client.post("/cart/add/", {"variant_id": oud})
    return client


def enter(client: Client, code: str, path: str = "") -> Any:
    return client.post(f"{path}/cart/codes/", {"code": code})


def test_a_shopper_who_guesses_waits_even_for_the_right_code(oud: int, noor: Any) -> None:
    sara = shopper(oud)
    for number in range(PER_SHOPPER.most):
        assert enter(sara, f"EID{number}").status_code == 200
    refused = enter(sara, "EID")
    assert (refused.status_code, 0 < int(refused["Retry-After"]) <= 900) == (429, True)
    assert "كانت هناك محاولات كثيرة" in refused.content.decode()
    assert "There were too many tries" in enter(sara, "EID", path="/en").content.decode()
    with tenant_scope(noor.pk):
        assert not CartCode.objects.exists()
    assert enter(shopper(oud), "EID").status_code == 302, "somebody else of this address"


def test_without_counting_codes_can_be_guessed_for_ever(oud: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_limits, "count_try", lambda tries, now: None)
    sara = shopper(oud)
    assert {enter(sara, f"EID{number}").status_code for number in range(PER_SHOPPER.most + 2)} == {200}


def test_codes_of_the_store_are_no_guesses(oud: int, noor: Any) -> None:
    sara = shopper(oud)
    for _ in range(PER_SHOPPER.most + 2):
        assert enter(sara, " eid ").status_code == 302
    with tenant_scope(noor.pk):
        assert set(TriesWindow.objects.values_list("count", flat=True)) == {0}


@pytest.mark.parametrize(
    ("limit", "address", "status"),
    [(PER_ADDRESS, ADDRESS, 429), (PER_ADDRESS, "203.0.113.9", 200), (IN_STORE, "203.0.113.9", 429)],
)
def test_a_guest_without_a_cookie_is_known_by_the_address(
    oud: int, noor: Any, limit: Any, address: str, status: int
) -> None:
    enter(Client(HTTP_HOST="noor.localhost", REMOTE_ADDR=ADDRESS), "NONE")
    with tenant_scope(noor.pk):
        TriesWindow.objects.filter(key__startswith=limit.name).update(count=limit.most)
    assert enter(Client(HTTP_HOST="noor.localhost", REMOTE_ADDR=address), "NONE").status_code == status
    assert enter(Client(HTTP_HOST="souq.localhost", REMOTE_ADDR=ADDRESS), "NONE").status_code == 200
