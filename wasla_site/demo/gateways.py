"""How the demo's stores are paid: with three gateways, which the simulator beside them plays, in cash and by transfer.

The keys are made up, and the simulator's (tests/simulators/gateways/merchants.py). No money moves.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.db import transaction

from commerce.core import clock
from commerce.core.scope import tenant_scope
from commerce.payments.application.use_cases.arrange_payment_ways import arrange_payment_ways
from commerce.payments.application.use_cases.connect_gateway import connect_gateway
from commerce.payments.application.use_cases.save_bank_details import save_bank_details
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.accounts import Mode
from commerce.payments.models import GatewayAccount
from commerce.tenants.application.queries import find_tenant
from commerce.tenants.models import Tenant

WAYS = ("hyperpay_mada", "hyperpay", "paytabs", "moyasar", "cash_on_delivery", "bank_transfer")
# The example of the IBAN registry; nobody's account.
IBAN = "SA03 8000 0000 6080 1016 7519"
REGIONS = {"hyperpay": "test", "paytabs": "sa", "moyasar": "sa"}
# By store and gateway: its secrets, and what is no secret.
KEYS: dict[str, dict[str, tuple[dict[str, str], dict[str, str]]]] = {
    store: {
        "hyperpay": (
            {"access_token": f"hp-token-{store}", "webhook": f"0{number}" * 32},
            {"entity": f"{number}" * 32, "entity_mada": f"{number}" * 31 + "a"},
        ),
        "paytabs": ({"server_key": f"PTKEY-{store}-0001"}, {"profile_id": f"10{number}"}),
        "moyasar": (
            {"secret_key": f"sk_test_{store}", "webhook": f"shared-{store}"},
            {"publishable_key": f"pk_test_{store}"},
        ),
    }
    for number, store in enumerate(("noor", "souq"), start=1)
}


def take_payments(tenant: Tenant) -> None:
    """The store has an account with each gateway and offers them all. One that has accounts is left as it is."""
    with tenant_scope(tenant.pk):
        with transaction.atomic():
            is_ready = GatewayAccount.objects.exists()
        if is_ready:
            return
        for provider, (secrets, settings) in KEYS[tenant.slug].items():
            connect_gateway(
                provider=provider,
                mode=Mode.TEST,
                region=REGIONS[provider],
                secrets=secrets,
                settings=settings,
                is_in_use=True,
                now=clock.now(),
            )
        save_bank_details(bank_name="مصرف الراجحي · Al Rajhi Bank", account_holder=tenant.name_en, iban=IBAN)
        arrange_payment_ways(ways=[(way, True) for way in WAYS])


def write_portals() -> None:
    """The file of `GATEWAY_PORTALS`, if one is named, says where the simulator sends whose webhooks: what a merchant
    would type into a gateway's portal."""
    path = os.environ.get("GATEWAY_PORTALS")
    if path:
        Path(path).write_text(json.dumps([entry for slug in KEYS for entry in _portals(slug)]))


def _portals(slug: str) -> list[dict[str, str]]:
    tenant = find_tenant(slug)
    assert tenant is not None
    with tenant_scope(tenant.pk), transaction.atomic():
        tokens = GatewayAccount.objects.filter(mode=Mode.TEST).values_list("provider", "webhook_token")
        # PayTabs is told with each payment, and would call twice.
        return [
            {"gateway": provider, "name": slug, "webhook_url": webhook_url(token)}
            for provider, token in tokens
            if provider != "paytabs"
        ]
