"""What a gateway could not give back, or never does, is given back by staff, and the books say out of whose hands."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

from commerce.core import clock
from commerce.core.idempotency import KeyReused
from commerce.core.models import AuditEntry
from commerce.core.money import Money
from commerce.payments.application.accounts import account_of_none
from commerce.payments.application.hand_returns import OwedByHand, owed_by_hand
from commerce.payments.application.ledger import till_of
from commerce.payments.application.money_queries import money_for
from commerce.payments.application.use_cases import give_back_by_hand as giving
from commerce.payments.application.use_cases import refund_payment as refunding
from commerce.payments.application.use_cases.give_back_by_hand import (
    ByHandNeedsReference,
    HandedBack,
    NothingByHand,
    give_back_by_hand,
)
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refund_payment import RefundOfNothing, RefundTooLarge, RefundUnderWay
from commerce.payments.application.use_cases.return_payments import return_payments
from commerce.payments.infrastructure.moyasar.gateway import Moyasar
from commerce.payments.models import PaymentAttempt
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    STAFF,
    balance,
    payment,
    refund,
    refunds,
    require_books_to_agree,
    sar,
    still_told,
    sweep,
    take,
)
from tests.commerce.payments.failures.stories import elsewhere
from tests.commerce.payments.failures.test_findings import AFTER_THE_PAGE, owed_back_in_vain, settled
from tests.commerce.payments.failures.test_owed_back import billed
from tests.commerce.payments.failures.till import Till, arrive, attempts
from tests.support.together import Meeting, at_once, outcomes


def never(noor: Till) -> int:
    """Its way gives nothing back, and the order was called off."""
    billed(noor)
    return_payments(now=clock.now())
    return int(attempts()[0].payment_id)


def refused_late(noor: Till, minor: int = 3000) -> int:
    """Staff sent a part, and the bank refused it in the end."""
    paid = take(noor)
    late(noor, paid, minor)
    return paid


def late(noor: Till, paid: int, minor: int) -> None:
    noor.simulator.fault("pending", noor.gateway, "refund", value="declined")
    refund(paid, minor)
    noor.simulator.control("settle")
    sweep(noor, 2)


def owed(payment_id: int) -> list[OwedByHand]:
    with transaction.atomic():
        return list(owed_by_hand(payment_id))


def give(payment_id: int, one: OwedByHand, minor: int | None = None, **changes: Any) -> int:
    facts: dict[str, Any] = {
        "amount": one.amount if minor is None else sar(minor),
        "reference": "SNB 20261129-1",
        "key": uuid.uuid4(),
        "attempt_id": one.attempt_id,
        "discrepancy_id": one.discrepancy_id,
    }
    return give_back_by_hand(payment_id=payment_id, handed=HandedBack(**facts | changes), actor=STAFF, now=clock.now())


@pytest.mark.parametrize(("gateway", "told"), [("moyasar", never), ("hyperpay", owed_back_in_vain)])
def test_it_goes_out_of_the_stores_own_bank_and_the_gateway_keeps_what_it_took(
    till: OpenTill, gateway: str, told: Any
) -> None:
    noor = till(gateway)
    paid = told(noor)
    asked = noor.simulator.calls(gateway, "refund")
    [one] = owed(paid)
    give(paid, one)
    require_books_to_agree(noor.simulator)
    assert (balance("gateway_receivable"), balance("bank"), balance("order_funds")) == (9200, -9200, 0)
    with transaction.atomic():
        money = money_for([paid])[paid]
    assert (money.refunded, money.on_its_way, money.refundable) == (sar(9200), sar(0), sar(0))
    assert (refunds()[-1].source, refunds()[-1].status, refunds()[-1].asked_by) == ("by_hand", "succeeded", "staff:7")
    assert (still_told(), owed(paid)) == ([], [])
    assert (return_payments(now=clock.now()), noor.simulator.calls(gateway, "refund")) == (0, asked)
    with transaction.atomic():
        deeds = AuditEntry.objects.filter(action="given_back").order_by("-id")
        assert deeds.values_list("reason", flat=True)[0] == "SNB 20261129-1"


def test_the_control_out_of_the_gateways_account_the_books_are_not_the_journal(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = till("moyasar")
    paid = never(noor)
    monkeypatch.setattr(refunding, "own_till", till_of)
    give(paid, owed(paid)[0])
    with pytest.raises(AssertionError):
        require_books_to_agree(noor.simulator)


def test_what_is_given_in_parts_is_told_until_all_of_it_is_back(till: OpenTill) -> None:
    noor = till("moyasar")
    paid = never(noor)
    for part in (3000, 6200):
        assert still_told() == ["not_returned"]
        give(paid, owed(paid)[0], part)
    assert (still_told(), payment(paid).refunded_minor) == ([], 9200)
    require_books_to_agree(noor.simulator)


def test_more_than_is_owed_nothing_and_what_nobody_can_find_are_refused(till: OpenTill) -> None:
    paid = refused_late(till("hyperpay"))
    [one] = owed(paid)
    assert one.amount == sar(3000), "what staff did not want to give back is not owed"
    for changes, why in (
        ({"amount": sar(3001)}, RefundTooLarge),
        ({"amount": sar(0)}, RefundOfNothing),
        ({"amount": Money(3000, "KWD")}, RefundOfNothing),
        ({"reference": "  "}, ByHandNeedsReference),
        ({"discrepancy_id": None}, NothingByHand),
        ({"attempt_id": one.attempt_id + 1}, NothingByHand),
    ):
        with pytest.raises(why):
            give(paid, one, **changes)
    assert (len(refunds()), balance("bank"), still_told()) == (1, 0, ["not_returned"])


def test_twice_is_once(till: OpenTill) -> None:
    noor = till("hyperpay")
    paid, key = refused_late(noor), uuid.uuid4()
    [one] = owed(paid)
    assert give(paid, one, key=key) == give(paid, one, key=key)
    with pytest.raises(KeyReused):
        give(paid, one, 1000, key=key)
    with pytest.raises(NothingByHand):
        give(paid, one)
    assert (payment(paid).refunded_minor, balance("bank"), still_told()) == (3000, -3000, [])
    assert settled(paid)[0] == ("not_returned", "staff", "SNB 20261129-1")
    require_books_to_agree(noor.simulator)


def test_two_who_record_it_at_once_record_it_once(till: OpenTill) -> None:
    paid = refused_late(till("hyperpay"))
    [one] = owed(paid)
    assert sorted(outcomes(*[lambda: give(paid, one)] * 2)) == ["done", "nothing_by_hand"]
    assert payment(paid).refunded_minor == 3000


def test_the_control_without_the_row_lock_it_is_recorded_twice(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    paid = refused_late(till("hyperpay"))
    [one] = owed(paid)
    meeting, look = Meeting(2), giving._owed

    def look_together(*args: Any) -> OwedByHand:
        seen = look(*args)
        meeting.come()
        return seen

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, *args, **kwargs: rows.all())
    monkeypatch.setattr(giving, "_owed", look_together)
    at_once(*[lambda: give(paid, one)] * 2)
    assert [row.source for row in refunds()] == ["staff", "by_hand", "by_hand"]


def test_not_while_another_refund_of_it_may_still_arrive(till: OpenTill) -> None:
    noor = till("hyperpay")
    paid = refused_late(noor)
    noor.simulator.fault("drop_after", "hyperpay", "refund")
    refund(paid, 3000)  # sent again, and nobody knows yet
    with pytest.raises(RefundUnderWay):
        give(paid, owed(paid)[0])
    sweep(noor, 3)
    assert (payment(paid).refunded_minor, still_told(), owed(paid)) == (3000, [], [])


def test_what_its_gateway_sends_is_not_given_by_hand(till: OpenTill) -> None:
    noor = till("hyperpay")
    paid = take(noor)
    assert owed(paid) == []
    with pytest.raises(NothingByHand):
        give(paid, OwedByHand(attempts()[0].pk, None, sar(9200)))


def test_of_two_of_one_amount_that_failed_the_one_that_was_meant_is_settled(till: OpenTill) -> None:
    noor = till("hyperpay")
    paid = refused_late(noor)
    late(noor, paid, 2000)
    late(noor, paid, 2000)
    first, second, third = owed(paid)
    give(paid, third)
    assert [one.discrepancy_id for one in owed(paid)] == [first.discrepancy_id, second.discrepancy_id]
    give(paid, first)
    assert [one.discrepancy_id for one in owed(paid)] == [second.discrepancy_id]
    require_books_to_agree(noor.simulator)


def test_a_way_that_gives_nothing_back_is_given_back_for_by_hand_though_nothing_failed(till: OpenTill) -> None:
    noor = till("moyasar")
    paid = take(noor)
    with transaction.atomic():
        PaymentAttempt.objects.update(brand="sadadbill")
    give(paid, owed(paid)[0], 1000)
    assert (payment(paid).refunded_minor, owed(paid)[0].amount) == (1000, sar(8200))
    require_books_to_agree(noor.simulator)


def test_what_was_paid_twice_and_has_no_way_back_is_given_by_hand(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_bills = replace(Moyasar().capabilities(account_of_none("moyasar")), refunds=False, partial_refunds=False)
    monkeypatch.setattr(Moyasar, "capabilities", lambda *_: of_bills)
    noor = till("moyasar")
    noor.simulator.fault("page_stays_open", "moyasar", "pay", times=-1)
    paid = noor.owed()
    action = noor.start(paid)
    noor.come_back(paid, noor.pay(action))
    noor.simulator.control("clock", seconds=61)
    noor.pay(action)
    noor.simulator.control("clock", seconds=AFTER_THE_PAGE.total_seconds())
    with clock.as_of(clock.now() + AFTER_THE_PAGE):
        reconcile_payments(now=clock.now())
        reconcile_payments(now=clock.now() + timedelta(minutes=3))
    assert still_told() == ["not_returned", "paid_twice"]
    [one] = owed(paid)
    give(paid, one)
    assert (still_told(), balance("unapplied_funds"), payment(paid).refunded_minor) == ([], 0, 0)
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", ["moyasar", "hyperpay"])
def test_what_goes_back_at_the_gateways_own_desk_all_the_same_is_told_and_booked(till: OpenTill, gateway: str) -> None:
    """Twice, of which the second's sum at Moyasar has the first in it."""
    noor = till(gateway)
    paid = never(noor) if gateway == "moyasar" else owed_back_in_vain(noor)
    give(paid, owed(paid)[0])
    for number, minor in enumerate((2000, 3000), start=1):
        heard = len(noor.sent())
        elsewhere(noor, "refund", minor)
        for sent in noor.sent()[heard:]:
            arrive(sent, noor.address)
        noor.simulator.control("clock", seconds=3600)
        with clock.as_of(clock.now() + timedelta(hours=number)):
            noor.work()
        require_books_to_agree(noor.simulator)
    assert still_told() == ["refunded_elsewhere"] * 2
    assert (payment(paid).refunded_minor, balance("unapplied_funds")) == (9200, 5000)
