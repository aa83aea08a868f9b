"""A new store's place for images and documents."""

from django.db import transaction
from wagtail.models import Collection

from commerce.core.scope import system_scope
from commerce.tenants.domain.values import Opening
from commerce.tenants.models import Tenant


def furnish_media(tenant: Tenant, opening: Opening) -> None:
    """The store has a collection under the root of collections. In SYSTEM: the tree must see its siblings."""
    with system_scope(stamp=tenant.pk), transaction.atomic():
        Collection.get_first_root_node().add_child(name=tenant.slug)
