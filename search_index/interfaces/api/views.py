"""The API of a store's search: for its own pages, and for programs of others. It knows no one and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from commerce.carts.interfaces.prices import shelf_of
from commerce.core import clock
from commerce.core.client_address import client_address
from commerce.core.money import Money
from commerce.core.refusal_words import message_for
from commerce.media.interfaces.upload_quota import keep_to_quota
from commerce.tenants.domain.policies import LANGUAGES
from commerce.tenants.interfaces.instants import shop_instant
from commerce.tenants.interfaces.languages import speaking
from search_index.application.asking_limits import count_picture_search, count_search, count_suggestion
from search_index.application.photos import PHOTO_REFUSALS, photo_from
from search_index.application.picture_queries import Alike, products_like_photo
from search_index.application.ports import SearchUnavailable
from search_index.application.queries import Found, find_products
from search_index.application.suggestions import find_begun, suggestions_for
from search_index.domain.likeness import Likeness
from search_index.domain.values import PriceSpan
from search_index.interfaces import bookmarks
from search_index.interfaces.api import parameters
from search_index.interfaces.api.problems import Misasked, ProblemShape, problem_of
from search_index.interfaces.api.shapes import AlikeShape, FoundShape, PhotoShape, SuggestionsShape
from search_index.interfaces.asked import MANNERS, Asked, asked_by
from search_index.interfaces.cut_off import cut_off_words
from search_index.interfaces.facets import narrowing_of, price_choices
from search_index.interfaces.paging import PAGE_SIZE, bookmark_behind
from search_index.interfaces.price_problems import price_problems

PROBLEMS = {
    400: OpenApiResponse(ProblemShape, "Parameters that can't be read, by name."),
    429: OpenApiResponse(
        ProblemShape, "Too many requests of this address, or of all; `Retry-After` says for how long."
    ),
}


class StoreAPI(APIView):
    """An address that answers in the language of its parameter `language`, else in the store's first."""

    authentication_classes: ClassVar[Any] = []
    permission_classes: ClassVar[Any] = []
    renderer_classes: ClassVar[Any] = [JSONRenderer]
    parser_classes: ClassVar[Any] = []

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        first: str = request.tenant.languages[0]
        asked = request.GET.get("language", "")
        language = asked if asked in LANGUAGES else first
        with speaking(language, first):
            response = super().dispatch(request, *args, **kwargs)
        response["Content-Language"] = language
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.query_params.get("language", "") not in ("", *LANGUAGES):
            raise Misasked(["language"])

    def get_exception_handler(self) -> Any:
        return problem_of


class Search(StoreAPI):
    @extend_schema(
        operation_id="search",
        summary="Products that have all of these words and pass the filters, or that pass the filters alone",
        parameters=[*parameters.OF_ALL, *parameters.OF_A_SEARCH],
        responses={200: FoundShape, **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        count_search(address=client_address(request), now=clock.now())
        currency: str = request.tenant.currency
        with transaction.atomic():
            asked = asked_by(request.query_params, currency, now=shop_instant(request))
        misread = [*asked.misread, *([] if asked.is_question or _of_narrowing(asked.misread) else ["q"])]
        bookmark = (
            bookmarks.read(request.query_params["after"], asked.question) if "after" in request.query_params else None
        )
        if "after" in request.query_params and bookmark is None:
            misread.append("after")
        if misread:
            raise Misasked(misread, **price_problems(asked, currency))
        found = find_products(
            asked.question,
            page=bookmark.page if bookmark else 1,
            size=PAGE_SIZE,
            after=bookmark.after if bookmark else None,
        )
        with transaction.atomic():
            return Response(FoundShape(_found(request, asked, found, currency)).data)


class Suggest(StoreAPI):
    @extend_schema(
        operation_id="suggest",
        summary="What a shopper may be about to type; nothing where nothing is typed yet",
        parameters=[*parameters.OF_ALL, parameters.BEGINNING],
        responses={200: SuggestionsShape, **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        count_suggestion(address=client_address(request), now=clock.now())
        asked = request.query_params.get("q", "").replace("\0", "").strip()
        begun = find_begun(asked, now=shop_instant(request))
        page = reverse("search:results")
        with transaction.atomic():
            found = suggestions_for(begun)
            answer = {
                "query": asked,
                "terms": [{"text": term, "url": f"{page}?{urlencode({'q': term})}"} for term in found.terms],
                "categories": found.categories,
                "products": shelf_of(cast(Any, request)).cards(found.cards) if found.cards else (),
                "is_degraded": begun.is_degraded,
            }
            return Response(SuggestionsShape(answer).data)


class SearchByPicture(StoreAPI):
    parser_classes: ClassVar[Any] = [MultiPartParser]

    @extend_schema(
        operation_id="search_by_picture",
        summary="Products that look like what is on a photograph",
        parameters=parameters.OF_ALL,
        request={"multipart/form-data": PhotoShape},
        responses={200: AlikeShape, **PROBLEMS},
    )
    def post(self, request: Request) -> Response:
        count_picture_search(address=client_address(request), now=clock.now())
        quota = keep_to_quota(request._request)
        mode, file = request.data.get("mode") or Likeness.SIMILAR, request.FILES.get("photo")
        misread = [
            *(["photo"] if file is None and not quota.is_exceeded else []),
            *(["mode"] if mode not in list(Likeness) else []),
        ]
        if misread:
            raise Misasked(misread)
        try:
            quota.refuse_excess()
            photo = photo_from(file)
        except PHOTO_REFUSALS as refusal:
            raise Misasked(photo=message_for(refusal)) from refusal
        try:
            alike, notice = products_like_photo(photo, mode=Likeness(mode)), ""
        except SearchUnavailable:
            alike, notice = Alike([], is_degraded=True), cut_off_words()
        with transaction.atomic():
            products = shelf_of(cast(Any, request)).cards(alike.cards) if alike.cards else ()
            answer = {"mode": mode, "products": products, "is_degraded": alike.is_degraded, "notice": notice}
            return Response(AlikeShape(answer).data)


def _of_narrowing(misread: Iterable[str]) -> bool:
    """Whether words or a filter were meant."""
    return any(name not in MANNERS for name in misread)


def _found(request: Request, asked: Asked, found: Found, currency: str) -> Mapping[str, Any]:
    counts = found.facets
    after = bookmark_behind(found)
    return {
        "query": asked.text,
        "meant": found.meant,
        "total": found.cards.total,
        "products": shelf_of(cast(Any, request)).cards(found.cards.items) if found.cards.items else (),
        "facets": narrowing_of(asked, counts).facets,
        "prices": _span(counts.prices if counts else None, currency),
        "price_ranges": [
            {"from": one.low, "to": one.high, "count": one.count, "is_chosen": one.is_chosen}
            for one in price_choices(asked, counts, currency)
        ],
        "available": counts.available if counts else 0,
        "sale": counts.reduced if counts else 0,
        "after": None if after is None else bookmarks.written(after, asked.question),
        "is_degraded": found.is_degraded,
        "notice": cut_off_words() if found.is_cut_off else "",
    }


def _span(prices: PriceSpan | None, currency: str) -> Mapping[str, Money] | None:
    if prices is None:
        return None
    return {"lowest": Money(prices.lowest_minor, currency), "highest": Money(prices.highest_minor, currency)}
