from collections.abc import Iterator
from typing import Any

import pytest

from commerce.core.scope import tenant_scope
from commerce.payments.application.use_cases.create_payment import create_payment
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import NOON
from tests.commerce.payments.scripted import AMOUNT, SETTING, ScriptedGateway


@pytest.fixture
def at_noor(own_database: str) -> Iterator[Tenant]:
    """Noor's scope with no transaction open, as gateways are called; what is done is committed."""
    noor = Tenant.objects.get(slug="noor")
    with tenant_scope(noor.pk):
        yield noor


@pytest.fixture
def scripted(settings: Any) -> None:
    settings.PAYMENT_GATEWAYS = {
        **SETTING,
        "cash_on_delivery": "commerce.payments.infrastructure.cash_on_delivery.CashOnDelivery",
    }
    settings.EVENT_HANDLERS = "tests.commerce.payments.scripted.HANDLERS"
    ScriptedGateway.reset()


@pytest.fixture
def owed(at_noor: Tenant, scripted: None) -> int:
    return create_payment(subject="order:1", method="scripted", amount=AMOUNT, now=NOON)
