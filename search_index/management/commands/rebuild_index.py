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
from search_index.application.ports import SearchUnavailable
from search_index.application.use_cases.rebuild_store import Rebuilt, rebuild_store

NOT_READ = "; PostgreSQL answers until the worker has written what was edited meanwhile"


class Command(BaseCommand):
    help = "Make the search index of a store anew from its products."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--store", metavar="SLUG")
        which.add_argument("--all", action="store_true", help="that are open")

    def handle(self, *args: Any, store: str | None, **options: Any) -> None:
        failed = []
        for tenant_id in _tenant_ids(store):
            name = store or f"store {tenant_id}"
            try:
                rebuilt = self._rebuild(tenant_id, name)
            except SearchUnavailable as error:
                failed.append(f"{name}: not all of it was made anew: {error}")
                continue
            if rebuilt.unwritten:
                failed.append(f"{name}: {rebuilt.unwritten} of {rebuilt.objects} objects were not taken: tried again")
            else:
                self.stdout.write(f"{name}: {rebuilt.objects} objects{'' if rebuilt.is_read else NOT_READ}")
        if failed:
            raise CommandError("\n".join(failed))

    def _rebuild(self, tenant_id: int, name: str) -> Rebuilt:
        with tqdm(desc=name, unit="object", file=self.stderr, disable=None) as bar:

            def report(done: int, of: int) -> None:
                bar.total = of
                bar.update(done - bar.n)

            with tenant_scope(tenant_id):
                return rebuild_store(report=report)


def _tenant_ids(store: str | None) -> Iterable[int]:
    if store is None:
        return list(open_stores().order_by("pk").values_list("pk", flat=True))
    try:
        return [get_tenant(store).pk]
    except NotFound:
        raise CommandError(f"There is no store “{store}”.") from None
