"""A new store's place for images and documents."""

from django.db import transaction
from wagtail.models import Collection

from commerce.core.scope import system_scope
from commerce.tenants.domain.values import Opening
from commerce.tenants.models import Tenant


def furnish_media(tenant: Tenant, opening: Opening) -> None:
    """The store has a collection under the root of collections. In SYSTEM: the tree must see its siblings.

    Collections stand in the order of their names, and one that is not the last moves all that follow, a statement
    each: so the name begins with a number that grows.
    """
    with system_scope(stamp=tenant.pk), transaction.atomic():
        Collection.get_first_root_node().add_child(name=f"{tenant.pk:012}-{tenant.slug}")
