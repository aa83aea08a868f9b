"""What was held here and taken at the gateway's own desk is given back by the name of what took it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from commerce.payments.application import movements
from commerce.payments.models import PaymentAttempt
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    HOLDING,
    held,
    journal_of,
    payment,
    refund,
    refunds,
    require_books_to_agree,
)
from tests.commerce.payments.failures.test_looks import DAY, later, unheard
from tests.commerce.payments.failures.test_settling import hear, listening
from tests.commerce.payments.failures.till import Till, attempts


def taken_elsewhere(noor: Till) -> int:
    paid = held(noor)
    hold = attempts()[0].gateway_reference.removeprefix("payments/")
    noor.simulator.control("elsewhere", reference=hold, kind="capture", minor=9200)
    return paid


def seen_by_a_look(till: OpenTill, gateway: str) -> tuple[Till, int]:
    """When the hold's time is over by our own clock."""
    noor = unheard(till, gateway)
    paid = taken_elsewhere(noor)
    later(noor, 8 * DAY, 9 * DAY)
    return noor, paid


def told_by_a_webhook(till: OpenTill, gateway: str) -> tuple[Till, int]:
    noor = listening(till, gateway)
    paid = taken_elsewhere(noor)
    hear(noor, noor.sent())
    return noor, paid


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", HOLDING)
@pytest.mark.parametrize("learned", [seen_by_a_look, told_by_a_webhook])
def test_it_is_given_back(till: OpenTill, gateway: str, learned: Callable[[OpenTill, str], tuple[Till, int]]) -> None:
    noor, paid = learned(till, gateway)
    assert payment(paid).captured_minor == 9200
    refund(paid, 2000)
    assert [one.status for one in refunds()] == ["succeeded"]
    assert (payment(paid).refunded_minor, journal_of(noor.simulator)) == (2000, 7200)
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_the_control_by_the_name_of_the_hold_it_is_refused(
    till: OpenTill, gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(movements, "_reference", lambda operation: operation.attempt.gateway_reference)
    noor, paid = told_by_a_webhook(till, gateway)
    refund(paid, 2000)
    assert [one.status for one in refunds()] == ["failed"]
    assert journal_of(noor.simulator) == 9200


@pytest.mark.parametrize("gateway", HOLDING)
def test_what_goes_back_of_it_there_is_found_as_well(till: OpenTill, gateway: str) -> None:
    noor, _ = seen_by_a_look(till, gateway)
    capture = attempts()[0].capture_reference.removeprefix("payments/")
    noor.simulator.control("elsewhere", reference=capture, kind="refund", minor=2000)
    later(noor, 31 * DAY)
    assert [(one.source, one.amount_minor) for one in refunds()] == [("external", 2000)]
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_one_whose_name_was_not_kept_has_it_from_the_next_look(till: OpenTill, gateway: str) -> None:
    noor, paid = seen_by_a_look(till, gateway)
    with transaction.atomic():
        PaymentAttempt.objects.update(capture_reference="")
    later(noor, 31 * DAY)
    refund(paid, 2000)
    assert [one.status for one in refunds()] == ["succeeded"]
