"""F50: whatever happens in whatever order, the books are the gateways' journal."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from commerce.payments.application.use_cases import settle_operation
from commerce.payments.domain.operations import OperationStatus, operation_after
from tests.commerce.payments.failures.days import HAPPENED, LONGEST_WAIT, Day
from tests.commerce.payments.failures.money import HOLDING
from tests.commerce.payments.failures.stories import EVERYWHERE
from tests.commerce.payments.tills import GATEWAYS
from tests.conftest import connected_to_own
from tests.simulators.gateways.running import Simulator


@pytest.fixture
def days(
    simulator: Simulator, template_database: str, django_db_blocker: Any, settings: Any, gateway: str
) -> type[Day]:
    """Days at the till of this test's gateway."""
    settings.EVENT_HANDLERS = "tests.commerce.payments.failures.till.HANDLERS"
    clone = staticmethod(lambda: connected_to_own(template_database, django_db_blocker))
    at = {"simulator": simulator, "way": gateway, "clone": clone}
    return type("DayAtATill", (Day,), at)


def live(days: type[Day], *, examples: int, steps: int) -> Counter[str]:
    """What happened, by what it is; of days of one seed always the same."""
    HAPPENED.clear()
    run = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(days, settings=run)
    return HAPPENED


# What has to have happened in a run of days, or it has tried nothing; of those that hold, and of HyperPay, more.
MOVED = {"sale", "refund", "attempt succeeded", "payment captured"}
MOVED_IN_LONG_RUNS = MOVED | {
    "attempt declined", "cleared", "expired", "gateway down", "payment cancelled", "payment failed",
    "refund by external", "refund by staff", "refund by system", "refund succeeded", "sent again", "webhook lost",
}  # fmt: skip
# What is rare may have to be waited for.
MOST_RUNS = 4
HELD = {"capture", "capture succeeded", "void succeeded", "capture declined"}
CHARGED_BACK = {"chargeback", "chargeback_reversal"}


def missing(happened: Counter[str], gateway: str, wanted: set[str]) -> set[str]:
    if wanted is not MOVED and gateway in HOLDING:
        wanted = wanted | HELD
    if wanted is not MOVED and gateway == "hyperpay":
        wanted = wanted | CHARGED_BACK
    return {what for what in wanted if not happened[what]}


@pytest.mark.sampled
@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f50_the_books_are_the_journal(days: type[Day], gateway: str) -> None:
    happened = live(days, examples=2, steps=25)
    assert missing(happened, gateway, MOVED) == set(), happened


@pytest.mark.long
@pytest.mark.parametrize("gateway", EVERYWHERE)
def test_f50_the_books_are_the_journal_after_many_longer_days(days: type[Day], gateway: str) -> None:
    happened = Counter[str]()
    for number in range(MOST_RUNS):
        happened += live(seed(number)(days), examples=25, steps=80)
        if not missing(happened, gateway, MOVED_IN_LONG_RUNS):
            return
    pytest.fail(f"{missing(happened, gateway, MOVED_IN_LONG_RUNS)} never happened: {happened}")


@pytest.mark.sampled
@pytest.mark.parametrize("gateway", EVERYWHERE)
def test_f50_a_day_on_which_each_thing_happens(days: type[Day], gateway: str) -> None:
    """The machine's acts are no empty ones: each moves what it says, in the order in which it can."""
    HAPPENED.clear()
    day = days()
    day.open_the_shop()
    day.refund(number=0, minor=100)
    day.refund_elsewhere(number=0)
    day.hear(order=Random(1))  # noqa: S311 - an order, no secret
    if gateway == "hyperpay":
        day.charge_back(number=0, is_won=True)
        day.hear_everything_again()
    if gateway in HOLDING:
        day.capture(number=1, minor=5000)
        day.begin(is_hold=True)
        day.pay(number=0, choice="approve")
        day.hear_sweep_and_come_back_at_once(number=2)
        day.void(number=2)
        day.begin(is_hold=True)
        day.pay(number=0, choice="approve")
        day.come_back(number=3)
        day.capture_what_its_bank_let_go()
    day.refund(number=0, minor=1, fault="drop_before")
    for _ in range(3):
        day.pass_time(LONGEST_WAIT)
        day.sweep()
    if gateway in HOLDING:
        day.take_days_over_the_next(what="refund", verdict="declined")
        day.refund(number=0, minor=1)
        day.decide()
        day.pass_time(LONGEST_WAIT)
        day.sweep()
        day.give_by_hand(number=0, minor=9200)
    day.begin(is_hold=False)
    day.pay(number=0, choice="approve")
    day.lose_what_was_sent()
    day.expire(number=len(day.payments) - 1)
    day.gateway_goes_down(minutes=2)
    day.refund(number=0, minor=1)
    day.begin(is_hold=False)
    day.pay(number=0, choice="refuse")
    day.hear_everything_again()
    day.let_days_pass(days=8)
    day.teardown()
    wanted = MOVED | {
        "refund by staff",
        "expired",
        "gateway down",
        "refund by external",
        "refund by system",
        "sent again",
        "webhook lost",
    }
    wanted |= HELD | {"refund by by_hand"} if gateway in HOLDING else set()
    wanted |= CHARGED_BACK if gateway == "hyperpay" else set()
    assert {what for what in wanted if not HAPPENED[what]} == set(), HAPPENED


@pytest.mark.parametrize("gateway", ["paytabs"])
def test_f50_the_control_an_unclear_answer_taken_for_a_refusal_loses_money(
    days: type[Day], monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_a_refusal(*args: Any) -> OperationStatus:
        after = operation_after(*args)
        return OperationStatus.DECLINED if after is OperationStatus.UNKNOWN else after

    def spend(day: Day) -> None:
        day.begin(is_hold=False)
        day.pay(number=0, choice="approve")
        day.hear(order=Random(1))  # noqa: S311 - an order, no secret
        day.simulator.fault("webhook_never", "paytabs", "webhook", times=-1)  # which would put it right
        day.refund(number=0, minor=4600, fault="drop_after")

    spent = days()
    spend(spent)
    spent.teardown()
    monkeypatch.setattr(settle_operation, "operation_after", as_a_refusal)
    spent = days()
    spend(spent)
    with pytest.raises(AssertionError):
        spent.teardown()
