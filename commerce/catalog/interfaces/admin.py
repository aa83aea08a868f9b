"""Products in the desk: a list with pictures, prices and stock, to search and filter."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from commerce.catalog.application.queries import category_choices, faces_of
from commerce.catalog.application.queries.stock import RUNNING_LOW, SOLD_OUT, with_free_pieces, with_scarce_stock
from commerce.catalog.domain.values import Status
from commerce.catalog.interfaces.product_desk import AddProduct, EditProduct
from commerce.catalog.interfaces.product_pages import ProductPages
from commerce.catalog.interfaces.status_names import STATUS_NAMES
from commerce.catalog.models import Product
from commerce.core.amounts import spelt
from commerce.core.folding import fold
from commerce.core.money import Money


class ProductFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(choices=list(STATUS_NAMES.items()), label=_("Status"))
    category = django_filters.ChoiceFilter(choices=category_choices, method="in_category", label=_("Category"))
    stock = django_filters.ChoiceFilter(
        choices=[("sold_out", _("Sold out")), ("low", _("Running low"))], method="with_stock", label=_("Stock")
    )

    class Meta:
        model = Product
        fields: list[str] = []

    def in_category(self, queryset: Any, name: str, slug: str) -> QuerySet[Product]:
        found: QuerySet[Product] = queryset.in_category(slug)
        return found

    def with_stock(self, queryset: Any, name: str, state: str) -> QuerySet[Product]:
        """Of what is on sale; nobody misses a draft."""
        found = with_scarce_stock(queryset.on_sale())
        return found.filter(SOLD_OUT if state == "sold_out" else RUNNING_LOW)


class ProductList(IndexView):
    paginator_class = ProductPages
    default_ordering = "-created_at"
    is_searchable = True
    show_other_searches = True
    search_backend_name = None
    page_title = _("Products")
    add_item_label = _("Add a product")
    verbose_name = _("product")
    verbose_name_plural = _("products")

    def get_base_queryset(self) -> QuerySet[Any]:
        products = with_free_pieces(super().get_base_queryset())
        return products.annotate(currency=F("tenant__currency")).defer("description_ar", "description_en", "words")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return super().order_queryset(queryset).order_by(self.ordering, "-pk")

    def get_valid_orderings(self) -> list[str]:
        return [*super().get_valid_orderings(), "created_at", "-created_at"]

    def search_queryset(self, queryset: Any) -> QuerySet[Any]:
        """By part of a title in either language, whatever its spelling, or of an SKU."""
        found: QuerySet[Any] = queryset.matching(fold(self.search_query)) if self.is_searching else queryset
        return found

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        self.faces = faces_of(row.pk for row in context["object_list"])
        return context

    @cached_property
    def columns(self) -> list[Column]:
        language = get_language() or "ar"
        return [
            Column("picture", label=_("Picture"), accessor=self._picture),
            TitleColumn(
                "title",
                label=_("Product"),
                accessor=lambda product: product.title.in_language(language) or product.slug,
                sort_key="title_ar_folded" if language.startswith("ar") else "title_en_folded",
                get_url=self._page_of,
            ),
            StatusTagColumn("status", label=_("Status"), accessor=_status, primary=_is_on_sale),
            Column("price", label=_("Price"), accessor=_price, sort_key="lowest_price_minor"),
            Column("stock", label=_("Free pieces"), accessor=_stock, sort_key="free_pieces"),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        categories = HeaderButton(
            _("Categories"), url=reverse("catalog_desk:categories"), icon_name="folder-open-inverse"
        )
        return [*super().header_buttons, categories]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        collections = Button(_("Collections"), url=reverse("catalog_desk:collections"), icon_name="pick", priority=10)
        scheduled = Button(
            _("Scheduled prices"), url=reverse("catalog_desk:price_lists"), icon_name="date", priority=20
        )
        return [*super().header_more_buttons, collections, scheduled]

    def _page_of(self, product: Product) -> str:
        """Who may not edit a product looks at its stock."""
        return self.get_edit_url(product) or reverse("catalog_desk:stock", args=[product.pk])

    def _picture(self, product: Product) -> SafeString | str:
        face = self.faces.get(product.pk)
        if face is None:
            return ""
        source = face.srcset.split(" ", 1)[0] or face.url
        return format_html('<img src="{}" width="48" height="48" alt="" loading="lazy">', source)


def _status(product: Product) -> Any:
    return STATUS_NAMES[product.status]


def _is_on_sale(product: Product) -> bool:
    return product.status == Status.PUBLISHED


def _price(product: Any) -> SafeString | str:
    if product.lowest_price_minor is None:
        return "—"
    lowest, highest = (
        Money(minor, product.currency) for minor in (product.lowest_price_minor, product.highest_price_minor)
    )
    if lowest == highest:
        return format_html("<bdi>{}</bdi>", spelt(lowest))
    return format_html("<bdi>{} – {}</bdi>", spelt(lowest), spelt(highest))


def _stock(product: Any) -> SafeString:
    address = reverse("catalog_desk:stock", args=[product.pk])
    return format_html('<a href="{}">{}</a>', address, product.free_pieces)


class ProductViewSet(SnippetViewSet):
    """A list, and forms of our own that call use cases; products are archived, never deleted."""

    model = Product
    icon = "tag"
    menu_name = "products"
    menu_label = _("Products")
    menu_order = 200
    add_to_admin_menu = True
    # A snippet's own are put into words once, when the process starts.
    breadcrumbs_items = WagtailAdminTemplateMixin.breadcrumbs_items
    add_to_reference_index = False
    base_url_path = "products"
    index_view_class = ProductList
    copy_view_enabled = False
    filterset_class = ProductFilters
    list_per_page = 50
    pk_path_converter = "int"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="list"),
            path("results/", self.index_results_view, name="list_results"),
            path("new/", AddProduct.as_view(), name="add"),
            path("<int:pk>/", EditProduct.as_view(), name="edit"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = ("delete", "copy", "history", "usage", "reorder", "inspect")
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return common | {f"{name}_url_name": None for name in absent if f"{name}_url_name" in common}

    def register_chooser_viewset(self) -> None:
        """Pages name products by category, not one by one."""
