"""Checkout and the order's page. Views that let a gateway be called open no transaction of the request."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commerce.accounts.domain.policies import normal_phone
from commerce.accounts.interfaces.sessions import SHOPPER
from commerce.carts.application.pricing import Asker
from commerce.carts.application.queries import cart_by_ways, cart_view, piece_count
from commerce.carts.domain.values import Shopper
from commerce.carts.interfaces.shoppers import shopper_of
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock
from commerce.core import clock
from commerce.core.actors import Actor, ActorKind
from commerce.core.client_address import client_address
from commerce.core.idempotency import KeyReused
from commerce.core.money import Money
from commerce.core.refusal_words import message_for
from commerce.orders.application import queries
from commerce.orders.application.fulfilment_queries import fulfilments_of
from commerce.orders.application.return_queries import returns_of
from commerce.orders.application.use_cases.give_up_order import give_up_order
from commerce.orders.application.use_cases.pay_order import pay_order
from commerce.orders.application.use_cases.place_order import (
    EmptyCart,
    PaymentWayNotOffered,
    TotalMoved,
    place_order,
)
from commerce.orders.application.use_cases.receive_payer import receive_payer
from commerce.orders.application.use_cases.refresh_order import refresh_order
from commerce.orders.domain.fulfilments import SENT
from commerce.orders.domain.states import OrderStatus
from commerce.orders.domain.values import OrderView, actor_of
from commerce.orders.interfaces.forms import CheckoutForm, has_script
from commerce.orders.interfaces.payment_steps import going_on, payment_page, see_other, with_ways_out
from commerce.orders.interfaces.transfers import transfer_of
from commerce.payments.application.money_queries import refunds_of
from commerce.payments.application.queries import next_action_of, ways_to_pay, why_declined
from commerce.payments.application.use_cases.cancel_payment import PaymentInFlight
from commerce.payments.domain.conversations import RawRequest
from commerce.payments.domain.values import PaymentMethod
from commerce.promotions.application.use_cases.hold_redemptions import (
    BudgetSpent,
    CodeSpent,
    CustomerUnknown,
    CustomerUsesSpent,
    PiecesSpent,
    PromotionMoved,
    UsesSpent,
)
from commerce.tenants.interfaces.instants import shop_instant
from commerce.tenants.interfaces.transactions import without_transaction

_LONGEST_AMOUNT = 15
_LONGEST_KEPT = 1000
# What was typed at the checkout, and by whom, while they put the cart right.
_TYPED = f"{SHOPPER}typed_at_checkout"
_TOKEN = re.compile(r"[-\w]{1,64}", re.ASCII)
# Between the price and the hold somebody else took what was left, or the offer was changed.
OFFERS_GONE = (PromotionMoved, UsesSpent, BudgetSpent, PiecesSpent, CustomerUsesSpent, CodeSpent, CustomerUnknown)


@never_cache
@require_http_methods(["GET", "POST"])
@without_transaction
def checkout(request: HttpRequest) -> HttpResponse:
    """One page: who, where, how to pay. What is refused is said, and nothing typed is lost."""
    shopper = shopper_of(request)
    if shopper is None:
        return redirect("carts:cart")
    currency: str = request.tenant.currency  # type: ignore[attr-defined]
    with transaction.atomic():
        ways = ways_to_pay(currency)
        if request.method == "GET":
            typed = _typed_before(request, shopper)
            if typed is None:
                return redirect("orders:checkout")
            form = CheckoutForm(currency=currency, ways=ways, initial=typed or _known(request, shopper))
    if request.method == "POST":
        return _order(request, shopper, CheckoutForm(request.POST, currency=currency, ways=ways))
    return _page(request, shopper, form, uuid.uuid4().hex)


def _order(request: HttpRequest, shopper: Shopper, form: CheckoutForm) -> HttpResponse:
    key = request.POST.get("idempotency_key", "")
    key = key if key.isalnum() else ""
    if not form.is_valid():
        return _page(request, shopper, form, key)
    wanted = form.request(seen_total=_seen_total(request), language=(get_language() or "ar")[:2])
    try:
        order_id = place_order(shopper=shopper, request=wanted, idempotency_key=key, now=clock.now())
    except TotalMoved as refusal:
        return _page(request, shopper, form, key, difference=refusal.facts)
    except (PaymentWayNotOffered, *OFFERS_GONE) as refusal:
        return _page(request, shopper, form, key, gone=message_for(refusal))
    except (OutOfStock, EmptyCart):
        said = _("Your cart changed meanwhile. Please look at it again; nothing has been ordered.")
        messages.warning(request, said, extra_tags="cart-changed")
        return _to_the_cart(request, shopper, form)
    except KeyReused:
        return _placed_otherwise(request, shopper, key)
    request.session.pop(_TYPED, None)
    with transaction.atomic():
        # An order takes the cart: what lies there now was put there since this form was sent for the first time.
        has_new_cart = bool(cart_view(shopper, now=shop_instant(request)).lines)
    return _placed_before(request, shopper, key) if has_new_cart else _pay(request, order_id, actor_of(shopper))


def _placed_before(request: HttpRequest, shopper: Shopper, key: str) -> HttpResponse:
    with transaction.atomic():
        placed = queries.order_of_request(shopper, key, now=clock.now())
    messages.info(request, _("You have placed this order already."))
    return redirect("orders:order", placed.token)


def _placed_otherwise(request: HttpRequest, shopper: Shopper, key: str) -> HttpResponse:
    """Another form under a key that was used: nothing is ordered by it, and the order that was is shown (422)."""
    with transaction.atomic():
        placed = queries.order_of_request(shopper, key, now=clock.now())
        messages.warning(request, _("You have placed this order already. What you changed since is not in it."))
        answer = _order_page(request, placed.token)
    answer.status_code = 422
    return answer


def _pay(request: HttpRequest, order_id: int, actor: Actor) -> HttpResponse:
    """On to the gateway, or to the order's page where there is nothing to do elsewhere."""
    with transaction.atomic():
        token = queries.order_by_id(order_id, now=clock.now()).token
    action = pay_order(
        order_id=order_id,
        actor=actor,
        return_url=request.build_absolute_uri(reverse("orders:returned", args=[token])),
        now=clock.now(),
        has_script=has_script(request),
        ip=client_address(request),
    )
    if action is None:
        _say_if_still_to_pay(request, order_id)
    return going_on(action, token)


