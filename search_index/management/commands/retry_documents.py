"""Lists the documents that search gave up, and has them tried again."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commerce.core.errors import NotFound
from commerce.core.scope import tenant_scope
from commerce.tenants.application.queries import all_tenant_ids, get_tenant
from search_index.application.given_up import given_up_documents
from search_index.application.use_cases.retry_documents import retry_documents


class Command(BaseCommand):
    help = "Try the documents again that the search engine refused for good; with --list, only say which."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--store", metavar="SLUG")
        which.add_argument("--all", action="store_true")
        parser.add_argument("--list", action="store_true", dest="only_list")

    def handle(self, *args: Any, store: str | None, only_list: bool, **options: Any) -> None:
        for tenant_id in _tenant_ids(store):
            with tenant_scope(tenant_id):
                for one in given_up_documents():
                    self.stdout.write(f"store {tenant_id}  {one.kind} {one.object_id}  {one.given_up_at}  {one.reason}")
                if not only_list and (count := retry_documents()):
                    self.stdout.write(f"store {tenant_id}: {count} documents are tried again")


def _tenant_ids(store: str | None) -> Iterable[int]:
    if store is None:
        return list(all_tenant_ids())
    try:
        return [get_tenant(store).pk]
    except NotFound:
        raise CommandError(f"There is no store “{store}”.") from None
