"""Who is at a gateway's page when the payment is called off can pay there no more, where the gateway closes pages."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from django.db import transaction

from commerce.core import clock
from commerce.core.models import OutboxDelivery
from commerce.payments.application.ports import TransactionOpen
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.close_page import close_page
from commerce.payments.domain.events import PageLeftOpen
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.domain.values import NextAction, Redirect
from commerce.payments.interfaces import handlers
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import payment, require_books_to_agree, sweep
from tests.commerce.payments.failures.till import Till, status_of

MINUTE = timedelta(minutes=1)


def called_off_at_its_page(noor: Till) -> tuple[int, NextAction | None]:
    payment_id = noor.owed()
    page = noor.start(payment_id)
    assert cancel_payment(payment_id=payment_id, now=clock.now()) is PaymentStatus.CANCELLED
    return payment_id, page


def is_closed(noor: Till, page: NextAction | None) -> bool:
    assert isinstance(page, Redirect)
    return httpx.get(page.url, trust_env=False).status_code != 200


def waiting() -> int:
    with transaction.atomic():
        return OutboxDelivery.objects.filter(event=PageLeftOpen.name(), delivered_at=None).count()


def test_an_invoice_of_what_was_called_off_can_not_be_paid(till: OpenTill) -> None:
    noor = till("moyasar")
    payment_id, page = called_off_at_its_page(noor)
    assert noor.simulator.calls("moyasar", "cancel") == 0, "nobody is called before the commit"
    noor.work()
    assert is_closed(noor, page)
    sweep(noor, 3)
    assert (status_of(payment_id), noor.simulator.journal()) == (PaymentStatus.CANCELLED, [])


def test_the_control_left_open_it_is_paid_for_nothing(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "close_page", lambda **_: True)
    noor = till("moyasar")
    _, page = called_off_at_its_page(noor)
    noor.work()
    noor.pay(page)
    assert [entry["kind"] for entry in noor.simulator.journal()] == ["sale"]


def test_what_was_paid_before_goes_back_as_ever(till: OpenTill) -> None:
    noor = till("moyasar")
    payment_id, _ = noor.paid()
    cancel_payment(payment_id=payment_id, now=clock.now())
    noor.work()
    noor.simulator.control("clock", seconds=61)
    sweep(noor, 3)
    assert (payment(payment_id).captured_minor, payment(payment_id).refunded_minor, waiting()) == (9200, 9200, 0)
    require_books_to_agree(noor.simulator)


def test_a_gateway_that_does_not_answer_keeps_nothing_from_being_called_off_and_is_asked_again(till: OpenTill) -> None:
    noor = till("moyasar")
    noor.simulator.fault("error_before", "moyasar", "cancel", times=2)
    payment_id, page = called_off_at_its_page(noor)
    for minute in range(3):
        assert (status_of(payment_id), waiting()) == (PaymentStatus.CANCELLED, 1)
        with clock.as_of(clock.now() + minute * 2 * MINUTE):
            noor.work()
    assert (waiting(), is_closed(noor, page)) == (0, True)


def test_once_the_pages_time_is_over_nobody_is_asked_any_more(till: OpenTill) -> None:
    noor = till("moyasar")
    noor.simulator.fault("error_before", "moyasar", "cancel", times=-1)
    called_off_at_its_page(noor)
    noor.work()
    assert (waiting(), noor.simulator.calls("moyasar", "cancel")) == (1, 1)
    with clock.as_of(clock.now() + 71 * MINUTE):
        noor.work()
    assert (waiting(), noor.simulator.calls("moyasar", "cancel")) == (0, 1)


@pytest.mark.parametrize("gateway", ["hyperpay", "paytabs"])
def test_a_gateway_that_closes_no_page_is_not_asked_to(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    called_off_at_its_page(noor)
    with transaction.atomic():
        assert not OutboxDelivery.objects.filter(event=PageLeftOpen.name()).exists()


def test_no_page_is_closed_inside_a_transaction(till: OpenTill) -> None:
    noor = till("moyasar")
    payment_id, _ = called_off_at_its_page(noor)
    with pytest.raises(TransactionOpen), transaction.atomic():
        close_page(payment_id=payment_id, now=clock.now())
