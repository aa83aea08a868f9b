"""Deliveries that failed for good: listed, and put back into the queue when the reason is gone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from commerce.core import clock
from commerce.core.models import OutboxDelivery
from commerce.core.outbox import retry_dead
from commerce.core.scope import system_scope, tenant_scope


class Command(BaseCommand):
    help = "List the outbox's dead letters; with --retry, put them back into the queue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", action="store_true")

    def handle(self, *args: Any, retry: bool, **options: Any) -> None:
        with system_scope(), transaction.atomic():
            dead = list(OutboxDelivery.objects.dead().values_list("tenant_id", "id"))
        for tenant_id, delivery_id in dead:
            with tenant_scope(tenant_id), transaction.atomic():
                letter = OutboxDelivery.objects.get(pk=delivery_id)
                self.stdout.write(f"{letter.pk}  store {tenant_id}  {letter}  {letter.last_error}")
                if retry:
                    retry_dead([letter.pk], now=clock.now())
        self.stdout.write(f"{len(dead)} dead letters{' back in the queue' if retry else ''}")
