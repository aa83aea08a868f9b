"""Moyasar names no refund: ours begins from the sums that it tells, so that nobody else's is taken for it."""

from __future__ import annotations

import pytest

from commerce.core.breakers import Breakers
from commerce.payments.application import movements
from commerce.payments.infrastructure.transport import client
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    balance,
    findings,
    journal_of,
    operations,
    payment,
    refund,
    refunds,
    require_books_to_agree,
    sweep,
    take,
)
from tests.commerce.payments.failures.stories import elsewhere
from tests.commerce.payments.failures.test_looks import unheard
from tests.commerce.payments.failures.till import Till


def refunded_before_ours(till: OpenTill, minor: int = 2000) -> tuple[Till, int]:
    """Somebody gave money back at Moyasar's own desk, and nobody was told."""
    noor = unheard(till, "moyasar")
    paid = take(noor)
    elsewhere(noor, "refund", minor)
    return noor, paid


def never_arrives(noor: Till, paid: int) -> None:
    noor.simulator.fault("drop_before", "moyasar", "refund", times=-1)
    refund(paid, 2000)
    sweep(noor, 6)
    assert noor.simulator.calls("moyasar", "refund") == 2


def ended() -> list[tuple[str, str]]:
    return sorted((one.source, one.status) for one in refunds())


def test_f46_an_older_refund_of_the_same_amount_is_not_taken_for_ours_which_never_left(till: OpenTill) -> None:
    noor, paid = refunded_before_ours(till)
    never_arrives(noor, paid)
    assert ended() == [("external", "succeeded"), ("staff", "failed")]
    assert payment(paid).refunded_minor == 2000
    require_books_to_agree(noor.simulator)


def test_the_control_from_our_own_sums_it_is(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    noor, paid = refunded_before_ours(till)
    monkeypatch.setattr(movements, "begin_from", lambda *_: True)
    noor.simulator.fault("drop_before", "moyasar", "refund", times=-1)
    refund(paid, 2000)
    sweep(noor, 6)
    assert ended() == [("staff", "succeeded")]
    assert noor.simulator.calls("moyasar", "refund") == 1, "it never left again"


def test_f46_ours_goes_out_beside_an_older_one(till: OpenTill) -> None:
    noor, paid = refunded_before_ours(till)
    refund(paid, 2000)
    assert ended() == [("external", "succeeded"), ("staff", "succeeded")]
    assert findings() == ["refunded_elsewhere"]
    require_books_to_agree(noor.simulator)


def test_what_is_more_than_is_left_there_is_not_asked_for(till: OpenTill) -> None:
    noor, paid = refunded_before_ours(till, 9000)
    refund(paid, 2000)
    assert noor.simulator.calls("moyasar", "refund") == 0
    assert ended() == [("external", "succeeded"), ("staff", "failed")]
    assert (payment(paid).refundable.minor, balance("unapplied_funds")) == (200, 0)
    require_books_to_agree(noor.simulator)


def test_while_the_sums_are_not_told_it_waits(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    noor, paid = refunded_before_ours(till)
    noor.simulator.fault("error_before", "moyasar", "status", times=-1)
    refund(paid, 2000)
    assert ([one.status for one in operations()], noor.simulator.calls("moyasar", "refund")) == (["planned"], 0)
    noor.simulator.control("calm")
    monkeypatch.setattr(client, "breakers", Breakers())
    sweep(noor, 2)
    assert ended() == [("external", "succeeded"), ("staff", "succeeded")]
    assert (balance("gateway_receivable"), journal_of(noor.simulator)) == (5200, 5200)
