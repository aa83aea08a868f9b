"""What was measured of indexing, and which bounds it misses. Rates are documents a second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

LEAST_SHARE = 0.6
MOST_LAG_SECONDS = 5.0
MOST_CATCH_UP_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Round:
    """Measured one after the other: the pipeline as it is, the same without PostgreSQL's own words beside the server,
    and `_bulk` of bodies put together before."""

    whole: float
    alone: float
    raw: float


@dataclass(frozen=True, slots=True)
class Indexing:
    """`lags` are those of edits that were found; `outage` is how many changes were made while the server was away."""

    rounds: Sequence[Round]
    edits: int
    lags: Sequence[float]
    outage: int
    catch_up_seconds: float

    @property
    def share(self) -> float:
        return median(one.whole / one.raw for one in self.rounds)

    @property
    def lag(self) -> float:
        """The 95th percentile."""
        return quantiles(self.lags, n=20, method="inclusive")[-1] if len(self.lags) > 1 else float("inf")

    def report(self) -> Iterator[str]:
        for one in self.rounds:
            yield (
                f"pipeline {one.whole:,.0f}/s, without words in PostgreSQL {one.alone:,.0f}/s, "
                f"_bulk of prepared bodies {one.raw:,.0f}/s: {one.whole / one.raw:.0%} and {one.alone / one.raw:.0%}"
            )
        yield f"from commit to found: median {median(self.lags):.2f} s, p95 {self.lag:.2f} s, of {len(self.lags)} edits"
        yield f"{self.outage:,} changes made while the server was away: {self.catch_up_seconds:.0f} s until all were in"

    def missed(self) -> Iterator[str]:
        if self.share < LEAST_SHARE:
            yield f"the pipeline has {self.share:.0%} of the rate of prepared bodies, less than {LEAST_SHARE:.0%}"
        if len(self.lags) < self.edits:
            yield f"{self.edits - len(self.lags)} of {self.edits} edits were not found"
        if self.lag > MOST_LAG_SECONDS:
            yield f"p95 from commit to found is {self.lag:.1f} s, more than {MOST_LAG_SECONDS:.0f} s"
        if self.catch_up_seconds > MOST_CATCH_UP_SECONDS:
            yield f"catching up took {self.catch_up_seconds:.0f} s, more than {MOST_CATCH_UP_SECONDS:.0f} s"
