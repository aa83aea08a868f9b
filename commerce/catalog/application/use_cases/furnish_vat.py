"""The kinds of VAT of a new store."""

from commerce.catalog.domain.pricing import STANDARD_RATE, VatCode
from commerce.catalog.models import VatCategory
from commerce.tenants.domain.values import Opening
from commerce.tenants.models import Tenant


def furnish_vat(tenant: Tenant, opening: Opening) -> None:
    """The store sells at the standard rate, unless a product is said to be zero-rated."""
    VatCategory.objects.bulk_create(
        [
            VatCategory(code=VatCode.STANDARD, rate=STANDARD_RATE, is_default=True),
            VatCategory(code=VatCode.ZERO, rate=0),
        ],
        ignore_conflicts=True,
    )