def _say_if_still_to_pay(request: HttpRequest, order_id: int) -> None:
    """The gateway was not reached, or lets nothing of the store in: that is nobody's card."""
    with transaction.atomic():
        order = queries.order_by_id(order_id, now=clock.now())
    if order.can_pay:
        text = _("The shop can't take payments this way just now. Your order is kept: please try again in a moment.")
        messages.error(request, text)


def _page(
    request: HttpRequest,
    shopper: Shopper,
    form: CheckoutForm,
    key: str,
    difference: dict[str, Any] | None = None,
    gone: str = "",
) -> HttpResponse:
    """200 for a refused form too: browsers and our own script expect the page again.

    A way of paying that leads to another total stands there with it, so that what is chosen is what was seen. Where the
    cart can be paid in no way, the page says why.
    """
    codes = [method.code for method in form.ways]
    asker = _asker(form, codes)
    with transaction.atomic():
        cart, totals = cart_by_ways(shopper, codes, now=shop_instant(request), asker=asker)
        if not cart.lines or cart.problems:
            return _to_the_cart(request, shopper, form)
        payable = [method for method in form.ways if method.capabilities.takes_amount(totals[method.code])]
        context = {
            "form": form,
            "cart": cart,
            "ways": [(method, _unless(totals[method.code], cart.total)) for method in payable],
            "least": None if payable else _least_of(form.ways, cart.total.currency),
            "tells_a_bank": any(method.needs_account for method in payable),
            "one_total": set(totals.values()) == {cart.total},
            "idempotency_key": key,
            "difference": difference,
            "gone": gone,
        }
        return with_ways_out(render(request, "storefront/checkout.html", context), codes)


def _to_the_cart(request: HttpRequest, shopper: Shopper, form: CheckoutForm) -> HttpResponse:
    """Something is to be put right there first; what was typed here is found again afterwards."""
    if form.is_bound:
        typed = {name: str(form[name].value() or "")[:_LONGEST_KEPT] for name in form.fields}
        request.session[_TYPED] = {"by": shopper.actor, "typed": typed}
    return redirect("carts:cart")


def _least_of(ways: Sequence[PaymentMethod], currency: str) -> Money | None:
    """The smallest amount that can be paid by one of these ways; None where there is none."""
    return min((Money(way.capabilities.smallest_minor, currency) for way in ways), default=None)


def _unless(total: Money, same: Money) -> Money | None:
    return None if total == same else total


def _asker(form: CheckoutForm, methods: Sequence[str]) -> Asker:
    """What the form says of the way so far; where there is one way of paying, that is it."""
    said = {name: str(form[name].value() or "").strip() for name in ("phone", "city", "payment_method")}
    method = said["payment_method"] if said["payment_method"] in methods else ""
    if len(methods) == 1:
        [method] = methods
    # Nobody is counted by a phone that is none, and such a text may have letters that the database refuses.
    return Asker(phone=normal_phone(said["phone"], form.region) or "", city=said["city"], payment_method=method)


def _known(request: HttpRequest, shopper: Shopper) -> dict[str, str]:
    """What a customer need not type again."""
    if shopper.customer_id is None:
        return {}
    customer = request.customer  # type: ignore[attr-defined]
    known = {"name": customer.name, "phone": customer.phone, "email": customer.email}
    return known | queries.last_details(shopper.customer_id)


