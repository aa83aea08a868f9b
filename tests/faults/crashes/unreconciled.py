"""The negative control of the reconciler: with it alone gone, and everybody else at work, what it finds is lost.

Gone are its process and its sweep, which workers and relay run too. Shoppers pay, and some of them vanish; orders are
called off, and of the gateways' answers to refunds none arrives. Then it is night, and what others find of it they have
found.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.faults.crashes.shoppers import Shopper, Told
from tests.faults.crashes.stage import Stage
from tests.faults.crashes.verdict import Verdict

SWEEP = "commerce.payments.application.use_cases.reconcile_payments.reconcile_payments"
SWEEPERS = ("worker", "beat", "relay")
CHARGED = "charged, and neither paid nor owed back"
# What nobody else finds, however long it is waited for; and what is off for as long as that is.
ONLY_ITS_OWN = frozenset({"owed back, neither given back nor told to a person", "movements of money not settled"})
OFF_BY_IT = frozenset(
    {
        "refunds of one order and amount sent more often than given",
        "returns marked refunded, no money sent and nobody told",
        "minor units by which books and gateways differ",
    }
)
VISITS = 9
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Loss:
    """What was missed while the shoppers had just paid, and what still was when the night was over."""

    at_once: Mapping[str, int] = field(default_factory=dict)
    for_good: Mapping[str, int] = field(default_factory=dict)


def lost_without_reconciler(stage: Stage, told: Told, judged: Callable[[], Verdict], sleep: Callable[[], None]) -> Loss:
    """Afterwards everybody is at work again. `sleep` lets an hour pass."""
    with _nobody_reconciling(stage):
        stage.gateways.fault("webhook_never", "", "webhook", times=-1)
        for operation in ("refund", "void"):
            stage.gateways.fault("drop_after", "", operation, times=4 * VISITS)
        with ThreadPoolExecutor(VISITS) as doors:
            visits = [doors.submit(_visit, stage, told, number) for number in range(VISITS)]
        for visit in visits:
            visit.result()
        at_once = judged().missed
        stage.nursery.say("once", "refunding")
        sleep()
        return Loss(at_once, _when_nothing_else_is_open(judged).missed)


def _visit(stage: Stage, told: Told, number: int) -> None:
    way = ("paytabs", "moyasar")[number % 2]
    vanishes = number % 3 == 0
    Shopper(stage, told, f"{stage.facts.seed}:without:{number}", vanishes=vanishes, way=way, tabs=1).visit()


def _when_nothing_else_is_open(judged: Callable[[], Verdict]) -> Verdict:
    """All the others have done what they can: what is left is what the reconciler alone does."""
    until = time.monotonic() + PATIENCE
    while True:
        verdict = judged()
        missed = set(verdict.missed)
        if time.monotonic() > until or ONLY_ITS_OWN <= missed <= ONLY_ITS_OWN | OFF_BY_IT:
            return verdict
        time.sleep(0.3)


@contextmanager
def _nobody_reconciling(stage: Stage) -> Iterator[None]:
    stage.nursery.say("unswept", SWEEP)
    for role in (*SWEEPERS, "reconciler"):
        stage.nursery.say("without", role)
    for role in SWEEPERS:
        stage.nursery.say("with", role)
    try:
        yield
    finally:
        stage.nursery.say("swept")
        for role in SWEEPERS:
            stage.nursery.say("without", role)
        for role in (*SWEEPERS, "reconciler"):
            stage.nursery.say("with", role)
