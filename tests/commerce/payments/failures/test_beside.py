"""What was paid beside what an order needed, and what its bank and its gateway do with it before we send it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.payments.application.money_queries import unapplied_of
from commerce.payments.application.use_cases import receive_webhook as taking_in
from commerce.payments.application.use_cases import settle_webhook as settling
from commerce.payments.application.use_cases.count_again import count_again
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refund_payment import RefundTooLarge
from commerce.payments.infrastructure.moyasar import status
from commerce.payments.models import PaymentAttempt
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
    sar,
    still_told,
    sweep,
)
from tests.commerce.payments.failures.test_looks import AFTER_THE_PAGE, DAY, later, unheard
from tests.commerce.payments.failures.test_settling import hear
from tests.commerce.payments.failures.test_settling import later as looked_at
from tests.commerce.payments.failures.till import Till, attempts, inbox, require_parked_at_souq
from tests.commerce.payments.tills import GATEWAYS, connect, keys_of

pytestmark = pytest.mark.sampled(by="gateway")


def paid_beside(noor: Till) -> tuple[int, str]:
    """An order's payment, and the gateway's name for what was paid in another tab; nobody here knows of that yet."""
    noor.simulator.fault("page_stays_open", noor.gateway, "pay", times=-1)
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.come_back(payment_id, noor.pay(action))
    noor.simulator.control("clock", seconds=61)
    noor.pay(action)
    *_, second = [line["movement"] for line in noor.simulator.journal() if line["kind"] == "sale"]
    return payment_id, str(second)


def elsewhere(noor: Till, second: str, kind: str, minor: int) -> list[dict[str, Any]]:
    """What the gateway sends of it."""
    heard = len(noor.sent())
    noor.simulator.control("elsewhere", reference=second, kind=kind, minor=minor)
    return list(noor.sent()[heard:])


def told_of(noor: Till) -> None:
    hear(noor, noor.sent())
    looked_at(noor, 2)
    assert attempts()[-1].is_unapplied


# — taken back by its bank —


def test_what_its_bank_took_back_is_not_sent_a_second_time(till: OpenTill) -> None:
    noor = till("hyperpay")
    payment_id, second = paid_beside(noor)
    told_of(noor)
    hear(noor, elsewhere(noor, second, "chargeback", 9200))
    sweep(noor, 3)
    assert (refunds(), journal_of(noor.simulator)) == ([], 9200)
    assert (balance("unapplied_funds"), balance("chargeback_loss"), payment(payment_id).charged_back_minor) == (0, 0, 0)
    with transaction.atomic():
        assert unapplied_of(payment_id) == (), "the desk would offer to send it"
    with pytest.raises(RefundTooLarge):
        refund(payment_id, 1, attempt_id=attempts()[-1].pk)
    require_books_to_agree(noor.simulator)


def test_that_it_was_paid_twice_is_told_no_longer_when_its_bank_has_all_of_it(till: OpenTill) -> None:
    noor = till("hyperpay")
    _, second = paid_beside(noor)
    told_of(noor)
    hear(noor, elsewhere(noor, second, "chargeback", 5000))
    assert "paid_twice" in still_told(), "the rest of it is sent back"
    hear(noor, elsewhere(noor, second, "chargeback", 4200))
    assert still_told() == ["charged_back", "charged_back"]
    sweep(noor, 3)
    assert refunds() == []


def test_the_control_without_that_sum_the_payer_has_the_money_twice(till: OpenTill) -> None:
    noor = till("hyperpay")
    _, second = paid_beside(noor)
    told_of(noor)
    hear(noor, elsewhere(noor, second, "chargeback", 9200))
    with transaction.atomic():
        PaymentAttempt.objects.update(charged_back_minor=0)
    sweep(noor, 3)
    assert journal_of(noor.simulator) == 0


def test_of_what_its_bank_took_back_in_part_the_rest_is_sent(till: OpenTill) -> None:
    noor = till("hyperpay")
    _, second = paid_beside(noor)
    told_of(noor)
    hear(noor, elsewhere(noor, second, "chargeback", 5000))
    sweep(noor, 3)
    assert [(one.amount, one.status) for one in refunds()] == [(sar(4200), "succeeded")]
    require_books_to_agree(noor.simulator)


def test_what_its_bank_gave_back_again_is_sent_back(till: OpenTill) -> None:
    noor = till("hyperpay")
    _, second = paid_beside(noor)
    told_of(noor)
    taken = elsewhere(noor, second, "chargeback", 9200)
    hear(noor, [*elsewhere(noor, second, "chargeback_reversal", 9200), *taken])
    sweep(noor, 3)
    assert [(one.amount, one.status) for one in refunds()] == [(sar(9200), "succeeded")]
    assert balance("unapplied_funds") == 0
    require_books_to_agree(noor.simulator)


# — given back at the gateway's own desk —


def test_what_went_back_before_it_was_counted_is_not_money_of_ours(till: OpenTill) -> None:
    noor = till("moyasar")
    _, second = paid_beside(noor)
    hear(noor, elsewhere(noor, second, "refund", 9200))
    later(noor, AFTER_THE_PAGE, DAY)
    assert ([(one.source, one.is_of_unapplied) for one in refunds()], operations()) == ([("external", True)], [])
    assert balance("unapplied_funds") == 0
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_what_went_back_elsewhere_because_we_could_not_send_it_is_found(till: OpenTill, gateway: str) -> None:
    """By its own name, though the gateway knows it by the key of what it was paid beside."""
    noor = unheard(till, gateway)
    _, second = paid_beside(noor)
    noor.simulator.control("settle-day")
    noor.simulator.fault("drop_before", gateway, "refund", times=-1)
    later(noor, AFTER_THE_PAGE)
    noor.simulator.control("elsewhere", reference=second, kind="refund", minor=9200)
    later(noor, *(number * DAY for number in range(1, 10)))
    beside = attempts()[-1]
    assert (beside.known_by, beside.refunded_minor) == (attempts()[0].gateway_key, 9200)
    assert balance("gateway_receivable") == journal_of(noor.simulator)


@pytest.mark.parametrize("is_key_kept", [True, pytest.param(False, id="the control without its key")])
def test_what_its_own_webhook_tells_is_asked_about_by_the_key_it_was_paid_under(
    till: OpenTill, *, is_key_kept: bool
) -> None:
    noor = till("moyasar")
    _, second = paid_beside(noor)
    count_again(attempt_id=attempts()[0].pk, now=clock.now() + timedelta(minutes=1))
    assert attempts()[-1].is_unapplied
    if not is_key_kept:
        with transaction.atomic():
            PaymentAttempt.objects.filter(pk=attempts()[-1].pk).update(known_by=None)
    hear(noor, elsewhere(noor, second, "refund", 9200))
    assert attempts()[-1].refunded_minor == 9200 * is_key_kept


# — told of by a webhook of which nothing is believed —


def paid_again_a_week_later(noor: Till) -> None:
    """In a tab that was left open, when nobody looks at its attempt for weeks."""
    noor.simulator.fault("page_stays_open", "moyasar", "pay", times=-1)
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.come_back(payment_id, noor.pay(action))
    hear(noor, noor.sent())
    later(noor, AFTER_THE_PAGE, DAY + AFTER_THE_PAGE, 7 * DAY + AFTER_THE_PAGE)
    noor.simulator.fault("late_success", "moyasar", "pay", times=-1)
    noor.pay(action)


def heard_in_time(noor: Till) -> None:
    with clock.as_of(clock.now() + 8 * DAY):
        hear(noor, noor.sent()[-1:])


def test_the_very_payment_that_a_webhook_names_is_asked_about(till: OpenTill) -> None:
    noor = till("moyasar")
    paid_again_a_week_later(noor)
    heard_in_time(noor)
    assert ([one.captured_minor for one in attempts()], findings()) == ([9200, 9200], ["paid_twice"])
    assert inbox()[-1].status == "applied"
    require_books_to_agree(noor.simulator)


def test_a_webhook_is_not_settled_before_that_payment_is_told_of(till: OpenTill) -> None:
    """The gateway answers about the attempt, and not yet about what was paid beside it."""
    noor = till("moyasar")
    paid_again_a_week_later(noor)
    with pytest.MonkeyPatch.context() as first:
        first.setattr(settling, "note_told_payment", lambda **_: False)
        heard_in_time(noor)
    assert (inbox()[-1].status, len(attempts())) == ("parked", 1)
    with clock.as_of(clock.now() + 8 * DAY):
        looked_at(noor, 2)
    assert (inbox()[-1].status, len(attempts())) == ("applied", 2)
    require_books_to_agree(noor.simulator)


def test_the_control_without_what_it_names_the_second_payment_is_in_no_book(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "movement_in", lambda _: None)
    noor = till("moyasar")
    paid_again_a_week_later(noor)
    heard_in_time(noor)
    later(noor, *(day * DAY for day in range(9, 20)))
    assert (balance("gateway_receivable"), journal_of(noor.simulator)) == (9200, 18400)
    assert inbox()[-1].status == "applied"


# — on its channel —


def mada_is_given_up() -> None:
    """Before it could be sent back: the account no longer names mada's channel."""
    cards_only = {name: text for name, text in keys_of("noor", "hyperpay")["settings"].items() if name != "entity_mada"}
    connect("hyperpay", settings=cards_only)
    with clock.as_of(clock.now() + timedelta(hours=3)):
        reconcile_payments(now=clock.now())


