"""Takes everything of a closed store out of search."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commerce.core.errors import NotFound
from commerce.core.scope import tenant_scope
from commerce.tenants.application.queries import get_tenant
from search_index.application.ports import SearchUnavailable
from search_index.application.use_cases.forget_store_index import forget_store_index

NOTHING_LEFT = "nothing of it is left in search but its rankings, which are settings"
LEFT_ON_SERVER = (
    "PostgreSQL keeps nothing of it for search but its rankings, which are settings. No search server is named: what "
    "lies on one that was named before is forgotten when OPENSEARCH_URL names it and this is run again"
)


class Command(BaseCommand):
    help = (
        "Forget a closed store's documents, words, descriptions of pictures, popularity and places in pools. One that "
        "opens again is indexed by rebuild_index, but not within the hour."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--store", metavar="SLUG", required=True)

    def handle(self, *args: Any, store: str, **options: Any) -> None:
        try:
            tenant = get_tenant(store)
        except NotFound:
            raise CommandError(f"There is no store “{store}”.") from None
        if tenant.is_active:
            raise CommandError(f"{store} is open, and would find nothing from now on: close it first.")
        with tenant_scope(tenant.pk):
            try:
                is_all_forgotten = forget_store_index()
            except SearchUnavailable as error:
                raise CommandError(f"Not everything is forgotten, run this again: {error}") from error
        self.stdout.write(f"{store}: {NOTHING_LEFT if is_all_forgotten else LEFT_ON_SERVER}")
