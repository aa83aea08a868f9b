"""What is owed back goes back, whatever became of refunds before; where it can't, staff are told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import F

from commerce.core import clock
from commerce.payments.application.use_cases import return_payments as returning
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.domain.operations import PENDING_FOR
from commerce.payments.models import PaymentAttempt
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    findings,
    journal_of,
    payment,
    refund,
    refunds,
    require_books_to_agree,
    sar,
    still_told,
    sweep,
    take,
)
from tests.commerce.payments.failures.test_looks import DAY, later
from tests.commerce.payments.failures.test_refunds import NAMING
from tests.commerce.payments.failures.till import Till

pytestmark = pytest.mark.sampled(by="gateway")


def partly_on_its_way(noor: Till, *, then: str = "declined") -> int:
    """Staff gave back a part, of which the bank takes its time and then says so; and the order was called off."""
    paid = take(noor)
    noor.simulator.fault("pending", noor.gateway, "refund", value=then)
    refund(paid, 3000)
    cancel_payment(payment_id=paid, now=clock.now())
    return paid


# — after other refunds —


@pytest.mark.parametrize("gateway", NAMING)
def test_what_is_owed_and_a_refund_of_staffs_did_not_bring_is_sent(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = partly_on_its_way(noor)
    sweep(noor)
    noor.simulator.control("settle")
    sweep(noor, 6)
    went = [(one.source, one.amount, one.status) for one in refunds()]
    assert went == [
        ("staff", sar(3000), "failed"),
        ("system", sar(6200), "succeeded"),
        ("system", sar(3000), "succeeded"),
    ]
    assert (payment(paid).refunded_minor, still_told()) == (9200, [])
    require_books_to_agree(noor.simulator)


def left_out_by_two(**_: Any) -> Any:
    """One refund that the sweep sent, and another that failed."""
    owed = PaymentAttempt.objects.filter(
        payment__owed_back_at__isnull=False, captured_minor__gt=F("refunded_minor") + F("refund_pending_minor")
    )
    return owed.exclude(refunds__source="system", refunds__status="failed")


def test_the_control_of_two_refunds_together_it_stays_though_nothing_failed_that_was_sent_by_itself(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returning, "_owed_back", left_out_by_two)
    noor = till("hyperpay")
    partly_on_its_way(noor)
    sweep(noor)
    noor.simulator.control("settle")
    sweep(noor, 6)
    assert (journal_of(noor.simulator), still_told()) == (3000, ["not_returned"])


def nothing_arrives(noor: Till) -> int:
    """What staff sent and what was sent by itself both come to nothing, staff's first."""
    paid = partly_on_its_way(noor)
    noor.simulator.fault("pending", noor.gateway, "refund", value="declined")
    sweep(noor)
    noor.simulator.control("settle")
    sweep(noor, 6)
    assert [(one.source, one.status) for one in refunds()] == [("staff", "failed"), ("system", "failed")]
    assert still_told() == ["not_returned"] * 2
    return paid


@pytest.mark.parametrize("parts", [(6200, 3000), (3000, 6200), (9200,)])
def test_what_could_not_be_sent_is_told_until_all_that_is_owed_is_back(till: OpenTill, parts: tuple[int, ...]) -> None:
    noor = till("hyperpay")
    paid = nothing_arrives(noor)
    for part in parts:
        assert set(still_told()) == {"not_returned"}
        refund(paid, part)
    assert still_told() == []
    require_books_to_agree(noor.simulator)


# — of which the bank says nothing —


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize(
    ("then", "ends", "told"), [("approved", "succeeded", []), ("declined", "failed", ["not_returned"])]
)
@pytest.mark.parametrize("gateway", NAMING)
def test_what_its_bank_does_not_end_is_told_once_until_it_does(
    till: OpenTill, gateway: str, then: str, ends: str, told: list[str]
) -> None:
    noor = till(gateway)
    paid = take(noor)
    noor.simulator.fault("pending", gateway, "refund", value=then)
    refund(paid, 3000)
    later(noor, DAY, PENDING_FOR - DAY)
    assert findings() == []
    later(noor, PENDING_FOR + DAY, PENDING_FOR + 2 * DAY, 60 * DAY)
    assert (findings(), still_told()) == (["still_pending"], ["still_pending"])
    noor.simulator.control("settle")
    later(noor, 61 * DAY)
    assert ([one.status for one in refunds()], still_told()) == ([ends], told)
    require_books_to_agree(noor.simulator)
