"""Makes the search index of one store or of all of them again, while they are open."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from commerce.core.errors import NotFound
from commerce.core.scope import tenant_scope
from commerce.tenants.application.queries import get_tenant, open_stores
from search_index.application.use_cases.rebuild_store import rebuild_store


class Command(BaseCommand):
    help = "Make the search index of a store anew from its products."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--store", metavar="SLUG")
        which.add_argument("--all", action="store_true", help="that are open")

    def handle(self, *args: Any, store: str | None, **options: Any) -> None:
        for tenant_id in _tenant_ids(store):
            with tqdm(desc=store or f"store {tenant_id}", unit="object", file=self.stderr, disable=None) as bar:

                def report(done: int, of: int, bar: tqdm[Any] = bar) -> None:
                    bar.total = of
                    bar.update(done - bar.n)

                with tenant_scope(tenant_id):
                    count = rebuild_store(report=report)
            self.stdout.write(f"{store or f'store {tenant_id}'}: {count} objects")


def _tenant_ids(store: str | None) -> Iterable[int]:
    if store is None:
        return list(open_stores().order_by("pk").values_list("pk", flat=True))
    try:
        return [get_tenant(store).pk]
    except NotFound:
        raise CommandError(f"There is no store “{store}”.") from None
