from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet

from commerce.catalog.interfaces.admin import ProductViewSet
from commerce.catalog.models import PricingSettings

register_snippet(ProductViewSet)


class PricingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(PricingSettings).user_has_permission(request.user, "change"))


@hooks.register("register_settings_menu_item")
def pricing_menu_item() -> MenuItem:
    return PricingMenuItem(_("Pricing"), reverse("catalog_desk:pricing_settings"), name="pricing", icon_name="cog")


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [path("", include("commerce.catalog.interfaces.desk_urls"))]
