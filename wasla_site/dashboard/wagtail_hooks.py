"""The shell of the desk: a merchant's words in the menu, nothing of Wagtail's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from commerce.accounts.domain.policies import Right
from commerce.core.models import AuditEntry
from wasla_site.dashboard.bulk_actions import BULK_ACTIONS
from wasla_site.dashboard.home import panels_for
from wasla_site.dashboard.page_desk import StorePageViewSet
from wasla_site.dashboard.search_areas import OFFERED, ListSearchArea

# What the merchant sees, in this order, and under which word; anything else of Wagtail's menu is taken out.
MENU = {
    "orders": None,
    "products": None,
    "campaigns": None,
    "explain_price": None,
    "explorer": _("Pages"),
    "images": _("Pictures"),
    "time_travel": None,
    "settings": _("Settings"),
}
SETTINGS_MENU = ("staff", "payments", "pricing", "differences", "search_ranking", "activity", "redirects")

# After Wagtail's own, in whose place they stand.
for bulk_action in BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action, order=1)


@hooks.register("register_admin_viewset", order=1)
def pages_of_the_store() -> StorePageViewSet:
    return StorePageViewSet()


@hooks.register("construct_main_menu")
def keep_the_merchants_menu(request: HttpRequest, items: list[Any]) -> None:
    kept = [item for item in items if item.name in MENU]
    kept.sort(key=lambda item: list(MENU).index(item.name))
    for item in kept:
        item.label = MENU[item.name] or item.label
    items[:] = kept


@hooks.register("construct_settings_menu")
def keep_the_merchants_settings(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name in SETTINGS_MENU]


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [path("", include("wasla_site.dashboard.activity.urls"))]


class ActivityMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(AuditEntry).user_has_permission(request.user, "view"))


@hooks.register("register_settings_menu_item")
def activity_menu_item() -> MenuItem:
    return ActivityMenuItem(_("Activity"), reverse("activity:list"), name="activity", icon_name="history")


@hooks.register("register_admin_search_area")
def search_in_orders() -> ListSearchArea:
    return ListSearchArea(
        _("Orders"), "wagtailsnippets_orders_order:list", Right.VIEW_ORDERS, name="orders", icon_name="clipboard-list",
        order=10,
    )  # fmt: skip


@hooks.register("register_admin_search_area")
def search_in_products() -> ListSearchArea:
    return ListSearchArea(
        _("Products"), "wagtailsnippets_catalog_product:list", Right.VIEW_PRODUCTS, name="products", icon_name="tag",
        order=20,
    )  # fmt: skip


@hooks.register("construct_search")
def search_where_there_is_something(request: HttpRequest, areas: list[Any]) -> None:
    areas[:] = [area for area in areas if area.name in OFFERED]


@hooks.register("construct_homepage_panels")
def show_the_store_today(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = panels_for(request)


@hooks.register("construct_homepage_summary_items", order=1000)
def no_summary_of_wagtails(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


@hooks.register("insert_global_admin_js")
def desk_script() -> SafeString:
    return format_html('<script src="{}" type="module"></script>', static("dashboard/desk.js"))


@hooks.register("insert_global_admin_css")
def desk_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("dashboard/desk.css"))
