"""How good search is on the judged set: nDCG@10, MRR, recall@50 and questions without a result, by class."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wasla_site.bench.databases import Databases
from wasla_site.bench.relevance.figures import table
from wasla_site.bench.relevance.measuring import measure_relevance
from wasla_site.launcher.places import CHECKOUT

JUDGED = CHECKOUT / "tests" / "search_index" / "judged"


class Command(BaseCommand):
    help = "Measure what search finds of the judged questions, in a database of its own: make bench."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--judged", type=Path, default=JUDGED, help="the folder of the judged set")
        parser.add_argument("--index", default="", help="dotted path of the adapter; that of the settings otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        admin_dsn = os.environ.get("TEST_ADMIN_DSN")
        if not admin_dsn:
            raise CommandError("There is no server to measure on. Run: make bench")
        databases = Databases(admin_dsn)
        try:
            figures = measure_relevance(databases, databases.migrated(), options["judged"], options["index"])
        finally:
            databases.drop_all()
        self.stdout.writelines(f"{line}\n" for line in table(figures))
