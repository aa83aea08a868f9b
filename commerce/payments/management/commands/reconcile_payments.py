"""`manage.py reconcile_payments`: asks gateways about every payment still open."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from commerce.core import clock
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments


class Command(BaseCommand):
    help = "Asks the payment gateways about every open payment of every store, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=1000, help="how many attempts to ask about at most")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = reconcile_payments(now=clock.now(), most=options["most"])
        self.stdout.write(f"Asked about {asked} payment attempts.")
