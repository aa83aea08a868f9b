"""Orders in the desk: a list to search and filter, and a page of each order. Nothing about an order is edited."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, npgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from commerce.core.amounts import spelt
from commerce.core.numerals import western_digits
from commerce.orders.domain.states import CALLED_OFF
from commerce.orders.interfaces.desk import OrderPage
from commerce.orders.interfaces.labels import ORDER_STATUS, PAYMENT_STATUS, payment_words
from commerce.orders.interfaces.rights import may_handle_money
from commerce.orders.models import Order
from commerce.payments.application.money_queries import money_for, open_discrepancies_count
from commerce.payments.application.ports import payment_methods
from commerce.payments.application.queries import method_name
from commerce.payments.application.transfer_queries import with_receipts


def _method_choices() -> list[tuple[str, str]]:
    return [(method.code, method.name.in_language(get_language() or "ar")) for method in payment_methods()]


class OrderFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(choices=list(ORDER_STATUS.items()), label=_("Status"))
    payment = django_filters.MultipleChoiceFilter(
        field_name="payment__status", choices=list(PAYMENT_STATUS.items()), label=_("Payment")
    )
    payment_method = django_filters.ChoiceFilter(choices=_method_choices, label=_("Paid by"))
    placed_at = django_filters.DateFromToRangeFilter(label=_("Placed"), widget=DateRangePickerWidget)

    class Meta:
        model = Order
        fields: list[str] = []


class OrderPages(WagtailPaginator):
    """Counts in whole words: Arabic has a form for two, for a few and for many."""

    @property
    def items_count_label(self) -> str:
        return npgettext("in a list", "%(count)s order", "%(count)s orders", self.count) % {"count": self.count}


class OrderList(IndexView):
    paginator_class = OrderPages
    page_title = _("Orders")
    default_ordering = "-placed_at"
    is_searchable = True
    show_other_searches = True
    search_backend_name = None
    table_classname = "listing order-listing"

    def get_base_queryset(self) -> QuerySet[Order]:
        return super().get_base_queryset().select_related("payment").defer("trace")

    def search_queryset(self, queryset: QuerySet[Order]) -> QuerySet[Order]:
        """By number, by the end of a phone number, or by a part of the name; Arabic digits are digits."""
        return queryset.filter(_matching(self.search_query)) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("number", label=_("Number"), sort_key="number", get_url=self.get_inspect_url),
            DateColumn("placed_at", label=_("Placed"), sort_key="placed_at"),
            Column("name", label=_("Customer"), sort_key="name"),
            Column("total", label=_("Total"), accessor=_amount, sort_key="total_minor"),
            StatusTagColumn("status", label=_("Status"), accessor=_status, primary=_needs_a_hand),
            Column("payment", label=_("Payment"), accessor=self._payment),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """What does not agree, where anything does not and whoever looks may settle it."""
        count = open_discrepancies_count() if may_handle_money(self.request.user) else 0
        if not count:
            return []
        label = _("What does not agree: %(count)s") % {"count": count}
        return [HeaderButton(label, url=reverse("orders_desk:discrepancies"), icon_name="warning")]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["media"] += forms.Media(css={"all": ["orders_desk/list.css"]})
        self._money = money_for(order.payment_id for order in context["object_list"])
        self._with_receipts = with_receipts(self._money)
        return context

    def _payment(self, order: Order) -> Any:
        sums = self._money[order.payment_id]
        if order.status in CALLED_OFF and sums.refundable.minor:
            return _("Paid, to be given back")
        name = method_name(order.payment_method)
        has_receipt = order.payment_id in self._with_receipts
        state = payment_words(order.payment.status, sums, has_receipt=has_receipt)
        return format_html("{} · {}", state, name.in_language(get_language() or "ar"))


def _matching(text: str) -> Q:
    words = western_digits(text).strip()
    digits = "".join(filter(str.isdecimal, words))
    found = Q(name__icontains=words) | Q(email__iexact=words)
    if digits and len(digits) <= 15:
        # A number is typed as at home: 05…, while E.164 has +9665….
        found |= Q(phone__endswith=digits.lstrip("0") or digits)
        found |= Q(number=int(digits)) if len(digits) <= 9 else Q()
    return found


def _amount(order: Order) -> SafeString:
    return format_html("<bdi>{}</bdi>", spelt(order.total).replace(" ", "\N{NO-BREAK SPACE}"))


def _status(order: Order) -> Any:
    return ORDER_STATUS[order.status]


def _needs_a_hand(order: Order) -> bool:
    return order.status in {"created", "confirmed"}


class OrderViewSet(SnippetViewSet):
    """A list and a page; nothing to add, edit, copy or delete, so there are no addresses for it either."""

    model = Order
    icon = "clipboard-list"
    menu_name = "orders"
    menu_label = _("Orders")
    menu_order = 100
    add_to_admin_menu = True
    # A snippet's own are put into words once, when the process starts.
    breadcrumbs_items = WagtailAdminTemplateMixin.breadcrumbs_items
    add_to_reference_index = False
    base_url_path = "orders"
    index_view_class = OrderList
    inspect_view_class = OrderPage
    inspect_view_enabled = True
    copy_view_enabled = False
    filterset_class = OrderFilters
    list_per_page = 50
    pk_path_converter = "int"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="list"),
            path("results/", self.index_results_view, name="list_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = ("add", "edit", "delete", "copy", "history", "usage", "reorder")
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return common | {f"{name}_url_name": None for name in absent if f"{name}_url_name" in common}

    def register_chooser_viewset(self) -> None:
        """Nobody picks an order for a page."""
