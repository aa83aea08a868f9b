from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from tests.commerce.carts.shop import put_on_shelf
from tests.commerce.catalog.desk import member
from tests.commerce.orders.browsing import variant
from tests.commerce.payments.tills import offer
from tests.simulators.gateways.fixtures import simulator, simulator_process
from tests.simulators.gateways.running import Simulator

__all__ = ["simulator", "simulator_process"]


@pytest.fixture(autouse=True)
def _orders_listen_to_payments(settings: Any) -> None:
    settings.EVENT_HANDLERS = "tests.commerce.orders.checkout.HANDLERS"


@pytest.fixture
def at_noor(own_database: str) -> Iterator[Tenant]:
    """Noor's scope with no transaction open; what is done is committed."""
    noor = Tenant.objects.get(slug="noor")
    with tenant_scope(noor.pk):
        yield noor


@pytest.fixture
def everybody_listens(settings: Any) -> None:
    """To all events, as on the platform."""
    settings.EVENT_HANDLERS = "wasla_site.events.HANDLERS"


@pytest.fixture
def manager(at_noor: Tenant) -> Client:
    return member(at_noor, Role.MANAGER)


@pytest.fixture
def browser(at_noor: Tenant, simulator: Simulator) -> Client:
    """A shopper on Noor's host with two pieces in the cart. Noor takes cards and cash."""
    offer("paytabs", "cash_on_delivery")
    with transaction.atomic():
        put_on_shelf("OUD", pieces=10, price_minor=24900)
    client = Client(HTTP_HOST="noor.localhost", enforce_csrf_checks=False)
    client.post("/cart/add/", {"variant_id": variant(), "quantity": "٢"})
    return client
