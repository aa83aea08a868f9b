from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from commerce.orders.interfaces.admin import OrderViewSet
from commerce.orders.interfaces.rights import may_handle_money

register_snippet(OrderViewSet)


class DifferencesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_handle_money(request.user)


@hooks.register("register_settings_menu_item")
def differences_menu_item() -> MenuItem:
    address = reverse("orders_desk:discrepancies")
    return DifferencesMenuItem(_("What does not agree"), address, name="differences", icon_name="warning")


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [path("", include("commerce.orders.interfaces.desk_urls"))]
