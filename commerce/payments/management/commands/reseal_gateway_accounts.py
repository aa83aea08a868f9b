"""`manage.py reseal_gateway_accounts`: after a new key was put in front of `GATEWAY_SEAL_KEYS`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commerce.payments.application.use_cases.reseal_accounts import reseal_accounts


class Command(BaseCommand):
    help = "Seals the gateway accounts of every store with the newest key. The old key may go once it says 0 left."

    def handle(self, *args: Any, **options: Any) -> None:
        moved, left = reseal_accounts()
        self.stdout.write(f"Sealed {moved} gateway accounts anew, {left} left.")
        if left:
            raise CommandError(
                "Some accounts open with none of the keys: is the key they were sealed with missing? If it is lost, "
                "their stores enter their keys anew at /manage/."
            )
