"""Reads products from a file into a store."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from tqdm import tqdm

from commerce.catalog.application.use_cases.import_products import import_products
from commerce.catalog.domain.imports import ImportedProduct, Remark, Tally
from commerce.catalog.infrastructure.product_file import ProductFile, open_product_file
from commerce.catalog.infrastructure.stored_images import StoredImages
from commerce.catalog.interfaces.import_messages import row_message
from commerce.core import clock
from commerce.core.errors import NotFound, Refusal
from commerce.core.refusal_words import message_for
from commerce.core.scope import tenant_scope
from commerce.tenants.application.queries import get_tenant

CALM_ROWS = 20_000
# As shells count a program that Ctrl-C, or a closed pipe, ended.
INTERRUPTED = 130
CLOSED_PIPE = 141


class Command(BaseCommand):
    help = (
        "Import products from Wasla's CSV or a Shopify product export. Good rows are kept and each bad one is named; "
        "running it again changes nothing. Exit status 1 when nothing could be read, 130 when it was stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--store", required=True, metavar="SLUG")
        parser.add_argument("--language", choices=["ar", "en"], default="en", help="Of the messages.")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            try:
                self._import(options["store"], options["file"])
            except BrokenPipeError:
                # Whoever read the lines has gone; so that the interpreter's own last flush meets no closed pipe either.
                os.dup2(os.open(os.devnull, os.O_WRONLY), self.stdout.fileno())
                raise SystemExit(CLOSED_PIPE) from None

    def _import(self, slug: str, path: Path) -> None:
        try:
            tenant = get_tenant(slug)
        except NotFound:
            raise CommandError(_("There is no store “%(slug)s”.") % {"slug": slug}) from None
        tally = Tally()

        def tell(remark: Remark) -> None:
            tally.count(remark)
            self._say(row_message(remark))

        try:
            file = open_product_file(path, tenant.currency, tell)
        except Refusal as refusal:
            raise CommandError(message_for(refusal)) from refusal
        try:
            with tenant_scope(tenant.pk):
                import_products(
                    products=self._with_progress(file),
                    images=StoredImages(),
                    tell=tell,
                    reference=f"import:{path.name}",
                    actor="import",
                    now=clock.now(),
                    tally=tally,
                )
        except KeyboardInterrupt:
            self._sum_up(tally)
            self._say(_("Stopped at row %(row)s. What is counted above is in the store.") % {"row": file.row})
            raise SystemExit(INTERRUPTED) from None
        self._sum_up(tally)
        if not tally.products:
            raise CommandError(_("No product could be read."))

    def _with_progress(self, file: ProductFile) -> Iterator[ImportedProduct]:
        """A bar for people at a terminal; elsewhere a line now and then."""
        told = 0
        with tqdm(total=file.table.lines, unit=" rows", disable=not sys.stderr.isatty(), leave=False) as bar:
            for product in file.products():
                bar.update(file.row - bar.n)
                if bar.disable and file.row - told >= CALM_ROWS:
                    told = file.row
                    self._say(_("Rows read: %(count)s") % {"count": file.row})
                yield product

    def _say(self, line: str) -> None:
        with tqdm.external_write_mode(file=self.stdout):
            self.stdout.write(line)
            self.stdout.flush()

    def _sum_up(self, tally: Tally) -> None:
        facts = asdict(tally)
        for line in (
            _("Products: %(products_new)s new, %(products_changed)s changed, %(products_same)s as before."),
            _("Variants: %(variants_new)s new, %(variants_changed)s changed, %(variants_same)s as before."),
            _("Stock set: %(stock_changed)s. Pictures added: %(pictures_added)s."),
            _("Problems: %(problems)s. Notes: %(notes)s."),
        ):
            self._say(line % facts)
