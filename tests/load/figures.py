"""How runs went, and which bounds they miss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

SOLD, REFUSED = "sold", "refused"

GATEWAY_SECONDS = 2
MOST_P99_SECONDS = 2.0
LEAST_ORDERS_A_SECOND = 60.0
LEAST_OF_BARE = 0.4
MOST_LOST = 0.2
# Of those who pay at a slow gateway so many wait for it at every moment, on an average.
LEAST_WAITING = 5.0


@dataclass(frozen=True, slots=True)
class Span:
    """Two seconds of the machine's steady clock."""

    begun: float
    ended: float

    @property
    def seconds(self) -> float:
        return self.ended - self.begun

    def within(self, other: Span) -> float:
        """Its seconds that lie in the other."""
        return max(0.0, min(self.ended, other.ended) - max(self.begun, other.begun))


@dataclass(frozen=True, slots=True)
class Waited:
    """What an attempt came to that called a gateway, and when those calls were under way."""

    answer: str
    calls: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What it came to, between which seconds of the machine's steady clock, and its calls of a gateway."""

    answer: str
    begun: float
    ended: float
    calls: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """The attempts of those who are measured, all begun after `begun`, and of those beside them."""

    begun: float
    attempts: Sequence[Attempt]
    beside: Sequence[Attempt] = ()

    @property
    def sold(self) -> int:
        return self._count(SOLD)

    @property
    def refused(self) -> int:
        return self._count(REFUSED)

    @property
    def sold_beside(self) -> int:
        return sum(each.answer == SOLD for each in self.beside)

    @property
    def failures(self) -> Counter[str]:
        """Every other answer, with how often it came."""
        answers = Counter(each.answer for each in (*self.attempts, *self.beside))
        return Counter({answer: count for answer, count in answers.items() if answer not in {SOLD, REFUSED}})

    @property
    def window(self) -> Span:
        """For as long as there were pieces."""
        return Span(self.begun, max((each.ended for each in self.attempts if each.answer == SOLD), default=self.begun))

    @property
    def rate(self) -> float:
        """Orders a second, for as long as there were pieces."""
        return self.sold / self.window.seconds if self.sold else 0.0

    def waiting(self, least: float) -> float:
        """How many of those beside were waiting for an answer of their gateway, on an average of the time there were
        pieces; of calls that took so many seconds at least."""
        slow = [call for each in self.beside for call in each.calls if call.seconds >= least]
        return sum(call.within(self.window) for call in slow) / self.window.seconds if self.sold else 0.0

    def seconds(self, percent: int, *answers: str) -> float:
        """Within which so many of a hundred attempts were answered: all, or those with such answers."""
        counted = [each for each in self.attempts if not answers or each.answer in answers]
        seconds = sorted(each.ended - each.begun for each in counted) or [0.0]
        return seconds[len(seconds) * percent // 100]

    @property
    def p99(self) -> float:
        """Of all attempts, refusals too, which are quicker."""
        return self.seconds(99)

    @property
    def p99_sold(self) -> float:
        return self.seconds(99, SOLD)

    def _count(self, answer: str) -> int:
        return sum(each.answer == answer for each in self.attempts)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the database says of the item after a run: pieces in orders, in reservations, in its level and movements."""

    pieces: int
    ordered: int
    held: int
    taken: int
    level: tuple[int, int]
    movements: tuple[int, int]

    def quarrels(self) -> Iterator[str]:
        """A line for each two that do not agree. All pieces were to be sold."""
        if self.ordered != self.pieces:
            yield f"{self.ordered} pieces were ordered, there were {self.pieces}"
        if self.held + self.taken != self.ordered:
            yield f"{self.held} pieces are held and {self.taken} taken, {self.ordered} ordered"
        if self.level != (self.pieces - self.taken, self.held):
            yield f"the level is {self.level}, with {self.held} of {self.pieces} held and {self.taken} taken"
        if self.level != self.movements:
            yield f"the level is {self.level}, its movements sum to {self.movements}"


@dataclass(frozen=True, slots=True)
class Round:
    """One after the other: the bare database, orders, and orders beside those who wait for a slow gateway."""

    bare: Run
    orders: Run
    slowed: Run
    shelves: Sequence[Shelf]


def of_bare(rounds: Sequence[Round]) -> float:
    """The part of the bare database's rate that orders reach: the median of the rounds, as each is of one time."""
    return median(each.orders.rate / each.bare.rate for each in rounds)


def lost(rounds: Sequence[Round]) -> float:
    """The part of their rate that those lose who pay otherwise, while others wait for a gateway."""
    return median(1 - each.slowed.rate / each.orders.rate for each in rounds)


def misses(rounds: Sequence[Round]) -> Iterator[str]:
    """A line for every bound that is missed."""
    for each in rounds:
        yield from _misses_of(each)
    rate = median(each.orders.rate for each in rounds)
    if rate < LEAST_ORDERS_A_SECOND:
        yield f"{rate:.0f} orders a second (bound {LEAST_ORDERS_A_SECOND:g})"
    if of_bare(rounds) < LEAST_OF_BARE:
        yield f"{of_bare(rounds):.0%} of the bare database's rate (bound {LEAST_OF_BARE:.0%})"
    if lost(rounds) >= MOST_LOST:
        yield f"{lost(rounds):.0%} lost beside a slow gateway (bound {MOST_LOST:.0%})"


def _misses_of(each: Round) -> Iterator[str]:
    for shelf in each.shelves:
        yield from shelf.quarrels()
    for run in (each.bare, each.orders, each.slowed):
        yield from (f"{count} times {words}" for words, count in run.failures.items())
    for whose, p99 in (("orders", each.orders.p99_sold), ("attempts", each.orders.p99)):
        if p99 >= MOST_P99_SECONDS:
            yield f"p99 of {whose}: {p99:.2f} s (bound {MOST_P99_SECONDS:g})"
    if not each.slowed.sold_beside:
        yield "nobody beside them paid"
    waiting = each.slowed.waiting(GATEWAY_SECONDS)
    if waiting < LEAST_WAITING:
        yield f"{waiting:.1f} waited for their gateway, on an average (bound {LEAST_WAITING:g})"
