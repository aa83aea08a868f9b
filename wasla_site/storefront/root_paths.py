"""Where a store's pages hang, as Wagtail asks for it: the current store's root only, whatever the number of stores."""

from typing import Any

from wagtail.models import Site
from wagtail.models.sites import SiteRootPath

from commerce.core.scope import current_tenant_id
from commerce.tenants.application.queries import root_url


def root_paths_of(cache_object: Any) -> list[SiteRootPath]:
    """The one root path of the scope's store, remembered on `cache_object` (a page or a request)."""
    tenant_id = current_tenant_id()
    remembered: tuple[int, list[SiteRootPath]] | None = getattr(cache_object, "_store_root_paths", None)
    if remembered is None or remembered[0] != tenant_id:
        remembered = (tenant_id, _find_root_paths(tenant_id))
        cache_object._store_root_paths = remembered
    return remembered[1]


def _find_root_paths(tenant_id: int) -> list[SiteRootPath]:
    """In one statement: a page with no request at hand asks anew. Wagtail's sites have no scope in Python, so the store
    is named; their own order is costly to say and left out."""
    sites = Site.objects.filter(root_page__tenant=tenant_id, root_page__tenant__domains__is_primary=True)
    found = sites.order_by().values_list("pk", "root_page__url_path", "root_page__tenant__domains__host")
    return [SiteRootPath(pk, url_path, root_url(host), "ar") for pk, url_path, host in found]
