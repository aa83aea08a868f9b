"""`manage.py expire_orders`: calls off what nobody paid or confirmed in time."""

from typing import Any

from django.core.management.base import BaseCommand

from commerce.core import clock
from commerce.orders.application.use_cases.expire_orders import expire_orders


class Command(BaseCommand):
    help = "Calls off orders of every store whose time is up, and frees their stock, once."

    def handle(self, *args: Any, **options: Any) -> None:
        looked_at = expire_orders(now=clock.now(), most=1000)
        self.stdout.write(f"Looked at {looked_at} orders whose time was up.")
