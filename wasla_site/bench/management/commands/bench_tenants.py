"""What pages cost with 2, 1,000 and 10,000 tenants. Ends with status 1 when a bound is missed."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from wasla_site.bench.databases import Databases
from wasla_site.bench.figures import misses
from wasla_site.bench.measuring import Effort, measure
from wasla_site.bench.reporting import machine, report


class Command(BaseCommand):
    help = "Measure what pages cost with many tenants, in databases of its own: make bench."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sizes", default="2,1000,10000", help="numbers of tenants, such as 2,200")
        parser.add_argument("--products", type=int, default=100_000, help="of the one large store")
        parser.add_argument("--rounds", type=int, default=12)

    def handle(self, *args: Any, **options: Any) -> None:
        admin_dsn = os.environ.get("TEST_ADMIN_DSN")
        if not admin_dsn:
            raise CommandError("There is no server to measure on. Run: make bench")
        effort = Effort(_sizes(options["sizes"]), options["products"], options["rounds"])
        databases = Databases(admin_dsn)
        databases.drop_all()
        try:
            figures = measure(databases, databases.migrated(), effort)
        finally:
            databases.drop_all()
        self.stdout.write(f"{machine()}, {_server(admin_dsn)}")
        self.stdout.writelines(f"{line}\n" for line in report(figures))
        missed = misses(figures)
        for line in missed:
            self.stderr.write(f"MISSED  {line}")
        if missed:
            raise CommandError(f"{len(missed)} bounds are missed.")
        self.stdout.write("All bounds hold.")


def _sizes(text: str) -> list[int]:
    try:
        sizes = sorted({int(size) for size in text.split(",")})
    except ValueError as error:
        raise CommandError(f"--sizes must be numbers, not {text!r}.") from error
    if len(sizes) < 2 or sizes[0] < 2:
        raise CommandError("--sizes must be two or more different numbers, the least of them 2.")
    return sizes


def _server(admin_dsn: str) -> str:
    with psycopg.connect(admin_dsn) as admin:
        return f"PostgreSQL {admin.info.parameter_status('server_version')}"
