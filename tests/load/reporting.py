"""The figures as text."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from tests.load.figures import (
    GATEWAY_SECONDS,
    LEAST_OF_BARE,
    LEAST_ORDERS_A_SECOND,
    LEAST_WAITING,
    MOST_LOST,
    MOST_P99_SECONDS,
    SOLD,
    Run,
    lost,
    of_bare,
)
from tests.load.measuring import CLIENTS, PAYERS, Measured
from wasla_site.bench.reporting import machine


def report(measured: Measured) -> Iterator[str]:
    """Lines for a terminal."""
    rounds = measured.rounds
    yield f"{machine()}, PostgreSQL {measured.server}; load before: {measured.load:.1f}"
    yield f"One order: {measured.statements}. {CLIENTS} clients, client and server on this machine."
    yield f"{'':<24}{'sold':>8}{'refused':>9}{'orders/s':>10}{'p50 ms':>8}{'p99 ms':>8}{'p99 of all':>12}"
    for each in rounds:
        yield _line("bare database", each.bare)
        yield _line("orders", each.orders)
        yield _line(f"beside {PAYERS} who wait", each.slowed)
        waiting = each.slowed.waiting(GATEWAY_SECONDS)
        yield f"{'':<24}{each.slowed.sold_beside:>8} sold to them, {waiting:.1f} of whom waited at each moment"
    yield ""
    rate = median(each.orders.rate for each in rounds)
    of_sold, of_all = max(each.orders.p99_sold for each in rounds), max(each.orders.p99 for each in rounds)
    waiting = min(each.slowed.waiting(GATEWAY_SECONDS) for each in rounds)
    yield f"orders a second      {rate:>8.0f}   at least {LEAST_ORDERS_A_SECOND:g}"
    yield f"p99 of orders, worst {of_sold:>7.2f}s   under {MOST_P99_SECONDS:g}s"
    yield f"with refusals        {of_all:>7.2f}s   under {MOST_P99_SECONDS:g}s"
    yield f"of the bare database {of_bare(rounds):>8.0%}   at least {LEAST_OF_BARE:.0%}"
    yield f"lost beside payers   {lost(rounds):>8.0%}   under {MOST_LOST:.0%}"
    yield f"waiting meanwhile    {waiting:>8.1f}   at least {LEAST_WAITING:g}, of {PAYERS} payers"


def _line(name: str, run: Run) -> str:
    return (
        f"{name:<24}{run.sold:>8}{run.refused:>9}{run.rate:>10.0f}{run.seconds(50, SOLD) * 1000:>8.0f}"
        f"{run.p99_sold * 1000:>8.0f}{run.p99 * 1000:>12.0f}"
    )
