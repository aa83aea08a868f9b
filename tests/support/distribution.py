"""Which tests go to which worker, under `--dist loadfile`: whole files, for what a file shares each worker makes anew.

Some folders go as one, because their files share what is dear: the site before a browser, two stores at work, the desk
walked once, Monday's shop. They take longest, so they go first; the rest is short enough for the workers to end
together.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

SHARING = (
    "tests/isolation",
    "tests/browser",
    "tests/wasla_site/dashboard",
    "tests/wasla_site/storefront/time_travel",
)
# These need no database, so they fill the time in which the first worker makes the template for all.
WITHOUT_DATABASE = ("tests/commerce/carts/pricing", "tests/wasla_site/launcher", "tests/architecture")
# Who comes to the search server first waits half a minute for it, and all others who come meanwhile.
STARTS_OPENSEARCH = "tests/search_index/opensearch/test_pools.py"
LONGEST_FIRST = (
    "tests/isolation",
    *WITHOUT_DATABASE,
    STARTS_OPENSEARCH,
    *SHARING,
    "tests/faults",
    "tests/wasla_site",
    "tests/journeys",
    "tests/commerce",
)
# What has so and so many seconds, or tells how quick something is, has the processors to itself at the end.
ALONE = (
    "tests/faults/test_crashes.py",
    "tests/search_index/test_outage.py",
    "tests/commerce/tenants/test_open_store.py",
    "tests/load/",
)


def is_alone(path: str) -> bool:
    return path.startswith(ALONE)


class ByFile(LoadScopeScheduling):
    """Not `loadgroup`: xdist writes groups into the nodes' ids, which pytest 9.2 no longer reads."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        if is_alone(file):
            return ALONE[0]
        return next((folder for folder in SHARING if file.startswith(f"{folder}/")), file)

    def _reschedule(self, node: WorkerController) -> None:
        """Nothing else is left than what stands alone: the others go home, and the last worker does that."""
        others_work = any(other is not node and not other.shutting_down for other in self.nodes)
        if others_work and list(self.workqueue) == [ALONE[0]]:
            if self._pending_of(self.assigned_work[node]) <= 2:
                node.shutdown()
            return
        super()._reschedule(node)


def put_longest_first(items: list[pytest.Item], root: Path) -> None:
    """By folder, then by file; inside a file the order stays. Who wants to be alone comes last."""

    def place(item: pytest.Item) -> tuple[int, str]:
        file = item.path.relative_to(root).as_posix()
        if is_alone(file):
            return len(LONGEST_FIRST) + 1, file
        folders = (
            place for place, folder in enumerate(LONGEST_FIRST) if file == folder or file.startswith(f"{folder}/")
        )
        return next(folders, len(LONGEST_FIRST)), file

    items.sort(key=place)
