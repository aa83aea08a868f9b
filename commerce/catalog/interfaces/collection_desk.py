"""Collections at the desk: the list of them, and the form of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, npgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from commerce.catalog.application.queries import collections, faces_of, get_collection, product_titles
from commerce.catalog.application.use_cases.change_collection import change_collection
from commerce.catalog.application.use_cases.create_collection import create_collection
from commerce.catalog.application.use_cases.delete_collection import delete_collection
from commerce.catalog.domain.policies import LONGEST_NAME, MOST_PICKED
from commerce.catalog.domain.slugs import LONGEST_SLUG
from commerce.catalog.interfaces.finding import FindingForm, found_products, numbered
from commerce.catalog.interfaces.form_page import FormPage
from commerce.catalog.interfaces.variant_forms import number, words
from commerce.catalog.models import Collection
from commerce.core import clock
from commerce.core.bilingual import Bilingual

LIST = "catalog_desk:collections"
PLACE = "place_"
ROWS = 50


class CollectionForm(FindingForm):
    """Has a field for each of the products: `place_<product id>`. An empty one: not in the collection."""

    title_ar = words(gettext_lazy("Title, Arabic"), LONGEST_NAME)
    title_en = words(gettext_lazy("Title, English"), LONGEST_NAME)
    slug = words(
        pgettext_lazy("in the web", "Address"),
        LONGEST_SLUG,
        help_text=gettext_lazy("Made from the title when left empty."),
    )

    def __init__(self, *args: Any, product_ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product_ids = product_ids
        for product_id in product_ids:
            self.fields[f"{PLACE}{product_id}"] = number(gettext_lazy("Place"), 10_000)

    def facts(self) -> dict[str, Any]:
        """Products of one place keep the order in which they stood."""
        typed = self.cleaned_data
        places = {product_id: typed[f"{PLACE}{product_id}"] for product_id in self.product_ids}
        picked = [product_id for product_id, place in places.items() if place is not None]
        return {
            "title": Bilingual(typed["title_ar"], typed["title_en"]),
            "slug": typed["slug"],
            "product_ids": sorted(picked, key=lambda product_id: places[product_id]),
        }


def _products_crumb() -> dict[str, Any]:
    return {"url": reverse("wagtailsnippets_catalog_product:list"), "label": _("Products")}


class CollectionPages(WagtailPaginator):
    """Counts in the merchant's words."""

    @property
    def items_count_label(self) -> str:
        return npgettext("in a list", "%(count)s collection", "%(count)s collections", self.count) % {
            "count": self.count
        }


class CollectionList(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    model = Collection
    any_permission_required = ("view",)
    template_name = "catalog_desk/collections.html"
    header_icon = "folder-open-inverse"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = CollectionPages(collections(), ROWS).get_page(request.GET.get("p"))
        language = get_language() or "ar"
        for row in rows:
            row.shown_title = row.title.in_language(language)
        context = self.get_context_data(
            rows=rows, index_url=reverse(LIST), may_change=self.user_has_permission("change")
        )
        return self.render_to_response(context)

    def get_page_title(self) -> str:
        return _("Collections")

    def get_header_buttons(self) -> list[Any]:
        if not self.user_has_permission("add"):
            return []
        return [HeaderButton(_("Add a collection"), url=reverse("catalog_desk:add_collection"), icon_name="plus")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, _products_crumb(), {"url": "", "label": self.get_page_title()}]


class CollectionPage(FormPage):
    model = Collection
    template_name = "catalog_desk/collection.html"
    header_icon = "folder-open-inverse"
    saved_text = gettext_lazy("The collection was saved.")

    def form(self, data: Any = None) -> CollectionForm:
        ids = self.picked() if data is None else numbered(data, PLACE, 2 * MOST_PICKED)
        return self._form_of(ids, data, initial=self.start())

    def form_with_found(self) -> CollectionForm:
        """What is typed stays, and below stand the products that were found, without a place yet."""
        typed = self.request.POST
        known = numbered(typed, PLACE, 2 * MOST_PICKED)
        added = [product_id for product_id in found_products(typed) if product_id not in set(known)]
        if not added:
            messages.info(self.request, _("No other products were found."))
        return self._form_of([*known, *added], None, initial=typed.dict())

    def _form_of(self, ids: list[int], data: Any, *, initial: Any) -> CollectionForm:
        self.titles = product_titles(ids)
        known = [product_id for product_id in ids if product_id in self.titles]
        return CollectionForm(data, product_ids=known, initial=initial)

    def picked(self) -> list[int]:
        return []

    def start(self) -> dict[str, Any]:
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form: CollectionForm = kwargs["form"]
        language = get_language() or "ar"
        faces = faces_of(form.product_ids)
        rows = [
            (self.titles[product_id].in_language(language), faces.get(product_id), form[f"{PLACE}{product_id}"])
            for product_id in form.product_ids
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}

    def pages_above(self) -> list[dict[str, Any]]:
        return [_products_crumb(), {"url": reverse(LIST), "label": _("Collections")}]


class AddCollection(CollectionPage):
    permission_required = "add"

    def get_page_title(self) -> str:
        return _("New collection")

    def save(self, form: CollectionForm) -> str:
        create_collection(**form.facts(), now=clock.now())
        return reverse(LIST)


class EditCollection(CollectionPage):
    permission_required = "change"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.collection = get_collection(kwargs["collection_id"])

    def get_page_title(self) -> str:
        return self.collection.title.in_language(get_language() or "ar")

    def get_header_buttons(self) -> list[Any]:
        shown = reverse("catalog:category", args=[self.collection.slug])
        return [HeaderButton(_("In the store"), url=shown, icon_name="view")]

    def picked(self) -> list[int]:
        return list(self.collection.product_ids)

    def start(self) -> dict[str, Any]:
        title = self.collection.title
        places = {f"{PLACE}{pk}": place for place, pk in enumerate(self.collection.product_ids, start=1)}
        return {"title_ar": title.ar, "title_en": title.en, "slug": self.collection.slug, **places}

    def save(self, form: CollectionForm) -> str:
        change_collection(collection_id=self.kwargs["collection_id"], **form.facts())
        return reverse(LIST)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delete_url = reverse("catalog_desk:delete_collection", args=[self.kwargs["collection_id"]])
        return super().get_context_data(**kwargs) | {"delete_url": delete_url}


class DeleteCollection(PermissionCheckedMixin, View):
    model = Collection
    permission_required = "delete"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, collection_id: int) -> HttpResponse:
        delete_collection(collection_id=collection_id)
        messages.success(request, _("The collection was deleted."))
        return redirect(LIST)
