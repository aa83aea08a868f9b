"""Opens and furnishes the demo's two stores, and prints where they are and how to sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from commerce.tenants.application.queries import absolute_url
from wasla_site.demo.content import Store
from wasla_site.demo.gateways import take_payments, write_portals
from wasla_site.demo.pages import STORES
from wasla_site.demo.seeding import DEMO_PASSWORD, seed_store


class Command(BaseCommand):
    help = "Open and furnish the demo's stores. What is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        for store in STORES.values():
            tenant = seed_store(store, self.stderr.write)
            take_payments(tenant)
            self._introduce(store, absolute_url(tenant.pk, ""))
        write_portals()
        platform = f"{settings.PUBLIC_SCHEME}://{settings.PLATFORM_HOST}{settings.PUBLIC_PORT_SUFFIX}"
        self.stdout.write(f"Open a store of your own  {platform}/open/")

    def _introduce(self, store: Store, address: str) -> None:
        self.stdout.write(f"{store.name.en:<24}  {address}/")
        self.stdout.write(f"{'  its desk':<24}  {address}/manage/")
        for person in store.people:
            self.stdout.write(f"{'  ' + person.role:<24}  {person.email}  {DEMO_PASSWORD}")
        self.stdout.write("")
