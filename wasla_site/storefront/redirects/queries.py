"""Where a path leads."""

from __future__ import annotations

from django.db.models import QuerySet

from wasla_site.storefront.redirects.addresses import may_be_redirected, normal_path
from wasla_site.storefront.redirects.models import Redirect


def redirect_from(path: str) -> Redirect | None:
    """The redirect of this path of the store, with its page if it leads to one. One statement."""
    wanted = normal_path(path)
    if not may_be_redirected(wanted):
        return None
    return Redirect.objects.leading_somewhere().select_related("page").filter(path=wanted).first()


def redirects_of_store() -> QuerySet[Redirect]:
    """All, by path, with their pages."""
    found: QuerySet[Redirect] = Redirect.objects.select_related("page").order_by("path")
    return found
