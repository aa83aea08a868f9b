"""Runs by turns, in a database of their own: the bare database, orders, and orders beside a slow gateway."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import psycopg
from django.conf import settings
from django.db import connection
from tqdm import tqdm

from commerce.core.actors import SYSTEM, acting_as
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from tests.commerce.payments.tills import offer
from tests.load import bare, hot_item
from tests.load.clients import Crowd, run
from tests.load.figures import GATEWAY_SECONDS, Round, Run
from tests.simulators.gateways.running import Simulator, running_simulator
from tests.support import databases

CLIENTS, PIECES, ATTEMPTS = 50, 1_500, 2_000
PAYERS, MOST_PAYMENTS = 10, 300
GATEWAY = "paytabs"


@dataclass(frozen=True, slots=True)
class Measured:
    """`load` is what the machine had to do before, `statements` what one order takes."""

    load: float
    server: str
    statements: bare.Statements
    rounds: list[Round]


def measure(rounds: int) -> Measured:
    """So many rounds, each with items of its own."""
    load = os.getloadavg()[0]
    template, name = databases.make_template(), f"wasla_load_{os.getpid()}"
    databases.clone(template, name)
    try:
        with databases.connected_to(name), acting_as(SYSTEM), running_simulator() as simulator:
            with tenant_scope(Tenant.objects.get(slug="noor").pk):
                _open_tills(simulator)
                statements = _statements()
                measured = [_round(number, statements, name) for number in tqdm(range(rounds), unit="round")]
            connection.close()
    finally:
        databases.drop_database(name)
    return Measured(load, _server_version(), statements, measured)


def _server_version() -> str:
    with psycopg.connect(databases.admin_dsn()) as admin:
        return str(admin.info.parameter_status("server_version"))


def _open_tills(simulator: Simulator) -> None:
    """Noor takes cash at the door and cards, and every answer of the gateway takes its time. Nothing is told to us: no
    page is there to hear it."""
    settings.GATEWAY_HOSTS = simulator.hosts
    offer(GATEWAY, "cash_on_delivery")
    simulator.fault("webhook_never", GATEWAY, times=-1)
    for operation in ("page", "query"):
        simulator.fault("delay", GATEWAY, operation, times=-1, value=str(GATEWAY_SECONDS))


def _statements() -> bare.Statements:
    """Of one order, the second, when what is asked once in a process has been asked."""
    item = hot_item.put_up("COUNTED", pieces=10)
    hot_item.fill_carts(item, "counted", carts=2)
    order = hot_item.ordering("counted")
    order(0)
    return bare.statements_of(order, 1)


def _round(number: int, statements: bare.Statements, database: str) -> Round:
    """In every second round the runs come the other way round: who comes last has the fuller tables, and PostgreSQL
    tidying up after those before."""
    cold, hot, warm, other = (hot_item.put_up(f"{name}-{number}", PIECES) for name in ("COLD", "HOT", "WARM", "OTHER"))
    hot_item.fill_carts(hot, f"hot-{number}", ATTEMPTS)
    hot_item.fill_carts(warm, f"warm-{number}", ATTEMPTS)
    hot_item.fill_carts(warm, f"payer-{number}", MOST_PAYMENTS)
    openings = [f"{crowd}-opening-{number}" for crowd in ("hot", "warm", "payer")]
    for crowd in openings:
        hot_item.fill_carts(other, crowd, CLIENTS)
    with databases.owner_of(database) as owner:
        owner.execute("ANALYZE")
    of_hot, of_warm, of_payers = map(hot_item.ordering, openings)
    payers = Crowd(PAYERS, hot_item.paying(f"payer-{number}", GATEWAY), MOST_PAYMENTS, of_payers)
    runs: dict[str, Callable[[], Run]] = {
        "bare": lambda: run(Crowd(CLIENTS, bare.buying(cold, statements), ATTEMPTS, bare.buying(other, statements))),
        "orders": lambda: run(Crowd(CLIENTS, hot_item.ordering(f"hot-{number}"), ATTEMPTS, of_hot)),
        "slowed": lambda: run(Crowd(CLIENTS, hot_item.ordering(f"warm-{number}"), ATTEMPTS, of_warm), beside=payers),
    }
    order = reversed(runs) if number % 2 else runs
    done = {name: runs[name]() for name in order}
    return Round(**done, shelves=[hot_item.shelf_of(item, PIECES) for item in (hot, warm)])
