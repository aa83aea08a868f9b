"""The time by which every process of a run lives: faster than the machine's, and set on while nobody is awake."""

from __future__ import annotations

import mmap
import struct
import time
from datetime import UTC, datetime
from pathlib import Path

_FORM = struct.Struct("ddd")


class ShopClock:
    """Three numbers in a file that all processes map: an instant, what the machine's steady clock showed then, and how
    many seconds pass in one. It survives whoever writes it."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _FORM.size)

    @classmethod
    def set_going(cls, path: Path, pace: float) -> ShopClock:
        path.write_bytes(_FORM.pack(time.time(), time.monotonic(), pace))
        return cls(path)

    def now(self) -> datetime:
        instant, steady, pace = _FORM.unpack_from(self._map)
        return datetime.fromtimestamp(instant + (time.monotonic() - steady) * pace, UTC)

    @property
    def pace(self) -> float:
        return float(_FORM.unpack_from(self._map)[2])

    def skip(self, seconds: float) -> None:
        """It is later at once."""
        instant, steady, pace = _FORM.unpack_from(self._map)
        _FORM.pack_into(self._map, 0, instant + seconds, steady, pace)
