"""Two stores that differ in nothing but who owns them: the same words, SKUs, slugs, e-mails and people's names."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from commerce.accounts.models import User
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from tests.isolation.shops import Shop, furnish, number_rows_from

OWNERS = {"noor": "huda@noor.example", "souq": "majed@souq.example"}


def fill_twins(database: str) -> tuple[Shop, Shop]:
    """Noor and Souq of the template, filled alike: only hosts and numbers differ. Committed."""
    twins = []
    for slug, first in (("souq", 8_000_001), ("noor", 7_000_001)):
        number_rows_from(database, first)
        shop = Shop(slug, Tenant.objects.get(slug=slug).pk, f"{slug}.localhost", first, "twin")
        with tenant_scope(shop.tenant_id):
            with transaction.atomic():
                staff = User.objects.get(email=OWNERS[slug])
            furnish(replace(shop, slug="twin"), staff)
        twins.append(shop)
    souq, noor = twins
    return noor, souq


def customer_email() -> str:
    """The same person is a customer of both."""
    return "customer-twin@twin.example"
