"""How good search is on the judged set: nDCG@10, MRR, recall@50 and questions without a result, by class."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wasla_site.bench.databases import Databases
from wasla_site.bench.relevance.baseline import baseline
from wasla_site.bench.relevance.catalogue import read_catalogue
from wasla_site.bench.relevance.figures import ALL, Relevance, by_class, table
from wasla_site.bench.relevance.measuring import DEMO, measure_relevance
from wasla_site.bench.relevance.queries import read_queries
from wasla_site.launcher.places import CHECKOUT
from wasla_site.launcher.testing import opensearch_for_tests

POSTGRESQL = "search_index.infrastructure.postgresql.adapter.PostgresSearchIndex"
# As in life: what the server is asked, PostgreSQL keeps beside. Nothing is measured where it had to answer instead.
OPENSEARCH = "search_index.infrastructure.failing_over.FailingOverIndex"
JUDGED = CHECKOUT / "tests" / "search_index" / "judged"


class Command(BaseCommand):
    help = "Measure what search finds of the judged questions, in a database of its own: make bench."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--judged", type=Path, default=JUDGED, help="the folder of the judged set")
        parser.add_argument("--engine", choices=["postgresql", "opensearch"], help="one of the two; both otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        admin_dsn = os.environ.get("TEST_ADMIN_DSN")
        if not admin_dsn:
            raise CommandError("There is no server to measure on. Run: make bench")
        engines = [options["engine"]] if options["engine"] else ["postgresql", "opensearch"]
        databases, overall = Databases(admin_dsn), {}
        try:
            template = databases.migrated()
            for engine in engines:
                index, server = (OPENSEARCH, _server()) if engine == "opensearch" else (POSTGRESQL, {})
                figures = measure_relevance(databases, template, options["judged"], index, server)
                self._tell(engine, figures)
                overall[engine] = figures[ALL].ndcg
            if "opensearch" in overall:
                plain = _baseline(options["judged"])
                self._tell("OpenSearch's own analyzers, arabic and english", plain)
                times = overall["opensearch"] / plain[ALL].ndcg
                self.stdout.write(f"nDCG@10 is {times:.2f} times that of OpenSearch's own analyzers\n")
        finally:
            databases.drop_all()

    def _tell(self, what: str, figures: Mapping[str, Relevance]) -> None:
        self.stdout.writelines(f"{line}\n" for line in (what, *table(figures), ""))


def _baseline(judged: Path) -> dict[str, Relevance]:
    name = f"wasla-bench-{os.getpid()}-baseline"
    with baseline(opensearch_for_tests().url(), name, read_catalogue(judged, DEMO)) as plain:
        return by_class(list(plain.ask_all(read_queries(judged / "queries.txt"))))


def _server() -> dict[str, str]:
    return {"OPENSEARCH_URL": opensearch_for_tests().url(), "OPENSEARCH_PREFIX": f"wasla-bench-{os.getpid()}"}
