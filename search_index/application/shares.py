"""Whose turn it is among stores of which some have much to do."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from threading import Lock


class Shares:
    """The work of each store in shares of `most`: first one of each, of `first` where that is said, then those of the
    others by turns, to several who ask at once. `waiting` is how much each store has, in the order in which they come.
    """

    def __init__(self, waiting: Mapping[int, int], most: int, *, first: int | None = None) -> None:
        self.most = most
        self.first = most if first is None else first
        self.stores = tuple(waiting)
        self._to_come = deque(waiting)
        self._left = {store: -(-max(0, work - self.first) // most) for store, work in waiting.items()}
        self._turns = deque(store for store, shares in self._left.items() if shares)
        self._allowed = 0
        self._lock = Lock()

    def first_round(self) -> Iterator[int]:
        while self._to_come:
            yield self._to_come.popleft()

    def are_to_come(self) -> bool:
        """In the first round."""
        return bool(self._to_come)

    def come(self, stores: Sequence[int]) -> None:
        """These have work now that had none: they are next in the first round, with one share each."""
        self.stores += tuple(stores)
        self._to_come.extendleft(reversed(stores))

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
