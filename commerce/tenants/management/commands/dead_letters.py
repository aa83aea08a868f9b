"""Deliveries that failed for good: listed, and put back into the queue when the reason is gone."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from commerce.core import clock
from commerce.core.errors import NotFound
from commerce.core.models import OutboxDelivery
from commerce.core.outbox import retry_dead
from commerce.core.scope import system_scope, tenant_scope
from commerce.tenants.application.queries import get_tenant

Letters = list[tuple[int, int]]


class Command(BaseCommand):
    help = "List the outbox's dead letters: all, one store's, or these; with --retry, put them back into the queue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, help="These deliveries only.")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--store", metavar="SLUG", help="This store's only.")
        which.add_argument("--all", action="store_true", dest="every_store", help="Every store's; needed to retry all.")
        parser.add_argument("--retry", action="store_true")

    def handle(self, *args: Any, ids: list[int], store: str | None, every_store: bool, retry: bool, **_: Any) -> None:
        if retry and not (ids or store or every_store):
            raise CommandError("--retry needs the ids of letters, --store SLUG, or --all")
        found = self._letters(ids, self._tenant_id(store))
        for tenant_id, delivery_id in found:
            with tenant_scope(tenant_id), transaction.atomic():
                letter = OutboxDelivery.objects.get(pk=delivery_id)
                self.stdout.write(f"{letter.pk}  store {tenant_id}  {letter}  {letter.last_error}")
                if retry:
                    retry_dead([letter.pk], now=clock.now())
        self.stdout.write(f"{len(found)} dead letters{' back in the queue' if retry else ''}")

    def _letters(self, ids: list[int], tenant_id: int | None) -> Letters:
        with system_scope(), transaction.atomic():
            dead: Letters = list(OutboxDelivery.objects.dead().values_list("tenant_id", "id"))
        dead = [(owner, pk) for owner, pk in dead if tenant_id in {None, owner}]
        missing = set(ids) - {pk for _, pk in dead}
        if missing:
            raise CommandError(f"no dead letters here: {', '.join(map(str, sorted(missing)))}")
        return [(owner, pk) for owner, pk in dead if not ids or pk in ids]

    def _tenant_id(self, slug: str | None) -> int | None:
        if slug is None:
            return None
        try:
            return get_tenant(slug).pk
        except NotFound as refusal:
            raise CommandError(f"there is no store “{slug}”") from refusal
