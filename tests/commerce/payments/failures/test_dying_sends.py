"""Processes that die before the call they have committed themselves to."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from commerce.core import clock
from commerce.payments.application import movements
from commerce.payments.application.movements import call_of
from commerce.payments.application.ports import OnlineGateway
from commerce.payments.application.use_cases.resolve_operation import resolve_operation
from commerce.payments.models import Operation
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    findings,
    operations,
    payment,
    refund,
    refunds,
    require_books_to_agree,
    take,
)
from tests.commerce.payments.failures.till import Till
from tests.commerce.payments.tills import GATEWAYS

pytestmark = pytest.mark.sampled(by="gateway")


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f7_they_use_up_no_try(till: OpenTill, gateway: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five of them. Before each is sent again the gateway is asked twice."""
    noor = till(gateway)
    paid = take(noor)
    with monkeypatch.context() as dying:
        dying.setattr(movements, "call_of", dying_in_the_call)
        with pytest.raises(SystemExit):
            refund(paid, 3000)
        for hour in range(1, 9):
            resolve(noor, hour)
    assert [(one.status, one.sends, one.unheard) for one in operations()] == [("sent", 5, 4)]
    resolve(noor, 9)
    assert ([one.status for one in operations()], noor.simulator.calls(gateway, "refund")) == (["planned"], 0)
    resolve(noor, 10)
    assert (payment(paid).refunded_minor, noor.simulator.calls(gateway, "refund")) == (3000, 1)
    assert findings() == []
    require_books_to_agree(noor.simulator)


def test_f7_what_dies_whenever_it_is_sent_is_a_persons_after_days(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = till("hyperpay")
    paid = take(noor)
    monkeypatch.setattr(movements, "call_of", dying_in_the_call)
    with pytest.raises(SystemExit):
        refund(paid, 3000)
    for hour in range(60, 88, 4):
        assert [one.status for one in refunds()] == ["submitted"]
        resolve(noor, hour)
    assert [one.status for one in refunds()] == ["failed"]
    assert findings()[-1] == "not_returned"


def dying_in_the_call(operation: Operation, now: datetime) -> movements.Call:
    """Marked as sent and committed, and nothing has left when the process is gone."""
    call = call_of(operation, now)
    gateway = SimpleNamespace(find=call.gateway.find, refund=die, capture=die, void=die)
    return replace(call, gateway=cast(OnlineGateway, gateway))


def die(*_: Any) -> None:
    raise SystemExit


def resolve(till: Till, hour: int) -> None:
    till.simulator.control("clock", seconds=3600)
    [operation] = operations()
    with suppress(SystemExit):
        resolve_operation(operation_id=operation.pk, now=clock.now() + timedelta(hours=hour))
