"""Which tests go to which worker, under `--dist loadfile`: whole files, for what a file shares each worker makes anew.

Some folders go as one, because their files share what is dear: the site before a browser, two stores at work, the desk
walked once, Monday's shop. They take longest, so they go first; the rest is short enough for the workers to end
together.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

SHARING = (
    "tests/isolation",
    "tests/browser",
    "tests/wasla_site/dashboard",
    "tests/wasla_site/storefront/time_travel",
)
LONGEST_FIRST = (*SHARING, "tests/faults", "tests/wasla_site", "tests/journeys", "tests/commerce")


class ByFile(LoadScopeScheduling):
    """Not `loadgroup`: xdist writes groups into the nodes' ids, which pytest 9.2 no longer reads."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return next((folder for folder in SHARING if file.startswith(f"{folder}/")), file)


def put_longest_first(items: list[pytest.Item], root: Path) -> None:
    """By folder, then by file; inside a file the order stays."""

    def place(item: pytest.Item) -> tuple[int, str]:
        file = item.path.relative_to(root).as_posix()
        folders = (place for place, folder in enumerate(LONGEST_FIRST) if file.startswith(f"{folder}/"))
        return next(folders, len(LONGEST_FIRST)), file

    items.sort(key=place)
