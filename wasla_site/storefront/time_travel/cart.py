"""The cart of a preview: in its signed text, and priced and checked like any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commerce.carts.application.pricing import A_NEW_CUSTOMER, ANYBODY
from commerce.carts.application.queries import view_of
from commerce.carts.application.required_codes import more_codes, without_code
from commerce.carts.application.required_offers import more_of, require_offer
from commerce.carts.interfaces.prices import drafted_promotions
from commerce.carts.interfaces.web import (
    CART_REFUSALS,
    CODE_REFUSALS,
    cart_page,
    to_codes,
    typed_code,
    whole_number,
)
from commerce.carts.interfaces.wording import IN_THE_CART
from commerce.core.errors import NotFound, Refusal
from commerce.core.refusal_words import message_for
from commerce.tenants.interfaces.instants import shop_instant
from wasla_site.storefront.time_travel.previews import Preview, ShownAs
from wasla_site.storefront.time_travel.requests import keep


@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("carts:cart")
    variant_id = whole_number(request.POST.get("variant_id", ""))
    if variant_id is None:
        raise Http404
    quantity = whole_number(request.POST.get("quantity", "1")) or 0
    held = _preview(request).cart
    try:
        wanted, _ = more_of(held, variant_id, quantity)
    except (*CART_REFUSALS, NotFound) as refusal:
        return _page(request, refusal)
    return _changed(request, {**held, variant_id: wanted})


@require_POST
def change(request: HttpRequest, variant_id: int) -> HttpResponse:
    """Nought takes a line out; a line that is not there stays away."""
    held = dict(_preview(request).cart)
    quantity = whole_number(request.POST.get("quantity", ""))
    if variant_id not in held:
        return redirect("carts:cart")
    if quantity == 0:
        del held[variant_id]
        return _changed(request, held)
    try:
        require_offer(variant_id, -1 if quantity is None else quantity)
    except (*CART_REFUSALS, NotFound) as refusal:
        return _page(request, refusal)
    return _changed(request, {**held, variant_id: quantity or 0})


@require_http_methods(["GET", "HEAD", "POST"])
def add_code(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect(to_codes())
    typed, preview = typed_code(request), _preview(request)
    try:
        codes = more_codes(preview.codes, typed, drafted_promotions(request))
    except CODE_REFUSALS as refusal:
        return _page(request, code_problem=message_for(refusal), typed_code=typed)
    return _with_codes(request, codes)


@require_POST
def take_code_out(request: HttpRequest) -> HttpResponse:
    return _with_codes(request, without_code(_preview(request).codes, typed_code(request)))


def _page(request: HttpRequest, refusal: Refusal | None = None, **more: Any) -> HttpResponse:
    """What is refused is said on the cart's page itself: there is no session that would carry it to another."""
    notes = [] if refusal is None else [Message(messages.WARNING, message_for(refusal, IN_THE_CART))]
    preview = _preview(request)
    whom = A_NEW_CUSTOMER if preview.shown_as is ShownAs.NEW_CUSTOMER else ANYBODY
    view = view_of(
        dict(preview.cart),
        now=shop_instant(request),
        asker=replace(whom, codes=preview.codes),
        drafts=drafted_promotions(request),
    )
    return cart_page(request, view, messages=notes, **more)


def _changed(request: HttpRequest, quantities: Mapping[int, int]) -> HttpResponse:
    response = redirect("carts:cart")
    keep(response, replace(_preview(request), cart=quantities))
    return response


def _with_codes(request: HttpRequest, codes: tuple[str, ...]) -> HttpResponse:
    response = redirect(to_codes())
    keep(response, replace(_preview(request), codes=codes))
    return response


def _preview(request: HttpRequest) -> Preview:
    preview: Preview = request.preview  # type: ignore[attr-defined]
    return preview
