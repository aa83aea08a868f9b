"""A slice of a long list, the same everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """Items of page `number` (from 1) out of `pages`; `total` counts the items of all pages."""

    items: Sequence[T]
    number: int
    pages: int
    total: int

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


def page_bounds(wanted: int, *, size: int, total: int) -> tuple[int, int, int]:
    """(page number inside the range, first index, number of pages); an empty list has one page."""
    pages = max(1, -(-total // size))
    number = min(max(1, wanted), pages)
    return number, (number - 1) * size, pages
