"""The list from which a page is chosen, for the text editor too: its link button asks for pages of `wagtailcore.page`,
which our own page model stands in for and which therefore does not exist."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import BrowseView, SearchView

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


browse = require_admin_access(BrowsePages.as_view())
search = require_admin_access(SearchPages.as_view())

# Under the names by which Wagtail asks for its own.
urlpatterns = [
    path("choose-page/", browse, name="wagtailadmin_choose_page"),
    path("choose-page/<int:parent_page_id>/", browse, name="wagtailadmin_choose_page_child"),
    path("choose-page/search/", search, name="wagtailadmin_choose_page_search"),
]
