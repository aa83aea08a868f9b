"""What was paid beside what an order needed, and what its bank and its gateway do with it before we send it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from commerce.core import clock
from commerce.payments.application.money_queries import unapplied_of
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refund_payment import RefundTooLarge
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
    sweep,
)
from tests.commerce.payments.failures.test_looks import AFTER_THE_PAGE, DAY, later, unheard
from tests.commerce.payments.failures.test_settling import hear
from tests.commerce.payments.failures.test_settling import later as looked_at
from tests.commerce.payments.failures.till import Till, attempts
from tests.commerce.payments.tills import GATEWAYS, connect, keys_of


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


# — on its channel —


def test_what_was_paid_twice_with_mada_goes_back_by_madas_channel(till: OpenTill) -> None:
    noor = till("hyperpay_mada")
    paid_beside(noor)
    told_of(noor)
    assert attempts()[-1].channel == attempts()[0].channel != ""
    cards_only = {name: text for name, text in keys_of("noor", "hyperpay")["settings"].items() if name != "entity_mada"}
    connect("hyperpay", settings=cards_only)
    with clock.as_of(clock.now() + timedelta(hours=3)):
        reconcile_payments(now=clock.now())
    assert [one.status for one in refunds()] == ["succeeded"]
    assert findings() == ["paid_twice"]
    require_books_to_agree(noor.simulator)
