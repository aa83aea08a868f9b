"""Filling a cart, and seeing it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from commerce.accounts.models import Customer
from commerce.carts.application.queries import cart_view, piece_count
from commerce.carts.application.required_offers import CartFull, InvalidQuantity, NotEnoughLeft
from commerce.carts.application.use_cases.add_to_cart import add_to_cart
from commerce.carts.application.use_cases.change_quantity import change_quantity
from commerce.carts.application.use_cases.merge_carts import merge_carts
from commerce.carts.application.use_cases.reopen_cart import reopen_cart
from commerce.carts.application.use_cases.take_cart import take_cart
from commerce.carts.domain import policies
from commerce.carts.domain.values import CartStatus, Problem, Shopper
from commerce.carts.models import Cart, CartLine
from commerce.catalog.models import Product, Variant
from commerce.core.errors import NotFound
from commerce.core.money import Money
from commerce.core.scope import tenant_scope
from tests.commerce.carts.shop import GUEST, NOON, put_on_shelf


def customer() -> Shopper:
    return Shopper(customer_id=Customer.objects.create(email="sara@example.com", name="Sara", language="ar").pk)


def held(shopper: Shopper) -> dict[int, int]:
    return {line.variant_id: line.quantity for line in cart_view(shopper, now=NOON).lines}


def test_adding_again_adds_up(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=10, price_minor=24900)
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=2, now=NOON)
    view = cart_view(GUEST, now=NOON)
    assert [(line.quantity, line.line_total) for line in view.lines] == [(3, Money(74700, "SAR"))]
    assert view.total == Money(74700, "SAR")
    assert piece_count(GUEST) == view.piece_count == 3


def test_nobodys_cart_is_empty(in_noor: Any) -> None:
    assert cart_view(None, now=NOON).total == Money(0, "SAR")
    assert piece_count(None) == 0


def test_a_cart_shows_todays_price(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", price_minor=24900)
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=2, now=NOON)
    Variant.objects.filter(pk=oud).update(price_minor=19900)
    assert cart_view(GUEST, now=NOON).total == Money(39800, "SAR")


def test_more_than_is_left_is_refused_and_says_how_many(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=3)
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=2, now=NOON)
    with pytest.raises(NotEnoughLeft) as refused:
        add_to_cart(shopper=GUEST, variant_id=oud, quantity=2, now=NOON)
    assert refused.value.facts["left"] == 3
    with pytest.raises(NotEnoughLeft):
        change_quantity(shopper=GUEST, variant_id=oud, quantity=4, now=NOON)
    assert held(GUEST) == {oud: 2}


@pytest.mark.parametrize("quantity", [0, -1, policies.MOST_OF_ONE + 1])
def test_quantities_have_limits(in_noor: Any, quantity: int) -> None:
    oud = put_on_shelf("OUD", pieces=5000)
    with pytest.raises(InvalidQuantity):
        add_to_cart(shopper=GUEST, variant_id=oud, quantity=quantity, now=NOON)
    assert held(GUEST) == {}


def test_who_wants_a_thousand_of_what_is_short_is_told_how_many_are_left(in_noor: Any) -> None:
    oud = put_on_shelf("OUD", pieces=7)
    with pytest.raises(NotEnoughLeft) as refused:
        add_to_cart(shopper=GUEST, variant_id=oud, quantity=9999, now=NOON)
    assert refused.value.facts["left"] == 7
    with pytest.raises(InvalidQuantity) as none:
        add_to_cart(shopper=GUEST, variant_id=oud, quantity=0, now=NOON)
    assert none.value.facts["most"] == 7


def test_what_is_not_sold_here_is_not_found(in_noor: Any) -> None:
    oud = put_on_shelf("OUD")
    Variant.objects.filter(pk=oud).update(is_active=False)
    for variant_id in (oud, oud + 1000):
        with pytest.raises(NotFound):
            add_to_cart(shopper=GUEST, variant_id=variant_id, quantity=1, now=NOON)


def test_another_stores_variant_is_not_found(in_noor: Any, souq: Any) -> None:
    with tenant_scope(souq.pk):
        theirs = put_on_shelf("OUD")
    with pytest.raises(NotFound):
        add_to_cart(shopper=GUEST, variant_id=theirs, quantity=1, now=NOON)


def test_a_cart_has_an_end(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commerce.carts.application.required_offers.MOST_LINES", 1)
    oud, musk = put_on_shelf("OUD"), put_on_shelf("MUSK")
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
    with pytest.raises(CartFull):
        add_to_cart(shopper=GUEST, variant_id=musk, quantity=1, now=NOON)
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
    assert held(GUEST) == {oud: 2}


def test_changing_and_taking_out(in_noor: Any) -> None:
    oud, musk = put_on_shelf("OUD"), put_on_shelf("MUSK")
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=3, now=NOON)
    change_quantity(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
    change_quantity(shopper=GUEST, variant_id=musk, quantity=5, now=NOON)
    assert held(GUEST) == {oud: 1}
    change_quantity(shopper=GUEST, variant_id=oud, quantity=0, now=NOON)
    change_quantity(shopper=GUEST, variant_id=oud, quantity=0, now=NOON)
    assert held(GUEST) == {}


def test_lines_that_cannot_be_had_are_shown_and_count_nothing(in_noor: Any) -> None:
    gone, sold_out, fewer, fine = (put_on_shelf(sku, price_minor=1000) for sku in ("GONE", "OUT", "FEW", "FINE"))
    for variant in (gone, sold_out, fewer, fine):
        add_to_cart(shopper=GUEST, variant_id=variant, quantity=4, now=NOON)
    Product.objects.filter(variants=gone).update(status="archived")
    levels = Variant.objects.get(pk=sold_out).levels.all(), Variant.objects.get(pk=fewer).levels.all()
    levels[0].update(reserved=10)
    levels[1].update(reserved=7)
    view = cart_view(GUEST, now=NOON)
    assert [(line.problem, line.left) for line in view.lines] == [
        (Problem.NO_LONGER_SOLD, 10),
        (Problem.SOLD_OUT, 0),
        (Problem.FEWER_LEFT, 3),
        (None, 10),
    ]
    assert view.total == Money(8000, "SAR")
    change_quantity(shopper=GUEST, variant_id=gone, quantity=0, now=NOON)
    assert gone not in held(GUEST)


def test_two_shoppers_carts_are_their_own(in_noor: Any) -> None:
    oud = put_on_shelf("OUD")
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=1, now=NOON)
    assert held(Shopper(guest_key="another")) == {}
    assert held(customer()) == {}


def test_signing_in_brings_the_guests_cart_along(in_noor: Any) -> None:
    oud, musk, amber = (put_on_shelf(sku) for sku in ("OUD", "MUSK", "AMBER"))
    sara = customer()
    add_to_cart(shopper=sara, variant_id=oud, quantity=2, now=NOON)
    add_to_cart(shopper=sara, variant_id=amber, quantity=1, now=NOON)
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=3, now=NOON)
    add_to_cart(shopper=GUEST, variant_id=musk, quantity=1, now=NOON)
    merge_carts(guest=GUEST, customer=sara, now=NOON)
    merge_carts(guest=GUEST, customer=sara, now=NOON)
    assert held(sara) == {oud: 5, amber: 1, musk: 1}
    assert held(GUEST) == {}


def test_an_ordered_cart_is_closed_and_can_come_back(in_noor: Any) -> None:
    oud, musk = put_on_shelf("OUD"), put_on_shelf("MUSK")
    add_to_cart(shopper=GUEST, variant_id=oud, quantity=2, now=NOON)
    taken = take_cart(shopper=GUEST, now=NOON)
    assert taken is not None
    assert take_cart(shopper=GUEST, now=NOON) is None
    add_to_cart(shopper=GUEST, variant_id=musk, quantity=1, now=NOON)
    assert held(GUEST) == {musk: 1}
    reopen_cart(cart_id=taken.id, now=NOON)
    reopen_cart(cart_id=taken.id, now=NOON)
    assert held(GUEST) == {musk: 1, oud: 2}


def test_a_cart_is_taken_only_inside_a_transaction(own_database: str) -> None:
    with tenant_scope(1), pytest.raises(TransactionManagementError):
        take_cart(shopper=GUEST, now=NOON)


@pytest.mark.parametrize(
    "owner",
    [{"guest_key": ""}, {"guest_key": GUEST.guest_key}],
    ids=["nobody's", "a second open one"],
)
def test_the_database_refuses(in_noor: Any, owner: dict[str, str]) -> None:
    Cart.objects.create(created_at=NOON, changed_at=NOON, status=CartStatus.OPEN, guest_key=GUEST.guest_key)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cart.objects.create(created_at=NOON, changed_at=NOON, status=CartStatus.OPEN, **owner)


def test_the_database_refuses_a_line_of_no_pieces(in_noor: Any) -> None:
    cart = Cart.objects.create(created_at=NOON, changed_at=NOON, status=CartStatus.OPEN, guest_key=GUEST.guest_key)
    with pytest.raises(IntegrityError), transaction.atomic():
        CartLine.objects.create(cart=cart, variant_id=put_on_shelf("OUD"), quantity=0)
