"""What prices cost with 100 live promotions. Ends with status 1 when a bound is missed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wasla_site.bench.prices import measure_prices
from wasla_site.bench.reporting import machine


class Command(BaseCommand):
    help = "Measure how long prices take: make bench."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rounds", type=int, default=20)

    def handle(self, *args: Any, **options: Any) -> None:
        timings = list(measure_prices(options["rounds"]))
        self.stdout.write(machine())
        self.stdout.write(f"{'price of':<40}{'CPU ms':>9}{'times a plain sum':>19}{'bound, ms':>11}")
        for timing in timings:
            self.stdout.write(f"{timing.name:<40}{timing.ms:>9.2f}{timing.ratio:>19,.0f}{timing.bound_ms:>11.0f}")
        missed = [timing.name for timing in timings if timing.is_missed]
        for name in missed:
            self.stderr.write(f"MISSED  {name}")
        if missed:
            raise CommandError(f"{len(missed)} bounds are missed.")
