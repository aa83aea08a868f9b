"""Runs one of Wagtail's own maintenance commands store by store; without a scope they are refused."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from commerce.core.errors import NotFound
from commerce.core.scope import tenant_scope
from commerce.tenants.application.queries import all_tenant_ids, get_tenant

log = logging.getLogger(__name__)

# Those that look at a store's rows alone. Not among them: `fixtree`, which would renumber a tree of which it sees one
# branch; `update_index`, which reads the stock models we replaced, and whose index every save keeps; and
# `publish_scheduled`, whose work is the worker's (`scheduled_pages`).
COMMANDS = ("rebuild_references_index", "purge_revisions")


class Command(BaseCommand):
    help = "Run one of Wagtail's maintenance commands in one store or in all, each in its own transaction."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("wagtail_command", choices=COMMANDS)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--store", metavar="SLUG")
        which.add_argument("--all", action="store_true", dest="every_store")

    def handle(self, *args: Any, wagtail_command: str, store: str | None, **options: Any) -> None:
        """Raises CommandError when it failed in a store; the others have it done all the same."""
        failed = []
        for tenant_id in [self._tenant_id(store)] if store else list(all_tenant_ids()):
            try:
                with tenant_scope(tenant_id), transaction.atomic():
                    call_command(wagtail_command, stdout=self.stdout, verbosity=options["verbosity"])
            except Exception:  # one store's defect must not stop the others
                log.exception("%s failed in store %s", wagtail_command, tenant_id)
                failed.append(str(tenant_id))
            else:
                self.stdout.write(f"store {tenant_id}: {wagtail_command} done")
        if failed:
            raise CommandError(f"{wagtail_command} failed in store {', '.join(failed)}")

    def _tenant_id(self, slug: str) -> int:
        try:
            return get_tenant(slug).pk
        except NotFound as refusal:
            raise CommandError(f"there is no store “{slug}”") from refusal
