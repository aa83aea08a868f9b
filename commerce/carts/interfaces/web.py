"""The cart's pages, and what other edges ask of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commerce.accounts.models import Customer
from commerce.carts.application import queries
from commerce.carts.application.required_codes import NoCodeTyped, TooManyCodes, UnknownCode
from commerce.carts.application.required_offers import CartFull, InvalidQuantity, NotEnoughLeft
from commerce.carts.application.use_cases.add_to_cart import add_to_cart
from commerce.carts.application.use_cases.change_quantity import change_quantity
from commerce.carts.application.use_cases.merge_carts import merge_carts
from commerce.carts.application.use_cases.remove_code import remove_code
from commerce.carts.application.use_cases.try_code import try_code
from commerce.carts.domain.values import CartView, Shopper
from commerce.carts.interfaces.shoppers import guest_of, new_guest, remember_guest, shopper_of
from commerce.carts.interfaces.wording import IN_THE_CART
from commerce.core import clock
from commerce.core.client_address import client_address
from commerce.core.errors import NotFound, Refusal
from commerce.core.limits import TooManyTries
from commerce.core.numerals import western_digits
from commerce.core.refusal_words import message_for
from commerce.tenants.interfaces.answers import told_to_wait
from commerce.tenants.interfaces.instants import shop_instant
from commerce.tenants.interfaces.transactions import without_transaction

CART_REFUSALS = (NotEnoughLeft, InvalidQuantity, CartFull)
CODE_REFUSALS = (NoCodeTyped, UnknownCode, TooManyCodes)
_LONGEST_NUMBER = 9
MOST_TYPED = 100


@never_cache
@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    return cart_page(request, queries.cart_view(shopper_of(request), now=shop_instant(request)))


def cart_page(request: HttpRequest, view: CartView, **more: Any) -> HttpResponse:
    return render(request, "storefront/cart.html", {"cart": view, **more})


@without_transaction
@require_http_methods(["GET", "HEAD", "POST"])
def add_code(request: HttpRequest) -> HttpResponse:
    """Enters a code and shows the cart, which says what it gives; what is refused is said beside the form.

    Who only comes by, as by the other language's link on the page of a refusal, is shown the cart.
    """
    if request.method != "POST":
        return redirect(to_codes())
    shopper = shopper_of(request) or new_guest()
    typed = typed_code(request)
    try:
        try_code(shopper=shopper, code=typed, address=client_address(request), now=clock.now())
    except TooManyTries as refusal:
        return told_to_wait(_cart_with_problem(request, shopper, refusal), refusal)
    except CODE_REFUSALS as refusal:
        return _cart_with_problem(request, shopper, refusal)
    response = redirect(to_codes())
    if shopper.customer_id is None:
        remember_guest(response, shopper)
    return response


def _cart_with_problem(request: HttpRequest, shopper: Shopper, refusal: Refusal) -> HttpResponse:
    with transaction.atomic(savepoint=False):
        view = queries.cart_view(shopper, now=shop_instant(request))
        return cart_page(request, view, code_problem=message_for(refusal), typed_code=typed_code(request))


@require_POST
def take_code_out(request: HttpRequest) -> HttpResponse:
    shopper = shopper_of(request)
    if shopper is not None:
        remove_code(shopper=shopper, code=typed_code(request), now=clock.now())
    return redirect(to_codes())


def typed_code(request: HttpRequest) -> str:
    return request.POST.get("code", "").replace("\0", "")[:MOST_TYPED]


def to_codes() -> str:
    """The part of the cart's page where codes are entered."""
    return reverse("carts:cart") + "#codes"


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Adds and shows the cart; what is refused is said on the product's page. Who only comes by is shown the cart."""
    if request.method != "POST":
        return redirect("carts:cart")
    variant_id = whole_number(request.POST.get("variant_id", ""))
    if variant_id is None:
        raise Http404
    shopper = shopper_of(request) or new_guest()
    quantity = whole_number(request.POST.get("quantity", "1")) or 0
    try:
        add_to_cart(shopper=shopper, variant_id=variant_id, quantity=quantity, now=clock.now())
    except CART_REFUSALS as refusal:
        messages.warning(request, message_for(refusal, IN_THE_CART))
        slug = refusal.facts.get("product_slug")
        return redirect("catalog:product", slug) if slug else redirect("carts:cart")
    response = redirect("carts:cart")
    if shopper.customer_id is None:
        remember_guest(response, shopper)
    return response


@require_POST
def change(request: HttpRequest, variant_id: int) -> HttpResponse:
    """Sets a line's quantity; nought takes it out."""
    shopper = shopper_of(request)
    quantity = whole_number(request.POST.get("quantity", ""))
    if shopper is not None:
        try:
            wanted = -1 if quantity is None else quantity
            change_quantity(shopper=shopper, variant_id=variant_id, quantity=wanted, now=clock.now())
        except (*CART_REFUSALS, NotFound) as refusal:
            messages.warning(request, message_for(refusal, IN_THE_CART))
    return redirect("carts:cart")


def piece_count(request: HttpRequest) -> int:
    """How many pieces are in this visitor's cart."""
    return queries.piece_count(shopper_of(request))


def keep_guest_cart(request: HttpRequest, customer: Customer) -> None:
    """What the visitor put in the cart before signing in is in the customer's cart."""
    guest = guest_of(request)
    if guest is not None:
        merge_carts(guest=guest, customer=Shopper(customer_id=customer.pk), now=clock.now())


def whole_number(text: str) -> int | None:
    """The number a field says, in digits of either script; None for anything else."""
    digits = western_digits(text.strip())
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_NUMBER
    return int(digits) if is_number else None
