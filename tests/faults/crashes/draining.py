"""Waiting until nothing is missed any more, and how long it took: here, and in the shops."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import psycopg

from tests.faults.crashes.heard import heard
from tests.faults.crashes.reaper import Reaper
from tests.faults.crashes.shoppers import Told
from tests.faults.crashes.stage import Stage
from tests.faults.crashes.verdict import Outside, Verdict, judge

DRAINED_WITHIN = 60.0
# An order stands as long as the page that its payer was given may be open, and one that can't be called off now has
# its turn again after ten minutes. When nothing else is open nobody waits for that: the time until the first of them is
# due is slept through, and counted as time of the shops'. While one is due everybody is awake, for that takes a while.
OF_ORDERS_THAT_WAIT = frozenset({"orders still waiting", "pieces still reserved"})
DUE_NEXT = """
    SELECT least(
        (SELECT min(coalesce(retry_at, expires_at)) FROM orders_order WHERE status IN ('created', 'payment_pending')),
        (SELECT min(expires_at) FROM catalog_stockreservation WHERE state = 'held'))
"""
PAUSE = 0.3


@dataclass(frozen=True, slots=True)
class Drain:
    """`seconds` of this machine, `shop_seconds` of the shops' clock, of which so many were `slept` through. `lasted`:
    by question, after how many of the shops' seconds something was missed for the last time."""

    verdict: Verdict
    seconds: float = 0
    shop_seconds: float = 0
    slept: float = 0
    lasted: dict[str, float] = field(default_factory=dict)


def outside(stage: Stage, told: Told, *, with_webhooks: bool = True) -> Outside:
    deliveries = stage.gateways.deliveries() if with_webhooks else []
    return Outside(stage.gateways.journal(), stage.gateways.holds(), list(told.tokens), heard(deliveries, stage.shops))


def judged(stage: Stage, told: Told, *, with_webhooks: bool = True) -> Verdict:
    """The judge's word now."""
    with psycopg.connect(stage.postgres.judge_dsn) as connection:
        verdict = judge(connection, outside(stage, told, with_webhooks=with_webhooks))
        connection.rollback()
        return verdict


def drained(stage: Stage, told: Told, reaper: Reaper) -> Drain:
    """As soon as nothing is missed, or when the time is up; of webhooks it is asked last, for they are many."""
    began, opened = time.monotonic(), stage.clock.now()
    slept, lasted = 0.0, dict[str, float]()
    while True:
        verdict = judged(stage, told, with_webhooks=False)
        verdict = verdict if verdict.missed else judged(stage, told)
        seconds, shop_seconds = time.monotonic() - began, (stage.clock.now() - opened).total_seconds()
        lasted |= dict.fromkeys(verdict.missed, round(shop_seconds))
        if not verdict.missed or seconds > DRAINED_WITHIN:
            return Drain(verdict, seconds, shop_seconds, slept, lasted)
        if set(verdict.missed) <= OF_ORDERS_THAT_WAIT and (idle := _idle_seconds(stage)) > 0:
            reaper.fail_power(idle)
            slept += idle
        time.sleep(PAUSE)


def _idle_seconds(stage: Stage) -> float:
    """Of the shops' clock, until the first order or its pieces are due; not above nought while one is."""
    with psycopg.connect(stage.postgres.judge_dsn) as connection:
        row = connection.execute(DUE_NEXT).fetchone()
    return (row[0] - stage.clock.now()).total_seconds() if row and row[0] else 0
