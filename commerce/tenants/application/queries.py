"""Answers about stores. Tenants and domains are global tables: no scope is needed."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet

from commerce.core.errors import NotFound
from commerce.core.scope import current_tenant_id
from commerce.tenants.domain.policies import normal_host
from commerce.tenants.models import Domain, Tenant


def find_tenant_for_host(host: str) -> Tenant | None:
    """The store that answers at this host (port and case aside); None unless the host is a verified domain's."""
    domain = Domain.objects.verified().select_related("tenant").filter(host=normal_host(host)).first()
    return domain.tenant if domain else None


def get_tenant(slug: str) -> Tenant:
    """The store of this slug. Refuses NotFound."""
    tenant = find_tenant(slug)
    if tenant is None:
        raise NotFound(slug=slug)
    return tenant


def find_tenant(slug: str) -> Tenant | None:
    return Tenant.objects.filter(slug=slug).first()


def currency_in_scope() -> str:
    """The currency of the open scope's store (ISO 4217)."""
    return Tenant.objects.values_list("currency", flat=True).get(pk=current_tenant_id())


def primary_host(tenant_id: int) -> str:
    """The host that absolute links of this store name. Refuses NotFound for a store without one."""
    host = Domain.objects.filter(tenant_id=tenant_id, is_primary=True).values_list("host", flat=True).first()
    if host is None:
        raise NotFound(tenant_id=tenant_id)
    return host


def all_tenant_ids() -> Iterator[int]:
    """Every store, for sweeps and commands with --all that then open each store's scope."""
    return Tenant.objects.order_by("id").values_list("id", flat=True).iterator()


def open_stores() -> QuerySet[Tenant]:
    """Those that are not closed: for sweeps that leave a closed store as it is, until it opens again."""
    return Tenant.objects.filter(is_active=True)


def is_held_open() -> bool:
    """Whether the open scope's store is not closed; nobody closes it before the transaction ends."""
    return open_stores().filter(pk=current_tenant_id()).select_for_update(no_key=True).exists()


def absolute_url(tenant_id: int, path: str) -> str:
    """The address of `path` (starting with /) on the store's primary host."""
    return f"{root_url(primary_host(tenant_id))}{path}"


def root_url(host: str) -> str:
    """Where the addresses of this host begin, with the running site's scheme and port."""
    return f"{settings.PUBLIC_SCHEME}://{host}{settings.PUBLIC_PORT_SUFFIX}"
