"""Searching by a picture: a shopper's own, or a product's."""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from commerce.accounts.application.queries import rights_in_scope
from commerce.catalog.application.queries import card_for_slug, popular_categories
from commerce.catalog.domain.values import ProductCard
from commerce.core import clock
from commerce.core.client_address import client_address
from commerce.core.limits import TooManyTries
from commerce.core.refusal_words import message_for
from commerce.media.interfaces.upload_quota import UploadQuota, keep_to_quota
from commerce.tenants.interfaces.answers import told_to_wait
from commerce.tenants.interfaces.transactions import without_transaction
from search_index.application.asking_limits import count_look, count_picture_search
from search_index.application.photos import PHOTO_REFUSALS, photo_from
from search_index.application.picture_queries import Alike, look_of, products_like, products_that_look
from search_index.application.ports import SearchUnavailable
from search_index.domain.likeness import Likeness
from search_index.interfaces import looks
from search_index.interfaces.cut_off import cut_off_words

HELPING = 8
TEMPLATE = "storefront/search_picture.html"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@without_transaction
def by_picture(request: HttpRequest) -> HttpResponse:
    """Where a photograph is sent to; and what looks like one that was (`look`), or like a `product`, by `mode`.

    Refuses NotFound for a product that is not on sale. Staff are told when another engine than usual answered, or none
    did in time; shoppers only the latter. The form's token is looked for below, behind the limit of what is read.
    """
    return _answered(request, keep_to_quota(request))


@csrf_protect
def _answered(request: HttpRequest, quota: UploadQuota) -> HttpResponse:
    if request.method == "POST":
        return _looked_at(request, quota)
    mode = next((each for each in Likeness if each == request.GET.get("mode")), Likeness.SIMILAR)
    try:
        context = _context(request, mode)
    except TooManyTries as refusal:
        return told_to_wait(_asked_again(request, message_for(refusal)), refusal)
    except SearchUnavailable:
        return _asked_again(request, cut_off_words(), is_degraded=True)
    with transaction.atomic():
        context["is_told_degraded"] = _is_told(request, context.get("is_degraded", False))
        return render(request, TEMPLATE, context)


def _looked_at(request: HttpRequest, quota: UploadQuota) -> HttpResponse:
    file = request.FILES.get("photo")
    try:
        count_picture_search(address=client_address(request), now=clock.now())
        quota.refuse_excess()
        if file is None:
            return _asked_again(request, _("Choose a picture first."))
        photo = photo_from(cast(BinaryIO, file))
    except TooManyTries as refusal:
        return told_to_wait(_asked_again(request, message_for(refusal)), refusal)
    except PHOTO_REFUSALS as refusal:
        return _asked_again(request, message_for(refusal))
    return redirect(f"{request.path}?{urlencode({'look': looks.written(look_of(photo))})}")


def _asked_again(request: HttpRequest, problem: str, *, is_degraded: bool = False) -> HttpResponse:
    with transaction.atomic():
        told = _is_told(request, is_degraded)
        return render(request, TEMPLATE, {"problem": problem, "is_told_degraded": told})


def _is_told(request: HttpRequest, is_degraded: bool) -> bool:
    return is_degraded and bool(rights_in_scope(request.user))


def _context(request: HttpRequest, mode: Likeness) -> dict[str, Any]:
    """What is shown besides the form; of a look that is another store's, was another embedder's or is broken, that it
    is not known any more. Refuses TooManyTries. Raises SearchUnavailable."""
    like, written = request.GET.get("product", ""), request.GET.get("look", "")
    look = looks.read(written)
    if like:
        with transaction.atomic():
            product = card_for_slug(like.replace("\0", ""))
        count_look(address=client_address(request), now=clock.now())
        alike = Alike(products_like(product.id, mode=mode), is_degraded=False)
        return _shown(alike, mode, ("product", like), product)
    if look is not None:
        count_look(address=client_address(request), now=clock.now())
        return _shown(products_that_look(look, mode=mode), mode, ("look", written), None)
    return {"problem": _("This picture is not known any more. Choose it once more.")} if written else {}


def _shown(alike: Alike, mode: Likeness, by: tuple[str, str], product: ProductCard | None) -> dict[str, Any]:
    names = {
        Likeness.SIMILAR: _("Similar in everything"),
        Likeness.COLOUR: _("Of the same colour"),
        Likeness.SHAPE: _("Of the same shape"),
    }
    with transaction.atomic():
        popular = () if alike.cards else popular_categories(HELPING)
    return {
        "is_answered": True,
        "cards": alike.cards,
        "is_degraded": alike.is_degraded,
        "product": product,
        "modes": [
            {"name": name, "address": f"?{urlencode([by, ('mode', each.value)])}", "is_chosen": each is mode}
            for each, name in names.items()
        ],
        "popular": popular,
    }
