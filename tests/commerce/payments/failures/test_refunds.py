"""Money that goes back: too much, at once, twice, in the dark, by somebody else, and not at all."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from commerce.core import clock
from commerce.core.actors import SYSTEM, acting_as
from commerce.core.errors import Refusal
from commerce.core.idempotency import KeyReused
from commerce.payments.application import movements
from commerce.payments.application.refunds import reserve_refund
from commerce.payments.application.use_cases import refund_payment as refunding
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refund_payment import (
    RefundOfNothing,
    RefundRequest,
    RefundTooLarge,
    RefundUnderWay,
    refund_payment,
)
from commerce.payments.application.use_cases.settle_parked_webhooks import settle_parked_webhooks
from commerce.payments.application.webhook_addresses import webhook_url
from commerce.payments.domain.operations import RefundSource
from commerce.payments.domain.values import Outcome
from commerce.payments.infrastructure.moyasar import back_office
from commerce.payments.infrastructure.moyasar.gateway import Moyasar
from commerce.payments.models import Operation
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    balance,
    findings,
    operations,
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
from tests.commerce.payments.failures.till import arrive
from tests.commerce.payments.tills import GATEWAYS
from tests.support.together import Meeting, at_once, outcomes

pytestmark = pytest.mark.sampled(by="gateway")

MINUTE = timedelta(minutes=1)
NAMING = ("hyperpay", "paytabs")  # those that name each refund


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_parts_go_back_until_all_is_back_and_books_and_journal_agree(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = take(noor)
    for minor in (1, 4599, 4600):
        refund(paid, minor)
    assert (payment(paid).refunded_minor, payment(paid).refund_pending_minor) == (9200, 0)
    assert balance("order_funds") == balance("refunds_in_flight") == 0
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f21_more_than_was_taken_is_refused_before_the_gateway_hears_of_it(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = take(noor)
    refund(paid, 5000)
    for minor, why in ((4201, RefundTooLarge), (0, RefundOfNothing), (-1, RefundOfNothing)):
        with pytest.raises(why):
            refund(paid, minor)
    unpaid = noor.owed("order:2")
    with pytest.raises(Refusal):
        refund(unpaid, 1)
    assert noor.simulator.calls(gateway, "refund") == 1
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f22_of_two_at_once_that_are_too_much_together_one_goes(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = take(noor)
    first, second = sorted(outcomes(*[lambda: refund(paid, 6000)] * 2))
    assert (first, second in {"refund_too_large", "refund_under_way"}) == ("done", True)
    assert noor.simulator.calls(gateway, "refund") == 1
    require_books_to_agree(noor.simulator)


def test_f22_without_the_row_lock_both_would_go(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the lock is what holds the second back. Where the first has arrived already, the database's
    own check is left."""
    noor = till("paytabs")
    paid = take(noor)
    meeting, reserve = Meeting(2), reserve_refund

    def reserve_together(*args: Any) -> None:
        meeting.come()
        reserve(*args)

    def ask() -> str:
        try:
            refund(paid, 6000)
        except IntegrityError:
            return "stopped by the database"
        return "sent"

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, *args, **kwargs: rows.all())
    monkeypatch.setattr(refunding, "reserve_refund", reserve_together)
    first, second = sorted(at_once(ask, ask))
    assert (first, second in {"sent", "stopped by the database"}) == ("sent", True)
    assert noor.simulator.calls("paytabs", "refund") == 2


def test_the_same_form_twice_is_one_refund(till: OpenTill) -> None:
    noor = till("moyasar")
    paid = take(noor)
    key = uuid.uuid4()
    assert refund(paid, 1000, key=key) == refund(paid, 1000, key=key)
    assert payment(paid).refunded_minor == 1000