def test_what_was_paid_twice_with_mada_goes_back_by_madas_channel(till: OpenTill) -> None:
    noor = till("hyperpay_mada")
    paid_beside(noor)
    told_of(noor)
    assert attempts()[-1].channel == attempts()[0].channel != ""
    mada_is_given_up()
    assert [one.status for one in refunds()] == ["succeeded"]
    assert findings() == ["paid_twice"]
    require_books_to_agree(noor.simulator)


def test_the_control_without_its_channel_it_does_not_go_back(till: OpenTill) -> None:
    noor = till("hyperpay_mada")
    paid_beside(noor)
    told_of(noor)
    with transaction.atomic():
        PaymentAttempt.objects.filter(pk=attempts()[-1].pk).update(channel="")
    mada_is_given_up()
    assert [one for one in refunds() if one.status == "succeeded"] == []
    assert journal_of(noor.simulator) == 18400


def paid_beside_without_a_name(till: OpenTill) -> Till:
    """Two payments of an invoice that name the attempt by it alone, and no webhook."""
    noor = unheard(till, "moyasar")
    noor.simulator.fault("metadata_not_repeated", "moyasar", "pay", times=-1)
    paid_beside(noor)
    later(noor, AFTER_THE_PAGE, DAY, 2 * DAY)
    return noor


