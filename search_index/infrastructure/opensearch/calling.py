"""Calls of the search server, as whoever makes them leave it alone after failures sees them."""

from collections.abc import Callable
from typing import Protocol, TypeVar

Answer = TypeVar("Answer")

ASKED, WRITTEN = "asked", "written"


class Calling(Protocol):
    def __call__(self, deed: str, pool: int, call: Callable[[], Answer]) -> Answer:
        """What the server answers of this pool, where it is asked (ASKED) or written (WRITTEN). Raises
        SearchUnavailable."""


def at_once(deed: str, pool: int, call: Callable[[], Answer]) -> Answer:
    """Whatever failed before."""
    return call()