def test_another_amount_under_the_forms_key_is_no_refund_and_is_said(till: OpenTill) -> None:
    """Somebody goes back in their browser, types another amount and sends the same form: nothing goes out by it."""
    noor = till("moyasar")
    paid, other = take(noor), take(noor, "order:2")
    key = uuid.uuid4()
    refund(paid, 1000, key=key)
    for payment_id, minor in ((paid, 2000), (other, 1000)):
        with pytest.raises(KeyReused):
            refund(payment_id, minor, key=key)
    assert [payment(one).refunded_minor for one in (paid, other)] == [1000, 0]
    require_books_to_agree(noor.simulator)


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize("fault", ["drop_after", "error_after", "not_json", "half_body"])
def test_f9_f42_an_answer_that_is_lost_sends_nothing_twice(till: OpenTill, gateway: str, fault: str) -> None:
    noor = till(gateway)
    paid = take(noor)
    noor.simulator.fault(fault, gateway, "refund")
    refund(paid, 3000)
    assert [one.status for one in operations()] == ["unknown"]
    assert (payment(paid).refund_pending_minor, payment(paid).refunded_minor) == (3000, 0)
    sweep(noor)
    assert [one.status for one in refunds()] == ["succeeded"]
    assert noor.simulator.calls(gateway, "refund") == 1
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f8_what_never_arrived_is_sent_once_more_under_the_same_key(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = take(noor)
    noor.simulator.fault("drop_before", gateway, "refund")
    refund(paid, 3000)
    (key,) = {one.key for one in operations()}
    sweep(noor, 2)
    assert [(one.key, one.status, one.sends) for one in operations()] == [(key, "succeeded", 2)]
    assert payment(paid).refunded_minor == 3000
    require_books_to_agree(noor.simulator)


def die(*_: Any, **__: Any) -> None:
    raise SystemExit


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f7_a_process_that_dies_after_the_money_moved_has_sent_it_once(
    till: OpenTill, gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = till(gateway)
    paid = take(noor)
    with monkeypatch.context() as dying:
        dying.setattr(movements, "settle_operation", die)
        with pytest.raises(SystemExit):
            refund(paid, 3000)
    assert [one.status for one in operations()] == ["sent"]
    sweep(noor)
    assert (payment(paid).refunded_minor, noor.simulator.calls(gateway, "refund")) == (3000, 1)
    require_books_to_agree(noor.simulator)


def test_f7_marked_as_sent_after_the_call_it_would_go_twice(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a row that says "planned" and never sent when the process dies is sent again."""
    noor = till("hyperpay")
    paid = take(noor)
    with monkeypatch.context() as dying:
        dying.setattr(movements, "settle_operation", die)
        with pytest.raises(SystemExit):
            refund(paid, 3000)
    with transaction.atomic():
        Operation.objects.update(status="planned", sends=0)
    sweep(noor)
    assert noor.simulator.calls("hyperpay", "refund") == 2


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", NAMING)
@pytest.mark.parametrize(("then", "left", "told"), [("approved", 0, []), ("declined", 9200, ["not_returned"])])
def test_f29_a_refund_that_takes_days_ends_as_the_bank_says(
    till: OpenTill, gateway: str, then: str, left: int, told: list[str]
) -> None:
    noor = till(gateway)
    paid = take(noor)
    noor.simulator.fault("pending", gateway, "refund", value=then)
    refund(paid, 9200)
    assert [one.status for one in refunds()] == ["pending"]
    sweep(noor)
    assert [one.status for one in refunds()] == ["pending"]
    noor.simulator.control("settle")
    sweep(noor, 2)
    assert [one.status for one in refunds()] == ["succeeded" if then == "approved" else "failed"]
    assert (payment(paid).refundable.minor, still_told()) == (left, told)
    require_books_to_agree(noor.simulator)


def test_f29_what_is_refused_at_once_is_said_to_who_asked_for_it_and_to_nobody_else(till: OpenTill) -> None:
    noor = till("paytabs")
    paid = take(noor)
    elsewhere(noor, "refund", 9200)
    refund(paid, 3000)
    assert ([one.status for one in refunds()], still_told()) == (["failed"], [])
    with acting_as(SYSTEM):
        asked = RefundRequest(sar(3000), uuid.uuid4(), source=RefundSource.RETURN, asked_by="return:1")
        refund_payment(payment_id=paid, request=asked, now=clock.now())
    assert ([one.status for one in refunds()], still_told()) == (["failed", "failed"], ["not_returned"])


def test_f29_what_failed_and_was_sent_again_is_told_no_longer(till: OpenTill) -> None:
    noor = till("hyperpay")
    paid = take(noor)
    noor.simulator.fault("pending", "hyperpay", "refund", value="declined")
    refund(paid, 3000)
    noor.simulator.control("settle")
    sweep(noor, 2)
    assert still_told() == ["not_returned"]
    refund(paid, 3000)
    assert ([one.status for one in refunds()], still_told()) == (["failed", "succeeded"], [])


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f28_a_refund_at_the_gateways_own_desk_is_found_and_told(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    if gateway == "paytabs":  # a refund has no callback: the portal's own notice tells of it
        address = webhook_url(noor.account.webhook_token)
        noor.simulator.control("merchant", gateway="paytabs", name="noor", webhook_url=address)
    paid = take(noor)
    elsewhere(noor, "refund", 2000)
    for sent in noor.sent():
        arrive(sent, noor.address)
        arrive(sent, noor.address)
    with clock.as_of(clock.now() + 40 * MINUTE):
        noor.work()
    assert payment(paid).refunded_minor == 2000
    assert payment(paid).status == "captured"
    assert [one.source for one in refunds()] == ["external"]
    assert findings() == ["refunded_elsewhere"]
    require_books_to_agree(noor.simulator)


def test_f28_what_is_told_while_a_refund_of_ours_is_under_way_is_looked_at_again(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gateway that keeps sums: whose refund made them larger can't be told until ours has ended."""
    noor = till("moyasar")
    paid, ask = take(noor), Moyasar.refund

    def told_meanwhile(self: Moyasar, *args: Any) -> Any:
        elsewhere(noor, "refund", 2000)
        arrive(noor.sent()[-1], noor.address)
        noor.work()
        return ask(self, *args)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Moyasar, "refund", told_meanwhile)
        refund(paid, 9200)
    assert [one.status for one in refunds()] == ["failed"]
    with clock.as_of(clock.now() + 40 * MINUTE):
        settle_parked_webhooks(now=clock.now())
    assert (payment(paid).refunded_minor, findings()) == (2000, ["refunded_elsewhere"])
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize(("fault", "theirs"), [("drop_before", 2000), ("drop_after", 2000), ("drop_after", 6200)])
def test_f46_what_somebody_refunded_meanwhile_is_not_told_from_ours_and_a_person_decides(
    till: OpenTill, fault: str, theirs: int
) -> None:
    """Whether ours arrived or not: sums that moved otherwise than by it say nothing of it."""
    noor = till("moyasar")
    paid = take(noor)
    noor.simulator.fault(fault, "moyasar", "refund")
    refund(paid, 3000)
    elsewhere(noor, "refund", theirs)
    for sent in noor.sent():
        arrive(sent, noor.address)
    noor.work()
    sweep(noor, 3)
    reconcile_payments(now=clock.now() + timedelta(days=2))
    assert [one.status for one in operations()] == ["unknown"]
    assert noor.simulator.calls("moyasar", "refund") == 1
    assert findings() == ["outcome_unknown", "not_settled"], "by how much, when it is looked at again"
    assert (payment(paid).refund_pending_minor, payment(paid).refunded_minor) == (3000, 0)
    for minor, why in ((6201, RefundTooLarge), (1, RefundUnderWay)):
        with pytest.raises(why):
            refund(paid, minor)
    assert noor.simulator.calls("moyasar", "refund") == 1


def test_f46_of_the_same_amount_it_counts_as_ours_and_nothing_goes_twice(till: OpenTill) -> None:
    """Nobody can tell them apart, and the shopper has the money: the books are the journal's."""
    noor = till("moyasar")
    paid = take(noor)
    noor.simulator.fault("drop_before", "moyasar", "refund")
    refund(paid, 3000)
    elsewhere(noor, "refund", 3000)
    sweep(noor, 3)
    assert (payment(paid).refunded_minor, noor.simulator.calls("moyasar", "refund")) == (3000, 1)
    require_books_to_agree(noor.simulator)


def test_f46_the_control_sums_that_moved_otherwise_taken_for_nothing_send_it_twice(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = till("moyasar")
    paid = take(noor)
    noor.simulator.fault("drop_after", "moyasar", "refund")
    refund(paid, 3000)
    elsewhere(noor, "refund", 2000)
    verdict = back_office._verdict

    def careless(*asked: Any) -> Any:
        said = verdict(*asked)
        return replace(said, outcome=Outcome.NOT_FOUND) if said.code == "sums_moved_otherwise" else said

    monkeypatch.setattr(back_office, "_verdict", careless)
    sweep(noor, 2)
    assert noor.simulator.calls("moyasar", "refund") == 2
    assert sum(line["minor"] for line in noor.simulator.journal() if line["kind"] == "refund") == -8000


def test_f30_a_chargeback_is_a_loss_and_may_be_won(till: OpenTill) -> None:
    noor = till("hyperpay")
    paid = take(noor)
    elsewhere(noor, "chargeback", 9200)
    for sent in noor.sent():
        arrive(sent, noor.address)
        arrive(sent, noor.address)
    noor.work()
    assert (payment(paid).charged_back_minor, payment(paid).captured_minor) == (9200, 9200)
    assert payment(paid).status == "captured"
    assert balance("chargeback_loss") == 9200
    assert "charged_back" in findings()
    with pytest.raises(RefundTooLarge):
        refund(paid, 1)
    require_books_to_agree(noor.simulator)


def test_what_is_owed_back_and_fails_after_all_is_a_persons_to_send(till: OpenTill) -> None:
    """It is found out minutes after the sweep that sent it, by another."""
    noor = till("paytabs")
    paid = take(noor)
    cancel_payment(payment_id=paid, now=clock.now())
    noor.simulator.fault("drop_before", "paytabs", "refund", times=2)
    sweep(noor, 5)
    assert [one.status for one in refunds()] == ["failed"]
    assert payment(paid).refundable.minor == 9200
    assert findings() == ["not_returned"]


@pytest.mark.parametrize("is_told_first", [False, True], ids=["after the chargeback", "before the chargeback"])
def test_f30_a_chargeback_that_was_won_leaves_no_loss_and_all_can_be_refunded(
    till: OpenTill, *, is_told_first: bool
) -> None:
    noor = till("hyperpay")
    paid = take(noor)
    heard = len(noor.sent())
    elsewhere(noor, "chargeback", 9200)
    elsewhere(noor, "chargeback_reversal", 9200)
    taken, given_back = noor.sent()[heard:]
    for sent in (given_back, taken) if is_told_first else (taken, given_back):
        for _ in range(2):
            arrive(sent, noor.address)
        noor.work()
    assert (payment(paid).charged_back_minor, balance("chargeback_loss")) == (0, 0)
    assert payment(paid).refundable.minor == 9200
    require_books_to_agree(noor.simulator)
    refund(paid, 9200)
    assert payment(paid).refunded_minor == 9200
    require_books_to_agree(noor.simulator)


def test_f39_a_sale_is_undone_while_it_can_be_and_refunded_once_after_the_settlement(till: OpenTill) -> None:
    noor = till("moyasar")
    undone = take(noor)
    cancel_payment(payment_id=undone, now=clock.now())
    sweep(noor)
    assert noor.simulator.calls("moyasar", "void") == 1
    assert noor.simulator.calls("moyasar", "refund") == 0
    settled = take(noor, "order:2")
    noor.simulator.control("settle-day")
    cancel_payment(payment_id=settled, now=clock.now())
    sweep(noor, 2)
    assert (noor.simulator.calls("moyasar", "void"), noor.simulator.calls("moyasar", "refund")) == (2, 1)
    assert [payment(one).refunded_minor for one in (undone, settled)] == [9200, 9200]
    require_books_to_agree(noor.simulator)
