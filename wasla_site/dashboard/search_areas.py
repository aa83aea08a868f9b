"""Where the desk's search looks: in orders first, then products, then what Wagtail offers of pages and pictures."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from wagtail.admin.search import SearchArea

from commerce.accounts.application.queries import rights_in_scope
from commerce.accounts.domain.policies import Right

# Areas that are offered; documents are Wagtail's and no store has any.
OFFERED = ("orders", "products", "pages", "images")


class ListSearchArea(SearchArea):
    """A list of the desk that can be searched, for those who may see it."""

    def __init__(self, label: Promise, list_url_name: str, right: Right, *, name: str, icon_name: str, order: int):
        super().__init__(label, reverse(list_url_name), name=name, icon_name=icon_name, order=order)
        self.right = right

    def is_shown(self, request: HttpRequest) -> bool:
        return self.right in rights_in_scope(request.user)