def test_payments_that_name_their_attempt_by_the_invoice_alone_are_found_by_looking_again(till: OpenTill) -> None:
    noor = paid_beside_without_a_name(till)
    assert "paid_twice" in findings()
    assert journal_of(noor.simulator) == 9200
    require_books_to_agree(noor.simulator)


def paid_twice_at_an_invoice(noor: Till) -> list[dict[str, Any]]:
    """What Moyasar sends of both payments, which name their attempt by the invoice alone."""
    noor.simulator.fault("metadata_not_repeated", "moyasar", "pay", times=-1)
    paid_beside(noor)
    return noor.sent()


def hear_one_by_one(noor: Till, sent: list[dict[str, Any]]) -> None:
    """Each once: nobody asks Moyasar about one attempt twice in a moment."""
    for minutes, one in enumerate(sent, start=1):
        with clock.as_of(clock.now() + timedelta(minutes=minutes)):
            hear(noor, [one])


def test_what_is_paid_twice_at_an_invoice_is_known_by_the_invoice_as_soon_as_it_is_told_of(till: OpenTill) -> None:
    noor = till("moyasar")
    hear_one_by_one(noor, paid_twice_at_an_invoice(noor))
    assert [(event.key, event.status) for event in inbox()] == [("", "applied")] * 2
    assert ([one.captured_minor for one in attempts()], findings()) == ([9200, 9200], ["paid_twice"])
    require_books_to_agree(noor.simulator)


def test_the_control_by_what_was_paid_alone_it_waits_for_a_look(till: OpenTill) -> None:
    noor = till("moyasar")
    sent = paid_twice_at_an_invoice(noor)
    with transaction.atomic():
        PaymentAttempt.objects.update(page_reference="")
    hear_one_by_one(noor, sent)
    assert [event.status for event in inbox()] == ["applied", "parked"]
    assert ([one.captured_minor for one in attempts()], findings()) == ([9200], [])


def test_an_invoice_is_looked_for_in_the_store_alone_whose_address_was_called(till: OpenTill) -> None:
    """Two merchants at Moyasar who chose one secret."""
    noor = till("moyasar")
    *_, second = paid_twice_at_an_invoice(noor)
    require_parked_at_souq(second, noor)
    assert (inbox(), [one.captured_minor for one in attempts()]) == ([], [9200])


def test_the_control_who_looks_at_no_invoice_has_the_second_in_no_book(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "payments_of", lambda body, account, evidence: [])
    noor = paid_beside_without_a_name(till)
    assert (balance("gateway_receivable"), journal_of(noor.simulator)) == (9200, 18400)
