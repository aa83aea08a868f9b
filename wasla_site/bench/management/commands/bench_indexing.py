"""How quick indexing is: rate, lag of edits, catching up after an outage. Ends with status 1 when a bound is missed."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wasla_site.bench.databases import Databases
from wasla_site.bench.indexing.measuring import Effort, measure_indexing
from wasla_site.bench.reporting import machine


class Command(BaseCommand):
    help = "Measure indexing on the tests' search server, which is stopped and started for it: part of make bench."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--products", type=int, default=5000)
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument("--edits", type=int, default=100)

    def handle(self, *args: Any, products: int, rounds: int, edits: int, **options: Any) -> None:
        admin_dsn = os.environ.get("TEST_ADMIN_DSN")
        if not admin_dsn:
            raise CommandError("There is no server to measure on. Run: make bench")
        databases = Databases(admin_dsn)
        try:
            effort = Effort(products=products, rounds=rounds, edits=edits)
            figures = measure_indexing(databases, databases.migrated(), effort)
        finally:
            databases.drop_all()
        self.stdout.write(machine())
        self.stdout.writelines(f"{line}\n" for line in figures.report())
        if missed := list(figures.missed()):
            raise CommandError("\n".join(f"MISSED {line}" for line in missed))
