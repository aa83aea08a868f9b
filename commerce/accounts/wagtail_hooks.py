from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from commerce.accounts.models import Membership


class StaffMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Membership).user_has_permission(request.user, "change"))


@hooks.register("register_settings_menu_item")
def staff_menu_item() -> MenuItem:
    return StaffMenuItem(_("Staff"), reverse("staff_desk:list"), name="staff", icon_name="group", order=100)


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [path("", include("commerce.accounts.interfaces.desk_urls"))]
