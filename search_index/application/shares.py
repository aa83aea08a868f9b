"""Whose turn it is among stores of which some have much to do."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from threading import Lock


class Shares:
    """The work of each store in shares of `most`: first one of each, then those of the others by turns, to several who
    ask at once. `waiting` is how much each store has, in the order in which they come.
    """

    def __init__(self, waiting: Mapping[int, int], most: int) -> None:
        self.most = most
        self.stores = tuple(waiting)
        self._left = {store: (work - 1) // most for store, work in waiting.items()}
        self._turns = deque(store for store, shares in self._left.items() if shares)
        self._allowed = 0
        self._lock = Lock()

    def first_round(self) -> Iterator[int]:
        yield from self.stores

    def allow(self, further: int) -> None:
        """So many turns are given beyond the first round."""
        self._allowed = further

    def are_left(self) -> bool:
        return bool(self._allowed and self._turns)

    def by_turns(self) -> Iterator[int]:
        """The stores whose turn it is, one after the other; two who ask may get the same."""
        while (store := self._next()) is not None:
            yield store

    def leave(self, store: int) -> None:
        """It has no further turn."""
        with self._lock:
            self._left[store] = 0
            if store in self._turns:
                self._turns.remove(store)

    def _next(self) -> int | None:
        with self._lock:
            if not self._allowed or not self._turns:
                return None
            store = self._turns.popleft()
            self._allowed -= 1
            self._left[store] -= 1
            if self._left[store] > 0:
                self._turns.append(store)
            return store
