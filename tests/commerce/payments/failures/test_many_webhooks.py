"""Thousands of webhooks, shuffled, with copies and forgeries: the books end as the gateways' journal has it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from commerce.core import clock
from commerce.core.scope import tenant_scope
from commerce.payments.infrastructure.paytabs import webhooks as paytabs
from commerce.tenants.models import Tenant
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.crowd import (
    MODES_IN_A_CROWD,
    Crowd,
    Knock,
    lies,
    require_the_gateways_truth,
    rows_of_money,
)
from tests.commerce.payments.failures.money import take
from tests.commerce.payments.failures.till import inbox
from tests.commerce.payments.failures.words import signed
from tests.simulators.gateways.running import Simulator

OpenCrowd = Callable[[int], Crowd]


@pytest.fixture
def crowd(till: OpenTill, at_noor: Tenant, simulator: Simulator) -> OpenCrowd:
    return lambda seed: Crowd(simulator, at_noor, Tenant.objects.get(slug="souq"), seed)


def hear(crowd: Crowd, payers: int, webhooks: int) -> list[Knock]:
    """Half of them tell of payments, and half of what became of these, among all the older ones; all that came.

    What webhooks alone make known is judged before anybody sweeps; then, that the sweep adds those of whom no webhook
    came, and no others.
    """
    crowd.pay(payers)
    first = crowd.heap(webhooks // 2)
    assert crowd.knock(first) == []
    crowd.look_again()
    require_the_gateways_truth(crowd, but=frozenset(crowd.unheard))
    assert crowd.reconcile() == crowd.unheard != set()
    require_the_gateways_truth(crowd)
    with clock.as_of(clock.now() + timedelta(hours=8)):  # the sweep's hours are over
        crowd.go_on()
        second = crowd.heap(webhooks - webhooks // 2)
        assert crowd.knock(second) == []
        crowd.look_again()
        require_the_gateways_truth(crowd)
        assert crowd.reconcile() == set()
        require_the_gateways_truth(crowd)
        require_no_change_by_what_is_not_new(crowd, first + second)
    return first + second


def require_each_once_in_the_inbox(crowd: Crowd, heard: list[Knock]) -> None:
    """Copies are one event, and of what was turned away there is none."""
    assert len(inbox()) == len({one.event for one in heard if one.status == 200})
    with tenant_scope(crowd.souq.pk):
        assert inbox() == []


def kinds(heard: list[Knock]) -> Counter[str]:
    return Counter(one.kind for one in heard)


def require_no_change_by_what_is_not_new(crowd: Crowd, heard: list[Knock]) -> None:
    """Everything once more, and the forgeries: not one row about money is another afterwards, in either store."""
    before = rows_of_money(crowd.noor, crowd.souq)
    assert crowd.knock(crowd.dice.sample(heard, min(len(heard), 400))) == []
    crowd.tills["paytabs"].work()
    assert rows_of_money(crowd.noor, crowd.souq) == before


# Of every gateway each of its forgeries, another store's address, payments nobody began, and lies under another's key.
KINDS_OF_FAKES = 27


def test_three_hundred_webhooks_end_in_the_gateways_truth(crowd: OpenCrowd) -> None:
    noor = crowd(1)
    heard = hear(noor, payers=24, webhooks=300)
    require_each_once_in_the_inbox(noor, heard)
    assert min(kinds(heard)["fresh"], kinds(heard)["again"]) > 30
    assert len(kinds(heard)) >= 2 + KINDS_OF_FAKES
    assert {one.mode for one in heard} == MODES_IN_A_CROWD


@pytest.mark.long
def test_five_thousand_webhooks_end_in_the_gateways_truth(crowd: OpenCrowd) -> None:
    noor = crowd(2)
    heard = hear(noor, payers=400, webhooks=5000)
    require_each_once_in_the_inbox(noor, heard)
    assert min(kinds(heard)["fresh"], kinds(heard)["again"]) > 400
    assert len(kinds(heard)) >= 2 + KINDS_OF_FAKES
    assert {one.mode for one in heard} == MODES_IN_A_CROWD
    assert sum(count for kind, count in kinds(heard).items() if kind not in {"fresh", "again"}) > 1000


def test_the_control_without_webhooks_nothing_is_known_and_the_sweep_is_seen_to_add_it(crowd: OpenCrowd) -> None:
    noor = crowd(3)
    noor.pay(4)
    noor.look_again()
    with pytest.raises(AssertionError):
        require_the_gateways_truth(noor)
    require_the_gateways_truth(noor, but=frozenset(noor.payments))
    assert noor.reconcile()
    require_the_gateways_truth(noor)


def test_the_control_webhooks_that_do_not_come_are_missed(crowd: OpenCrowd) -> None:
    noor = crowd(5)
    noor.pay(9)
    heap = noor.heap(1)
    late = [one for one in heap if one.what == "fresh of moyasar"]
    assert late, [one.what for one in heap]
    assert noor.knock([one for one in heap if one not in late]) == []
    noor.look_again()
    with pytest.raises(AssertionError):
        require_the_gateways_truth(noor)
    assert noor.knock(late) == []
    noor.look_again()
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
