"""Where a store's documents lie on the search server."""

from __future__ import annotations

from dataclasses import dataclass

from search_index.domain.families import Family

# Counts up whenever the mapping or the analysis changes so that what lies in an older index is read wrongly.
SCHEMA_VERSION = 3


@dataclass(frozen=True, slots=True)
class Generation:
    """One making of a pool's index. Only from such numbers are names of indices made. `is_read`: its pool is read from
    it; `is_made`: the server has it."""

    family: Family
    pool: int
    number: int
    schema_version: int = SCHEMA_VERSION
    is_read: bool = False
    is_made: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """`read` is where a store's documents of one family are found, `written` wherever they are put: more than one while
    the store moves or its pool is made anew. `read` is one of `written`. Until it `is_filled` what is found may not be
    all there is."""

    read: Generation
    written: tuple[Generation, ...]
    is_filled: bool = True
