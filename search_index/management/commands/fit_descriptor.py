"""Makes the file that the classical descriptor's parts are centred and reduced by, from pictures of our own making."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand
from tqdm import tqdm

from search_index.infrastructure.embedders.classical.fitted import FILE, fit, save
from search_index.infrastructure.embedders.classical.parts import PARTS
from search_index.infrastructure.embedders.classical.sketches import sketches
from search_index.infrastructure.embedders.classical.subject import subject_of

PICTURES = 3000


class Command(BaseCommand):
    help = "Fit the classical picture descriptor anew. Vectors made before can't be compared with those made after."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pictures", type=int, default=PICTURES)
        parser.add_argument("--file", type=Path, default=FILE)

    def handle(self, *args: Any, pictures: int, file: Path, **options: Any) -> None:
        rows: dict[str, list[Any]] = {name: [] for name in PARTS}
        for sketch in tqdm(sketches(pictures), total=pictures, unit="picture", file=self.stderr, disable=None):
            subject = subject_of(sketch)
            for name, (describe, _) in PARTS.items():
                rows[name].append(describe(subject))
        save(fit({name: np.stack(found) for name, found in rows.items()}), file)
        self.stdout.write(f"{file}: fitted on {pictures} pictures")
