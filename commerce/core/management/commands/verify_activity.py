"""Whether anyone touched a store's activity log, and what to keep elsewhere to find out next time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commerce.core.audit_seals import verify_store
from commerce.core.scope import tenant_scope


class Command(BaseCommand):
    help = (
        "Recompute the seals of a store's activity log. Prints a line for each store: slug, sealed entries, head. Keep "
        "the lines outside the database and give them back with --heads. Exit status 1 when something was touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--store", metavar="SLUG")
        which.add_argument("--all", action="store_true")
        kept = parser.add_mutually_exclusive_group()
        kept.add_argument("--head", metavar="HASH", help="A head of this store that was kept elsewhere.")
        kept.add_argument("--heads", type=Path, metavar="FILE", help="Lines this command printed before.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["head"] and options["all"]:
            raise CommandError("--head is of one store; give --heads for all.")
        heads = _kept(options["heads"]) | ({options["store"]: options["head"]} if options["head"] else {})
        stores = dict(self._stores(options["store"]))
        lost = heads.keys() - stores.keys() if options["all"] else set()
        touched = [slug for slug, tenant_id in stores.items() if self._is_touched(slug, tenant_id, heads.get(slug))]
        for slug in sorted(lost):
            self.stderr.write(f"{slug}: there is no such store any more")
        if touched or lost:
            raise CommandError(f"touched: {', '.join([*touched, *sorted(lost)])}")

    def _stores(self, slug: str | None) -> Iterable[tuple[str, int]]:
        stores = apps.get_model("tenants.Tenant").objects.order_by("slug").values_list("slug", "pk")
        found = list(stores.filter(slug=slug) if slug else stores)
        if slug and not found:
            raise CommandError(f"There is no store “{slug}”.")
        return found

    def _is_touched(self, slug: str, tenant_id: int, head: str | None) -> bool:
        with tenant_scope(tenant_id):
            verdict = verify_store(head=head)
        self.stdout.write(f"{slug} {verdict.entries} {verdict.head}")
        for problem in verdict.problems:
            self.stderr.write(f"{slug}: {problem}")
        return bool(verdict.problems)


def _kept(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        return {slug: head for slug, _, head in (line.split() for line in file.read_text().splitlines() if line)}
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} does not hold heads: {error}") from error
