"""What many stores on one search server cost each, and which bounds that misses. Times are ms of a whole answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from wasla_site.launcher.opensearch_server import Burden

MOST_MEDIAN_RATIO = 1.2
MOST_P95_RATIO = 1.5
MOST_HEAP_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of question, put to a store by itself and to the same store among many, by turns."""

    alone: Sequence[float]
    among: Sequence[float]

    @property
    def median_ratio(self) -> float:
        return median(self.among) / median(self.alone)

    @property
    def p95_ratio(self) -> float:
        return p95(self.among) / p95(self.alone)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`documents` are those of all stores, `burden` what the server carried in the end."""

    stores: int
    documents: int
    burden: Burden
    asked: Mapping[str, Asked]

    def report(self) -> Iterator[str]:
        yield (
            f"{self.stores:,} stores, {self.documents:,} documents in {self.burden.shards} shards; "
            f"heap {self.burden.used_bytes / 1024**2:,.0f} of {self.burden.heap_bytes / 1024**2:,.0f} MiB"
        )
        yield f"{'':<10}{'p50 alone':>11}{'among':>8}{'ratio':>7}{'p95 alone':>11}{'among':>8}{'ratio':>7}{'asked':>8}"
        for name, one in self.asked.items():
            yield (
                f"{name:<10}{median(one.alone):>11.1f}{median(one.among):>8.1f}{one.median_ratio:>7.2f}"
                f"{p95(one.alone):>11.1f}{p95(one.among):>8.1f}{one.p95_ratio:>7.2f}{len(one.among):>8,}"
            )

    def missed(self) -> Iterator[str]:
        if self.burden.heap_bytes > MOST_HEAP_BYTES:
            yield f"the server may use {self.burden.heap_bytes / 1024**3:.1f} GiB of heap"
        for name, one in self.asked.items():
            if one.median_ratio > MOST_MEDIAN_RATIO:
                yield f"{name}: p50 among many is {one.median_ratio:.2f} of that alone, more than {MOST_MEDIAN_RATIO}"
            if one.p95_ratio > MOST_P95_RATIO:
                yield f"{name}: p95 among many is {one.p95_ratio:.2f} of that alone, more than {MOST_P95_RATIO}"


def p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]
