"""Opens a store from the command line."""

from getpass import getpass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commerce.core.errors import Refusal
from commerce.tenants.application.use_cases.open_store import open_store
from commerce.tenants.domain.values import Opening


class Command(BaseCommand):
    help = "Open a store: tenant, first domain, owner, pages, media collection; all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slug", required=True)
        parser.add_argument("--name", required=True, help="In the store's first language.")
        parser.add_argument("--owner-email", required=True)
        parser.add_argument("--owner-name", default="")
        parser.add_argument("--ask-password", action="store_true", help="Ask for the owner's password.")
        parser.add_argument("--currency", default="SAR")
        parser.add_argument("--language", default="ar")
        parser.add_argument("--host", default="", help="Instead of <slug>.<platform host>.")

    def handle(self, *args: Any, **options: Any) -> None:
        is_arabic = options["language"] == "ar"
        opening = Opening(
            slug=options["slug"],
            name_ar=options["name"] if is_arabic else "",
            name_en="" if is_arabic else options["name"],
            owner_email=options["owner_email"],
            owner_name=options["owner_name"],
            owner_password=getpass("Owner's password: ") if options["ask_password"] else None,
            currency=options["currency"],
            language=options["language"],
            host=options["host"],
        )
        try:
            tenant = open_store(opening=opening)
        except Refusal as refusal:
            raise CommandError(self._explain(refusal)) from refusal
        host = options["host"] or f"{tenant.slug}.{settings.PLATFORM_HOST}"
        self.stdout.write(f"{settings.PUBLIC_SCHEME}://{host}{settings.PUBLIC_PORT_SUFFIX}/")

    def _explain(self, refusal: Refusal) -> str:
        facts = ", ".join(f"{name}: {value}" for name, value in refusal.facts.items())
        return f"{refusal.code.replace('_', ' ')} ({facts})" if facts else refusal.code.replace("_", " ")
