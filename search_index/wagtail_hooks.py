from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from search_index.models import RankingVersion


class RankingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(RankingVersion).user_has_permission(request.user, "change"))


@hooks.register("register_settings_menu_item")
def ranking_menu_item() -> MenuItem:
    label = pgettext_lazy("ranking", "Search results")
    return RankingMenuItem(label, reverse("search_desk:ranking"), name="search_ranking", icon_name="search")


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [path("", include("search_index.interfaces.desk_urls"))]
