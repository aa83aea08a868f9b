"""Choosing a page or an address to link to, for those who write pages: all of it tells of pages, drafts too.

The text editor's link button asks for pages of `wagtailcore.page`, which our own page model stands in for and which
therefore does not exist.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views import View
from wagtail.admin.auth import require_admin_access, user_has_any_page_permission, user_passes_test
from wagtail.admin.views.chooser import (
    AnchorLinkView,
    BrowseView,
    ChosenMultipleView,
    EmailLinkView,
    ExternalLinkView,
    PhoneLinkView,
    SearchView,
)

from wasla_site.storefront.models import StorePage

NO_MORE = "wagtailcore.page"


class AnyPage:
    """The kind that does not exist is any kind."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("page_type") == NO_MORE:
            asked = request.GET.copy()
            del asked["page_type"]
            request.GET = asked  # type: ignore[assignment]
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class BrowsePages(AnyPage, BrowseView):
    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        """Begins at the store's home page, also where Wagtail would at the root above all stores."""
        if parent_page_id is None or StorePage.objects.filter(pk=parent_page_id, depth=1).exists():
            parent_page_id = StorePage.objects.filter(depth=2).values_list("pk", flat=True).first()
        response: HttpResponse = super().get(request, parent_page_id)
        return response


class SearchPages(AnyPage, SearchView):
    pass


def _offered(address: str, view: type[View], name: str) -> URLPattern:
    """Wagtail itself asks only whether somebody may enter the desk."""
    judged = user_passes_test(user_has_any_page_permission)(view.as_view())
    return path(address, require_admin_access(judged), name=f"wagtailadmin_{name}")


# Under the names by which Wagtail asks for its own.
urlpatterns = [
    _offered("choose-page/", BrowsePages, "choose_page"),
    _offered("choose-page/<int:parent_page_id>/", BrowsePages, "choose_page_child"),
    _offered("choose-page/search/", SearchPages, "choose_page_search"),
    _offered("choose-page/chosen-multiple/", ChosenMultipleView, "choose_page_chosen_multiple"),
    _offered("choose-external-link/", ExternalLinkView, "choose_page_external_link"),
    _offered("choose-email-link/", EmailLinkView, "choose_page_email_link"),
    _offered("choose-phone-link/", PhoneLinkView, "choose_page_phone_link"),
    _offered("choose-anchor-link/", AnchorLinkView, "choose_page_anchor_link"),
]
