"""Where a store's pages hang, as Wagtail asks for it: the current store's root only, whatever the number of stores.

Wagtail asks once or twice for every address of a page, mostly with no request at hand: a request remembers the answer
by itself, and outside one each page does.
"""

from __future__ import annotations

from typing import Any

from wagtail.models import Site
from wagtail.models.sites import SiteRootPath

from commerce.core.scope import current_tenant_id
from commerce.tenants.application.queries import root_url
from wasla_site.storefront.request_memory import once_a_request


def root_paths_of(page: Any) -> list[SiteRootPath]:
    """The one root path of the scope's store. One statement in a request, or for the page outside one."""
    of_page = page.__dict__.setdefault("_root_paths", {})
    return once_a_request("root paths", _find_root_paths, elsewhere=of_page)


def _find_root_paths() -> list[SiteRootPath]:
    """Wagtail's sites have no scope in Python, so the store is named; their own order is costly to say and left out."""
    of_store = {"root_page__tenant": current_tenant_id(), "root_page__tenant__domains__is_primary": True}
    sites = Site.objects.filter(**of_store).order_by()
    found = sites.values_list("pk", "root_page__url_path", "root_page__tenant__domains__host")
    return [SiteRootPath(pk, url_path, root_url(host), "ar") for pk, url_path, host in found]
