from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from commerce.catalog.models import Product


class InspectorMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Product).user_has_permission(request.user, "view"))


@hooks.register("register_admin_menu_item")
def inspector_menu_item() -> MenuItem:
    return InspectorMenuItem(
        _("Explain a price"), reverse("price_desk:inspect"), name="explain_price", icon_name="help", order=210
    )


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [path("", include("commerce.carts.interfaces.desk_urls"))]
