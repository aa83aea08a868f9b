"""How well pictures are found by what they look like. Ends with status 1 when a bound is missed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wasla_site.bench.picture_scores import looked_at, measure_pictures
from wasla_site.bench.reporting import machine

SAME_AMONG_FIRST, SAME_COLOUR = 0.8, 0.85


class Command(BaseCommand):
    help = "Measure the picture descriptor on 256 drawn goods: part of make bench."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        scores = {score.name: score for score in measure_pictures(looked_at())}
        self.stdout.write(machine())
        self.stdout.write(
            f"{'descriptor':<26}{'numbers':>8}{'CPU ms':>8}{'first':>7}{'in 5':>7}"
            f"{'colour':>8}{'shape':>7}{'pattern':>9}"
        )
        for score in scores.values():
            self.stdout.write(
                f"{score.name:<26}{score.numbers:>8}{score.ms:>8.1f}{score.again:>7.2f}{score.among_first:>7.2f}"
                f"{score.colour:>8.2f}{score.shape:>7.2f}{score.pattern:>9.2f}"
            )
        if scores["similar"].among_first < SAME_AMONG_FIRST:
            raise CommandError(f"The same thing is among the first five less often than {SAME_AMONG_FIRST:.0%}.")
        if scores["same colour"].colour < SAME_COLOUR:
            raise CommandError(f"Of the first five, less than {SAME_COLOUR:.0%} have the colour that was asked.")