def _typed_before(request: HttpRequest, shopper: Shopper) -> dict[str, str] | None:
    """What was typed for the order that the address names, which was not paid, and None where there is no such order;
    where it names none, what this shopper typed before the cart was to be put right, if anything. A browser's next
    shopper may come without the one before having signed out: a password changed elsewhere ends that, too."""
    token = request.GET.get("order")
    if token is None:
        kept = request.session.get(_TYPED, {})
        typed: dict[str, str] = kept["typed"] if kept.get("by") == shopper.actor else {}
        return typed
    return (queries.details_of(token) or None) if _TOKEN.fullmatch(token) else None


def _seen_total(request: HttpRequest) -> Money:
    """The total that stood beside the way of paying that was chosen, or else the page's."""
    page = request.POST.get("seen_total", "")
    text = request.POST.get(f"seen_total_{request.POST.get('payment_method', '')}", page)
    is_amount = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_AMOUNT
    return Money(int(text) if is_amount else 0, request.tenant.currency)  # type: ignore[attr-defined]


@never_cache
@require_safe
def order(request: HttpRequest, token: str) -> HttpResponse:
    """The order's page, for whoever has its secret address."""
    return _order_page(request, token)


def _order_page(request: HttpRequest, token: str) -> HttpResponse:
    shown = queries.order_view(token, now=shop_instant(request))
    sent = [each for each in fulfilments_of(shown.id) if each.status in SENT]
    facts = {
        "order": shown,
        "transfer": transfer_of(shown),
        "shipments": sent,
        "returns": returns_of(shown.id),
        "refunds": refunds_of(shown.payment_id),
        "declined_for": why_declined(shown.payment_id) if shown.was_declined else None,
        **(_after_failing(request, shown) if shown.status == OrderStatus.FAILED else {}),
    }
    response = render(request, "storefront/order.html", facts)
    return with_ways_out(response, [shown.payment_method]) if shown.can_pay else response


def _after_failing(request: HttpRequest, failed: OrderView) -> dict[str, Any]:
    """What its shopper ordered instead, or whether what was ordered lies in their cart to be ordered again."""
    shopper = shopper_of(request)
    instead = None if shopper is None else queries.order_after(shopper, failed.id)
    return {"instead": instead, "may_try_again": instead is None and piece_count(shopper) > 0}


def order_to_pay(request: HttpRequest) -> queries.OrderLink | None:
    """The order that whoever looks has placed and not paid yet; None where there is none."""
    shopper = shopper_of(request)
    return None if shopper is None else queries.order_to_pay(shopper, now=clock.now())


@require_http_methods(["GET", "HEAD", "POST"])
@without_transaction
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Goes on paying an order that still waits for it. Who only comes by is led to the order."""
    if request.method != "POST":
        return redirect("orders:order", token)
    with transaction.atomic():
        placed = queries.order_view(token, now=clock.now())
    if not placed.can_pay:
        return redirect("orders:order", token)
    shopper = shopper_of(request)
    return _pay(request, placed.id, actor_of(shopper) if shopper is not None else Actor(ActorKind.GUEST))


@require_POST
def another_way(request: HttpRequest, token: str) -> HttpResponse:
    """Leads an order that waits for its payment back to the checkout, with what was typed there."""
    placed = queries.order_view(token, now=clock.now())
    if not placed.can_pay:
        return redirect("orders:order", token)
    shopper = shopper_of(request)
    actor = actor_of(shopper) if shopper is not None else Actor(ActorKind.GUEST)
    try:
        give_up_order(order_id=placed.id, actor=actor, now=clock.now())
    except PaymentInFlight:
        messages.error(request, _("Your payment is under way this moment. Please wait a minute."))
        return redirect("orders:order", token)
    return redirect(f"{reverse('orders:checkout')}?{urlencode({'order': token})}#id_payment_method")


@never_cache
@require_safe
def payment(request: HttpRequest, token: str) -> HttpResponse:
    """The step of paying that is taken on a page of the shop; the order's page when there is none."""
    placed = queries.order_view(token, now=clock.now())
    action = next_action_of(placed.payment_id) if placed.can_pay else None
    return payment_page(request, placed, action) or redirect("orders:order", token)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@without_transaction
def returned(request: HttpRequest, token: str) -> HttpResponse:
    """The payer comes back from the gateway, perhaps by a form of its own, which brings no cookies of ours. What the
    browser brings is not believed: the gateway is asked."""
    query = request.META.get("QUERY_STRING", "")
    raw = RawRequest(request.method or "", dict(request.headers), request.body, query)
    receive_payer(token=token, request=raw, now=clock.now())
    return see_other("orders:order", token)


@never_cache
@require_safe
@without_transaction
def check(request: HttpRequest, token: str) -> HttpResponse:
    """How the payment stands by now: the gateway is asked, if that was not done a moment ago. Said as JSON to our own
    script, and by the order's page to everybody else."""
    refresh_order(token=token, now=clock.now())
    if request.headers.get("Accept") != "application/json":
        return see_other("orders:order", token)
    with transaction.atomic():
        placed = queries.order_view(token, now=clock.now())
    return JsonResponse({"is_being_checked": placed.payment_being_checked})
