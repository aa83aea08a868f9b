"""The desk's price inspector: why this variant costs that, for whom, when, and on which way. It changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from commerce.accounts.application.queries import rights_in_scope
from commerce.accounts.domain.policies import Right
from commerce.carts.application.inspecting import inspect_price
from commerce.carts.interfaces.inspector_form import InspectorForm, Whom
from commerce.carts.interfaces.price_steps import PriceSteps, list_ids
from commerce.carts.interfaces.price_story import manner_of, narrowed_note, price_story
from commerce.catalog.application.queries import active_variants_of, offers_for_variants, price_list_names
from commerce.catalog.domain.values import VariantOffer
from commerce.catalog.interfaces.finding import found_products
from commerce.catalog.models import Product
from commerce.core import clock
from commerce.core.errors import NotFound

MOST_SHOWN = 50
START = {"quantity": "1", "whom": Whom.GUEST.value}


class PriceInspector(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    model = Product
    any_permission_required = ("view",)
    template_name = "carts_desk/inspect.html"
    header_icon = "help"
    http_method_names = ["get", "head", "post"]
    request: Any  # always of somebody signed in

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(QueryDict())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Nothing is written: what is asked may name a customer and secret codes, which belong in no address."""
        return self._show(request.POST)

    def _show(self, asked: QueryDict) -> HttpResponse:
        rights = rights_in_scope(self.request.user)
        chosen = _variant(asked.get("variant", ""))
        is_asked = chosen is not None and "find" not in asked
        form = InspectorForm(
            asked if is_asked else None,
            initial=START | asked.dict(),
            may_name_customers=Right.VIEW_ORDERS in rights,
            may_see_promotions=Right.VIEW_PROMOTIONS in rights,
            now=clock.now(),
        )
        context: dict[str, Any] = {"form": form, "chosen": None if chosen is None else _told(_offer(chosen))}
        if "find" in asked or chosen is None:
            found = active_variants_of(found_products(asked))[:MOST_SHOWN] if "find" in asked else []
            offers = offers_for_variants(found)
            context |= {"was_looked_for": "find" in asked, "found": [_told(offers[pk]) for pk in found]}
        if chosen is not None and is_asked and form.is_valid():
            context |= self._answer(chosen, form, rights)
        status = 200 if form.is_valid() or not is_asked else 422
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _answer(self, variant_id: int, form: InspectorForm, rights: Collection[Right]) -> dict[str, Any]:
        typed = form.cleaned_data
        try:
            found = inspect_price(
                variant_id=variant_id, quantity=typed["quantity"], asker=form.asker(), at=form.instant
            )
        except NotFound:
            raise Http404 from None
        names = {pk: each.name for pk, each in found.prices.promotions.items()}
        zone = get_current_timezone_name()
        steps = PriceSteps(
            found,
            lists=price_list_names(list_ids(found.offer)),
            names=names,
            manner=manner_of(found.priced, names, zone),
        )
        may_see_promotions = Right.VIEW_PROMOTIONS in rights
        told_of = found.prices.promotions.keys() if may_see_promotions else found.offered_to_anybody()
        story = [told for told in price_story(found.priced, names, zone) if told.promotion in {None, *told_of}]
        return {
            "steps": list(steps.steps()),
            "vat": list(steps.vat()),
            "narrowed": narrowed_note(found.priced),
            "story": [
                (told, steps.left(told.promotion) if told.promotion is not None and may_see_promotions else "")
                for told in story
            ],
            "quantity_prices": steps.quantity_prices(),
            "scheduled_prices": steps.scheduled_prices(),
            "floor": steps.floor(may_see_costs=Right.EDIT_PRODUCTS in rights),
            "next": list(steps.next(with_those_to_come=may_see_promotions)),
            "at": form.instant,
        }

    def get_page_title(self) -> str:
        return _("Explain a price")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        products = {"url": reverse("wagtailsnippets_catalog_product:list"), "label": _("Products")}
        return [*self.breadcrumbs_items, products, {"url": "", "label": self.get_page_title()}]


def _variant(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Http404
    return int(text)


def _offer(variant_id: int) -> VariantOffer:
    offer = offers_for_variants([variant_id]).get(variant_id)
    if offer is None:
        raise Http404
    return offer


def _told(offer: VariantOffer) -> dict[str, Any]:
    language = get_language() or "ar"
    label = offer.option_label.in_language(language)
    title = offer.title.in_language(language)
    return {"id": offer.id, "name": f"{title} · {label}" if label else title, "sku": offer.sku, "active": offer.active}
