"""Two shops with goods, ways to pay, and gateways that know where to call."""

from __future__ import annotations

import json

from django.db import transaction

from commerce.core.actors import Actor, ActorKind, acting_as
from commerce.core.scope import tenant_scope
from commerce.payments.application.use_cases.arrange_payment_ways import arrange_payment_ways
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.accounts import Taking
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.payments.tills import GATEWAYS, connect
from tests.faults.crashes.facts import SHOPS, WAYS, Facts

# Of most there is enough; the last ones are sold out on the way, so that shoppers are refused and orders fail.
SHELF = {"OUD": (100_000, 24_900), "MUSK": (100_000, 9_950), "AMBER": (100_000, 4_933), "SAFFRON": (150, 1_275)}


def furnish(facts: Facts) -> None:
    """Leaves what shoppers and gateways have to know in a file."""
    with acting_as(Actor(ActorKind.COMMAND, "tests")):
        facts.furnished.write_text(json.dumps({slug: _furnish(slug) for slug in SHOPS}))


def _furnish(slug: str) -> dict[str, object]:
    tenant = Tenant.objects.get(slug=slug)
    with tenant_scope(tenant.pk):
        accounts = [connect(gateway, slug, taking=_taking(gateway, slug)) for gateway in GATEWAYS]
        arrange_payment_ways(ways=[(way, True) for way in WAYS])
        with transaction.atomic():
            variants = [put_on_shelf(sku, pieces=pieces, price_minor=price) for sku, (pieces, price) in SHELF.items()]
    hooks = {account.provider: webhook_url(account.webhook_token) for account in accounts}
    return {"tenant": tenant.pk, "variants": dict(zip(SHELF, variants, strict=True)), "hooks": hooks}


def _taking(gateway: str, slug: str) -> Taking:
    """Noor holds cards at HyperPay first; Souq, and who pays elsewhere, is charged at once."""
    return Taking.WHEN_SENT if (gateway, slug) == ("hyperpay", "noor") else Taking.AT_ONCE
