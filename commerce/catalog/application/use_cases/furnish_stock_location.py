"""The place where a new store's goods lie."""

from commerce.catalog.models import StockLocation
from commerce.tenants.domain.values import Opening
from commerce.tenants.models import Tenant


def furnish_stock_location(tenant: Tenant, opening: Opening) -> None:
    """The store has a default stock location, from which shoppers buy."""
    StockLocation.objects.get_or_create(
        is_default=True,
        defaults={"name_ar": "المخزن الرئيسي", "name_en": "Main stock", "created_at": tenant.created_at},
    )
