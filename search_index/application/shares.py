"""Whose turn it is among stores of which some have much to do."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from threading import Lock


class Shares:
    """The work of each store in shares of `most`: first one of each, of `first` where that is said, then those of the
    others by turns, to several who ask at once. `waiting` is how much each store has, in the order in which they come.

    Who is done and has work again comes again in the first round, behind the next of those that have not come yet: so
    nobody who edits all the time waits for all others, and nobody holds them up.
    """

    def __init__(self, waiting: Mapping[int, int], most: int, *, first: int | None = None) -> None:
        self.most = most
        self.first = most if first is None else first
        self.stores = tuple(waiting)
        self._done: dict[int, datetime] = {}
        self._to_come = deque(waiting)
        self._again: deque[int] = deque()
        self._left = {store: -(-max(0, work - self.first) // most) for store, work in waiting.items()}
        self._turns = deque(store for store, shares in self._left.items() if shares)
        self._allowed = 0
        self._lock = Lock()

    def first_round(self) -> Iterator[int]:
        while self._to_come or self._again:
            for queue in (self._to_come, self._again):
                if queue:
                    yield queue.popleft()

    def are_to_come(self) -> bool:
        """In the first round, who has not come yet."""
        return bool(self._to_come)

    def done(self, store: int, until: datetime) -> None:
        """It has no work left of what there was by then."""
        with self._lock:
            self._done[store] = until

    def is_awaited(self, store: int, changed_at: datetime) -> bool:
        """Whether a store with work of that instant comes in this run only if it is told to `come`: it had none when
        the run began, or was done before."""
        with self._lock:
            return store not in self.stores or (store in self._done and self._done[store] < changed_at)

    def come(self, stores: Sequence[int]) -> None:
        """These have work now that had none: who comes for the first time is next in the first round, with one
        share; who comes again has one too."""
        with self._lock:
            self._again.extend(store for store in stores if self._done.pop(store, None))
        new = [store for store in stores if store not in self.stores]
        self.stores += tuple(new)
        self._to_come.extendleft(reversed(new))

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
