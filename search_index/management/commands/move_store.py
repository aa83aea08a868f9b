"""Moves a store's documents to another pool of the search server, while the store is open."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from commerce.core import clock
from commerce.core.errors import NotFound
from commerce.core.scope import tenant_scope
from commerce.tenants.application.queries import get_tenant
from search_index.application.filling import StillDifferent
from search_index.application.placements import placed_families
from search_index.application.pools import family_of_pool
from search_index.application.ports import SearchUnavailable
from search_index.application.use_cases.finish_move import finish_move
from search_index.application.use_cases.prepare_move import CannotMove, Destination, prepare_move
from search_index.domain.families import Family


def destination(text: str) -> Destination:
    if text == "dedicated":
        return "dedicated"
    if text == "shared":
        return "shared"
    if text.isascii() and text.isdigit():
        return int(text)
    raise ArgumentTypeError("the number of a pool, dedicated or shared")


class Command(BaseCommand):
    help = "Move a store to a pool, an index of its own, or one that stores share. Started again, it goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--store", metavar="SLUG", required=True)
        parser.add_argument("--to", metavar="POOL|dedicated|shared", type=destination, required=True)

    def handle(self, *args: Any, store: str, to: Destination, **options: Any) -> None:
        try:
            tenant_id = get_tenant(store).pk
        except NotFound:
            raise CommandError(f"There is no store “{store}”.") from None
        with tenant_scope(tenant_id):
            for family in _families(to):
                try:
                    self._move(store, family, to)
                except (CannotMove, SearchUnavailable, StillDifferent) as error:
                    raise CommandError(str(error)) from error

    def _move(self, store: str, family: Family, to: Destination) -> None:
        with tqdm(desc=f"{store}, {family}", unit="object", file=self.stderr, disable=None) as bar:

            def report(done: int, of: int) -> None:
                bar.total = of
                bar.update(done - bar.n)

            moves = prepare_move(family=family, to=to, report=report)
        if moves:
            finish_move(family=family, now=clock.now())
            self.stdout.write(f"{store}: its {family} have moved; the worker clears the old index in a minute")
        else:
            self.stdout.write(f"{store}: its {family} lie there already")


def _families(to: Destination) -> list[Family]:
    if isinstance(to, str):
        return placed_families()
    family = family_of_pool(to)
    if family is None:
        raise CommandError(f"There is no pool {to}.")
    return [family]
