"""Whether a store is found as quickly among a thousand as by itself. Ends with status 1 when a bound is missed."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wasla_site.bench.databases import Databases
from wasla_site.bench.neighbours.measuring import Effort, measure_neighbours
from wasla_site.bench.reporting import machine
from wasla_site.launcher.places import CHECKOUT
from wasla_site.launcher.testing import opensearch_for_tests

JUDGED = CHECKOUT / "tests" / "search_index" / "judged"


class Command(BaseCommand):
    help = "Measure search and suggestions of a store alone and among many, on the tests' search server."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--judged", type=Path, default=JUDGED, help="where the other stores' goods are drawn from")
        parser.add_argument("--stores", type=int, default=1000)
        parser.add_argument("--products", type=int, default=500)
        parser.add_argument("--rounds", type=int, default=40)

    def handle(self, *args: Any, judged: Path, stores: int, products: int, rounds: int, **options: Any) -> None:
        admin_dsn = os.environ.get("TEST_ADMIN_DSN")
        if not admin_dsn:
            raise CommandError("There is no server to measure on. Run: make bench")
        databases = Databases(admin_dsn)
        try:
            effort = Effort(stores=stores, products=products, rounds=rounds)
            figures = measure_neighbours(databases, databases.migrated(), judged, opensearch_for_tests(), effort)
        finally:
            databases.drop_all()
        self.stdout.write(machine())
        self.stdout.writelines(f"{line}\n" for line in figures.report())
        if missed := list(figures.missed()):
            raise CommandError("\n".join(f"MISSED {line}" for line in missed))
