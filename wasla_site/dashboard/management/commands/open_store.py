"""Opens a store from the command line."""

from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from commerce.core.errors import Refusal
from commerce.core.refusal_words import message_for
from commerce.tenants.application.queries import absolute_url
from commerce.tenants.application.use_cases.open_store import open_store
from commerce.tenants.domain.policies import LANGUAGES
from commerce.tenants.domain.values import Opening


class Command(BaseCommand):
    help = "Open a store: tenant, first domain, owner, pages, media collection; all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slug", required=True)
        parser.add_argument("--name", required=True, help="In the store's first language.")
        parser.add_argument("--owner-email", required=True)
        parser.add_argument("--owner-name", default="")
        parser.add_argument("--existing-owner", action="store_true", help="Somebody with an account is meant.")
        parser.add_argument("--ask-password", action="store_true", help="Ask for the owner's password.")
        parser.add_argument("--currency", default="SAR")
        parser.add_argument("--language", default="ar", help="The store's first, and of what is said here: ar or en.")
        parser.add_argument("--host", default="", help="Instead of <slug>.<platform host>.")

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["language"]
        with translation.override(language if language in LANGUAGES else "en"):
            self._open(has_password=options["ask_password"], opening=_opening(options))

    def _open(self, *, has_password: bool, opening: Opening) -> None:
        try:
            tenant = open_store(opening=opening)
        except Refusal as refusal:
            raise CommandError(message_for(refusal)) from refusal
        self.stdout.write(absolute_url(tenant.pk, "/"))
        facts = {"email": opening.owner_email, "desk": absolute_url(tenant.pk, "/manage/")}
        if has_password:
            self.stdout.write(_("%(email)s signs in at %(desk)s") % facts)
        else:
            self.stdout.write(
                _("%(email)s signs in at %(desk)s, after asking there for a link to set a password.") % facts
            )


def _opening(options: dict[str, Any]) -> Opening:
    is_arabic = options["language"] == "ar"
    return Opening(
        slug=options["slug"],
        name_ar=options["name"] if is_arabic else "",
        name_en="" if is_arabic else options["name"],
        owner_email=options["owner_email"],
        owner_name=options["owner_name"],
        owner_password=getpass(_("Owner's password: ")) if options["ask_password"] else None,
        currency=options["currency"],
        language=options["language"],
        host=options["host"],
        owner_may_be_known=options["existing_owner"],
    )
