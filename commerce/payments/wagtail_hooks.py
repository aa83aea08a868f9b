from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from commerce.payments.models import PaymentWay


class PaymentsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(PaymentWay).user_has_permission(request.user, "change"))


@hooks.register("register_settings_menu_item")
def payments_menu_item() -> MenuItem:
    return PaymentsMenuItem(_("Payments"), reverse("payments_desk:ways"), name="payments", icon_name="key")


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [path("", include("commerce.payments.interfaces.desk_urls"))]
