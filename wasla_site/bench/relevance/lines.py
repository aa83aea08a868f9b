"""Lines of the judged set's files."""

from collections.abc import Iterator
from pathlib import Path


def lines_of(file: Path) -> Iterator[str]:
    """Those that say something: no blank ones, none that begin with #."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if (said := line.strip()) and not said.startswith("#"):
            yield said
