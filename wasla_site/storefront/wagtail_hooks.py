from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from commerce.accounts.application.queries import rights_in_scope
from wasla_site.storefront.campaigns.choosers import product_chooser, variant_chooser
from wasla_site.storefront.campaigns.models import CampaignPromise
from wasla_site.storefront.embeds import NoMedia
from wasla_site.storefront.models import StorePage
from wasla_site.storefront.redirects.models import Redirect


class RedirectsItem(MenuItem):
    """For those who may manage redirects."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Redirect).user_has_permission(request.user, "view"))


class TimeTravelItem(MenuItem):
    """For those who may edit pages, whose drafts it shows."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(StorePage).user_has_permission(request.user, "change"))


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    return [
        path("", include("wasla_site.storefront.redirects.desk_urls")),
        path("", include("wasla_site.storefront.time_travel.desk_urls")),
        path("", include("wasla_site.storefront.campaigns.desk_urls")),
    ]


@hooks.register("register_admin_viewset")
def choosers_of_campaigns() -> list[Any]:
    return [product_chooser, variant_chooser]


class CampaignsItem(MenuItem):
    """For those who may see campaigns."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(CampaignPromise).user_has_permission(request.user, "view"))


@hooks.register("register_admin_menu_item")
def campaigns_item() -> MenuItem:
    return CampaignsItem(
        _("Campaigns"), reverse_lazy("campaigns_desk:list"), name="campaigns", icon_name="calendar-check", order=210
    )


@hooks.register("before_create_page")
def only_with_the_right(request: HttpRequest, parent: StorePage, page_class: type[StorePage]) -> None:
    """Wagtail asks whether somebody may add pages, never of which type."""
    needed = page_class.needed_right
    if needed is not None and needed not in rights_in_scope(request.user):
        raise PermissionDenied


@hooks.register("register_settings_menu_item")
def redirects_item() -> MenuItem:
    return RedirectsItem(_("Redirects"), reverse_lazy("redirects_desk:list"), name="redirects", icon_name="redirect")


@hooks.register("register_admin_menu_item")
def time_travel_item() -> MenuItem:
    return TimeTravelItem(
        _("The store as it will be"), reverse_lazy("time_travel:desk"), name="time_travel", icon_name="date"
    )


@hooks.register("register_rich_text_features", order=10)
def no_media(features: Any) -> None:
    """After Wagtail's own embeds have registered."""
    features.register_embed_type(NoMedia)
