"""Makes the index of a pool of stores anew beside the old one, then reads from it; or goes back to the old one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from commerce.core import clock
from search_index.application.filling import StillDifferent
from search_index.application.pools import all_pools, former_generation
from search_index.application.ports import SearchUnavailable
from search_index.application.use_cases.prepare_generation import prepare_generation
from search_index.application.use_cases.read_generation import read_generation
from search_index.application.use_cases.verify_generation import verify_generation
from search_index.models import SearchPool


class Command(BaseCommand):
    help = "Make a pool's index anew while its stores are open. Started again, it goes on where it was stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--pool", type=int, metavar="N")
        which.add_argument("--all", action="store_true")
        parser.add_argument("--back", action="store_true", help="read the index before again; it is kept for a day")

    def handle(self, *args: Any, pool: int | None, back: bool, **options: Any) -> None:
        for one in _chosen(pool):
            try:
                self._go_back(one) if back else self._rebuild(one)
            except (SearchUnavailable, StillDifferent) as error:
                raise CommandError(f"pool {one.pk}: {error}. The old index is read as before.") from error

    def _rebuild(self, pool: SearchPool) -> None:
        with tqdm(desc=f"pool {pool.pk}", unit="object", file=self.stderr, disable=None) as bar:

            def report(done: int, of: int) -> None:
                bar.total = of
                bar.update(done - bar.n)

            generation = prepare_generation(pool_id=pool.pk, now=clock.now(), report=report)
        read_generation(generation=generation, now=clock.now())
        self.stdout.write(f"pool {pool.pk} ({pool.family}): its index {generation.number} is read")

    def _go_back(self, pool: SearchPool) -> None:
        generation = former_generation(pool.pk)
        if generation is None:
            raise CommandError(f"Pool {pool.pk} has no index to go back to.")
        verify_generation(generation=generation)
        read_generation(generation=generation, now=clock.now())
        self.stdout.write(f"pool {pool.pk} ({pool.family}): its index {generation.number} is read again")


def _chosen(number: int | None) -> list[SearchPool]:
    there = all_pools()
    if number is None:
        return there
    if chosen := [pool for pool in there if pool.pk == number]:
        return chosen
    known = ", ".join(f"{pool.pk} ({pool.family}, {pool.stores} stores)" for pool in there) or "none"
    raise CommandError(f"There is no pool {number}. There are: {known}.")
