"""Thousands of webhooks, shuffled, with copies and forgeries: the books end as the gateways' journal has it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from commerce.payments.infrastructure.paytabs import webhooks as paytabs
from commerce.tenants.models import Tenant
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.crowd import (
    Crowd,
    Knock,
    lies,
    require_the_gateways_truth,
    rows_of_money,
    signed,
)
from tests.commerce.payments.failures.money import take
from tests.simulators.gateways.running import Simulator

OpenCrowd = Callable[[int], Crowd]


@pytest.fixture
def crowd(till: OpenTill, at_noor: Tenant, simulator: Simulator) -> OpenCrowd:
    return lambda seed: Crowd(simulator, at_noor, Tenant.objects.get(slug="souq"), seed)


def hear(crowd: Crowd, payers: int, webhooks: int) -> int:
    """Half of them tell of payments, and half of what became of these, among all the older ones; how many came."""
    crowd.pay(payers)
    first = crowd.heap(webhooks // 2)
    assert crowd.knock(first) == []
    crowd.settle()
    crowd.go_on()
    second = crowd.heap(webhooks - webhooks // 2)
    assert crowd.knock(second) == []
    crowd.settle()
    require_the_gateways_truth(crowd)
    require_no_change_by_what_is_not_new(crowd, first + second)
    return len(first) + len(second)


def require_no_change_by_what_is_not_new(crowd: Crowd, heard: list[Knock]) -> None:
    """Everything once more, and the forgeries: not one row about money is another afterwards, in either store."""
    before = rows_of_money(crowd.noor, crowd.souq)
    assert crowd.knock(crowd.dice.sample(heard, min(len(heard), 400))) == []
    crowd.tills["paytabs"].work()
    assert rows_of_money(crowd.noor, crowd.souq) == before


def test_three_hundred_webhooks_end_in_the_gateways_truth(crowd: OpenCrowd) -> None:
    assert hear(crowd(1), payers=24, webhooks=300) == 300


@pytest.mark.long
def test_five_thousand_webhooks_end_in_the_gateways_truth(crowd: OpenCrowd) -> None:
    assert hear(crowd(2), payers=400, webhooks=5000) == 5000


def test_the_control_a_webhook_and_a_sweep_less_is_another_end(crowd: OpenCrowd) -> None:
    noor = crowd(3)
    noor.pay(3)
    with pytest.raises(AssertionError):
        require_the_gateways_truth(noor)
    noor.settle()
    require_the_gateways_truth(noor)


def test_the_control_what_is_not_signed_would_move_money(
    till: OpenTill, simulator: Simulator, at_noor: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refunds from a gateway's own desk are believed from the webhook: its signature is all there is."""
    noor = till("paytabs")
    take(noor)
    (sent,) = noor.sent()
    facts = lies("paytabs", simulator, random.Random(1))["a refund"]  # noqa: S311 - a script, no secret
    forged = Knock("a refund", sent, noor.address, signed("paytabs", facts, "souq"), 200)
    before = rows_of_money(at_noor)
    monkeypatch.setattr(paytabs, "signs", lambda *_: True)
    crowd = Crowd.__new__(Crowd)
    crowd.noor, crowd.tills = at_noor, {"paytabs": noor}
    assert crowd.knock([forged]) == []
    noor.work()
    assert rows_of_money(at_noor) != before
