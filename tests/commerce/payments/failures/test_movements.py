"""Captures and voids whose answer is lost, or that never arrive."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commerce.core import clock
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.domain.states import PaymentStatus
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    HOLDING,
    balance,
    held,
    operations,
    payment,
    require_books_to_agree,
    sweep,
)
from tests.commerce.payments.failures.till import status_of

pytestmark = pytest.mark.sampled(by="gateway")

MOVES: dict[str, Callable[..., object]] = {"capture": capture_payment, "void": void_payment}
TAKEN = {"capture": 9200, "void": 0}
ENDS = {"capture": PaymentStatus.CAPTURED, "void": PaymentStatus.FAILED}


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", HOLDING)
@pytest.mark.parametrize(
    ("kind", "fault"),
    [("capture", "drop_after"), ("capture", "half_body"), ("void", "error_after"), ("void", "not_json")],
)
def test_f42_what_is_not_clear_is_neither_taken_nor_let_go_until_it_is_known(
    till: OpenTill, gateway: str, kind: str, fault: str
) -> None:
    noor = till(gateway)
    paid = held(noor)
    noor.simulator.fault(fault, gateway, kind)
    MOVES[kind](payment_id=paid, now=clock.now())
    assert [one.status for one in operations()] == ["unknown"]
    assert (payment(paid).captured_minor, payment(paid).authorised_minor, balance("holds")) == (0, 9200, 9200)
    assert status_of(paid) is PaymentStatus.PENDING
    sweep(noor)
    assert [one.status for one in operations()] == ["succeeded"]
    assert noor.simulator.calls(gateway, kind) == 1
    assert (payment(paid).captured_minor, balance("holds")) == (TAKEN[kind], 0)
    assert status_of(paid) is ENDS[kind]
    require_books_to_agree(noor.simulator)


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", HOLDING)
@pytest.mark.parametrize("kind", MOVES)
def test_f8_what_never_arrived_is_sent_once_more_under_the_same_key(till: OpenTill, gateway: str, kind: str) -> None:
    noor = till(gateway)
    paid = held(noor)
    noor.simulator.fault("drop_before", gateway, kind)
    MOVES[kind](payment_id=paid, now=clock.now())
    (key,) = {one.key for one in operations()}
    sweep(noor, 2)
    assert [(one.key, one.status, one.sends) for one in operations()] == [(key, "succeeded", 2)]
    assert (payment(paid).captured_minor, status_of(paid)) == (TAKEN[kind], ENDS[kind])
    require_books_to_agree(noor.simulator)
