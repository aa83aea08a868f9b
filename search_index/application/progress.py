"""How far long work has got, for who watches it."""

from collections.abc import Callable

Report = Callable[[int, int], None]


def nobody_watches(done: int, of: int) -> None:
    """Told the objects done, of how many."""


class Progress:
    def __init__(self, of: int, report: Report) -> None:
        self._done, self._of, self._report = 0, of, report

    def advance(self, objects: int) -> None:
        self._done += objects
        self._report(self._done, self._of)
