"""The negative control of "charged twice": shoppers pay in two tabs, at a shop that remembers what it has begun, and at
one that does not."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.faults.crashes.shoppers import Shopper, Told
from tests.faults.crashes.stage import Stage
from tests.faults.crashes.verdict import Verdict

TWICE = "payments charged twice"
CARELESS = "careless-web"
VISITS = 6
# Their pages have addresses of their own; HyperPay's form is drawn on ours, which shows what was begun last.
WAYS = ("paytabs", "moyasar")


@dataclass(frozen=True, slots=True)
class ChargedTwice:
    """How many more of the payments were charged twice after so many visits in two tabs each."""

    by_the_shop: int = 0
    by_a_careless_one: int = 0


def charged_twice(stage: Stage, told: Told, judged: Callable[[], Verdict]) -> ChargedTwice:
    """Afterwards nobody serves pages any more: what was taken twice is not undone, so nothing is judged after it."""
    before = judged().figures[TWICE]
    _visits(stage, told, "guarded")
    guarded = judged().figures[TWICE]
    stage.nursery.say("without", "web")
    stage.nursery.say("with", CARELESS)
    stage.wait_until_up()
    _visits(stage, told, "careless")
    careless = judged().figures[TWICE]
    stage.nursery.say("without", CARELESS)
    return ChargedTwice(guarded - before, careless - guarded)


def _visits(stage: Stage, told: Told, kind: str) -> None:
    with ThreadPoolExecutor(VISITS) as doors:
        visits = [
            doors.submit(
                Shopper(stage, told, f"{stage.facts.seed}:{kind}:{number}", way=WAYS[number % len(WAYS)], tabs=2).visit
            )
            for number in range(VISITS)
        ]
    for visit in visits:
        visit.result()
