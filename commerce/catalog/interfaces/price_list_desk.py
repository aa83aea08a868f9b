"""Scheduled prices at the desk: the list of them, and the form of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, npgettext, pgettext
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from commerce.catalog.application.price_lists import PriceListChanged
from commerce.catalog.application.queries import (
    active_variants_of,
    get_price_list,
    offers_for_variants,
    price_lists,
)
from commerce.catalog.application.use_cases.change_price_list import change_price_list
from commerce.catalog.application.use_cases.create_price_list import create_price_list
from commerce.catalog.application.use_cases.delete_price_list import delete_price_list
from commerce.catalog.domain.pricing import MOST_LISTED
from commerce.catalog.interfaces.finding import found_products, numbered
from commerce.catalog.interfaces.form_page import FormPage
from commerce.catalog.interfaces.price_list_forms import PRICE, PriceListForm, price_list_start
from commerce.catalog.models import PriceList
from commerce.core import clock

LIST = "catalog_desk:price_lists"
ROWS = 50


def _products_crumb() -> dict[str, Any]:
    return {"url": reverse("wagtailsnippets_catalog_product:list"), "label": _("Products")}


class PriceListPages(WagtailPaginator):
    """Counts in the merchant's words."""

    @property
    def items_count_label(self) -> str:
        return npgettext(
            "in a list", "%(count)s list of scheduled prices", "%(count)s lists of scheduled prices", self.count
        ) % {"count": self.count}


class PriceLists(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    model = PriceList
    any_permission_required = ("view",)
    template_name = "catalog_desk/price_lists.html"
    header_icon = "date"

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        rows = PriceListPages(price_lists(), ROWS).get_page(request.GET.get("p"))
        language = get_language() or "ar"
        for row in rows:
            row.shown_name = row.name.in_language(language)
            row.is_in_force = row.starts_at <= now and (row.ends_at is None or now < row.ends_at)
            row.state = _state(row, now)
        context = self.get_context_data(
            rows=rows, index_url=reverse(LIST), may_change=self.user_has_permission("change")
        )
        return self.render_to_response(context)

    def get_page_title(self) -> str:
        return _("Scheduled prices")

    def get_header_buttons(self) -> list[Any]:
        if not self.user_has_permission("add"):
            return []
        add = reverse("catalog_desk:add_price_list")
        return [HeaderButton(_("Schedule prices"), url=add, icon_name="plus")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, _products_crumb(), {"url": "", "label": self.get_page_title()}]


def _state(row: Any, now: datetime) -> str:
    if row.is_in_force:
        return pgettext("scheduled prices", "In force")
    return pgettext("scheduled prices", "Waiting") if now < row.starts_at else pgettext("scheduled prices", "Over")


class PriceListPage(FormPage):
    model = PriceList
    template_name = "catalog_desk/price_list.html"
    header_icon = "date"
    saved_text = gettext_lazy("The scheduled prices were saved.")

    def form(self, data: Any = None) -> PriceListForm:
        ids = self.listed() if data is None else numbered(data, PRICE, MOST_LISTED)
        return self._form_of(ids, data, initial=self.start())

    def form_with_found(self) -> PriceListForm:
        """What is typed stays, and below stand the variants that were found, without a price yet."""
        typed = self.request.POST
        known = numbered(typed, PRICE, MOST_LISTED)
        found = active_variants_of(found_products(typed))
        added = [variant_id for variant_id in found if variant_id not in set(known)][: MOST_LISTED - len(known)]
        if not added:
            messages.info(self.request, _("No other products were found."))
        return self._form_of([*known, *added], None, initial=typed.dict())

    def _form_of(self, ids: list[int], data: Any, *, initial: Any) -> PriceListForm:
        offers = offers_for_variants(ids)
        known = [offers[variant_id] for variant_id in ids if variant_id in offers]
        return PriceListForm(data, offers=known, currency=self.currency, initial=initial)

    def listed(self) -> list[int]:
        return []

    def start(self) -> Any:
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form: PriceListForm = kwargs["form"]
        language = get_language() or "ar"
        rows = [
            (offer.title.in_language(language), offer.option_label.in_language(language), offer, field)
            for offer, field in form.rows
        ]
        return super().get_context_data(**kwargs) | {"rows": rows, "currency": self.currency}

    def pages_above(self) -> list[dict[str, Any]]:
        return [_products_crumb(), {"url": reverse(LIST), "label": _("Scheduled prices")}]


class AddPriceList(PriceListPage):
    permission_required = "add"

    def get_page_title(self) -> str:
        return _("Schedule prices")

    def save(self, form: PriceListForm) -> str:
        now = clock.now()
        create_price_list(draft=form.draft(now), now=now)
        return reverse(LIST)


class EditPriceList(PriceListPage):
    permission_required = "change"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.draft = get_price_list(kwargs["price_list_id"])

    def get_page_title(self) -> str:
        return self.draft.name.in_language(get_language() or "ar")

    def listed(self) -> list[int]:
        return list(self.draft.prices)

    def start(self) -> Any:
        return price_list_start(self.draft, self.currency)

    def save(self, form: PriceListForm) -> str:
        now = clock.now()
        price_list_id, seen = self.kwargs["price_list_id"], form.cleaned_data["version"]
        try:
            change_price_list(price_list_id=price_list_id, draft=form.draft(now), seen=seen, now=now)
        except PriceListChanged as refusal:
            form.see_again(str(refusal.facts["version"]))
            raise
        return reverse(LIST)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delete_url = reverse("catalog_desk:delete_price_list", args=[self.kwargs["price_list_id"]])
        return super().get_context_data(**kwargs) | {"delete_url": delete_url}


class DeletePriceList(PermissionCheckedMixin, View):
    model = PriceList
    permission_required = "delete"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, price_list_id: int) -> HttpResponse:
        delete_price_list(price_list_id=price_list_id, now=clock.now())
        messages.success(request, _("The scheduled prices were deleted."))
        return redirect(LIST)
