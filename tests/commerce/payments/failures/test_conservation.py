"""F50: whatever happens in whatever order, the books are the gateways' journal."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from commerce.payments.application.use_cases import settle_operation
from commerce.payments.domain.operations import OperationStatus, operation_after
from tests.commerce.payments.failures.days import Day
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
    at = {"simulator": simulator, "gateway": gateway, "clone": clone}
    return type("DayAtATill", (Day,), at)


def live(days: type[Day], *, examples: int, steps: int) -> None:
    run = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(days, settings=run)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f50_the_books_are_the_journal(days: type[Day]) -> None:
    live(days, examples=2, steps=25)


@pytest.mark.long
@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f50_the_books_are_the_journal_after_many_longer_days(days: type[Day]) -> None:
    live(days, examples=40, steps=80)


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
        day.go_wrong(fault="drop_after", movement="refund")
        day.refund(number=0, minor=4600)

    spent = days()
    spend(spent)
    spent.teardown()
    monkeypatch.setattr(settle_operation, "operation_after", as_a_refusal)
    spent = days()
    spend(spent)
    with pytest.raises(AssertionError):
        spent.teardown()
