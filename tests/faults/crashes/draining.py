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
# An order that can't be called off now has its turn again after ten minutes. When nothing else is open nobody waits for
# that: the minutes are slept through, and counted as minutes of the shops'.
PUT_OFF = 600.0
OF_ORDERS_PUT_OFF = frozenset({"orders still waiting", "pieces still reserved"})
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
        if set(verdict.missed) <= OF_ORDERS_PUT_OFF:
            reaper.fail_power(PUT_OFF)
            slept += PUT_OFF
        time.sleep(PAUSE)
