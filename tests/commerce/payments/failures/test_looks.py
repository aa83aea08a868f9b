"""What nobody tells of is found by looking again at attempts that have ended: a few times, and then no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commerce.core import clock
from commerce.payments.application.use_cases import count_again as counting
from commerce.payments.application.use_cases import reconcile_payments as sweeping
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refresh_attempt import Asked
from commerce.payments.domain.states import AttemptStatus, PaymentStatus
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    HOLDING,
    balance,
    findings,
    held,
    journal_of,
    payment,
    refunds,
    require_books_to_agree,
    take,
)
from tests.commerce.payments.failures.stories import elsewhere
from tests.commerce.payments.failures.till import Till, attempts, status_of
from tests.commerce.payments.gateways.counter import STATUS
from tests.commerce.payments.tills import GATEWAYS

pytestmark = pytest.mark.sampled(by="gateway")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AFTER_THE_PAGE = 2 * HOUR


def unheard(till: OpenTill, gateway: str) -> Till:
    """A till that no webhook reaches."""
    noor = till(gateway)
    noor.simulator.fault("webhook_never", gateway, "webhook", times=-1)
    return noor


def later(till: Till, *passed: timedelta) -> None:
    """The reconciler has its turn after so long, each time counted from now."""
    for each in passed:
        till.simulator.control("clock", seconds=3600)
        with clock.as_of(clock.now() + each):
            reconcile_payments(now=clock.now())


@pytest.fixture
def nobody_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "count_again", lambda **_: None)


# — paid at a page whose attempt has ended —


def paid_after_a_refusal(noor: Till) -> int:
    noor.simulator.fault("page_stays_open", noor.gateway, "pay", times=-1)
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.come_back(payment_id, noor.pay(action, "refuse"))
    noor.simulator.control("clock", seconds=61)
    noor.pay(action)
    return payment_id


@pytest.mark.parametrize("gateway", ["hyperpay", "paytabs"])
def test_who_was_refused_and_paid_at_the_same_page_is_found_once_the_page_is_closed(
    till: OpenTill, gateway: str
) -> None:
    noor = unheard(till, gateway)
    payment_id = paid_after_a_refusal(noor)
    later(noor, timedelta(minutes=5))
    assert attempts()[0].status == AttemptStatus.DECLINED
    later(noor, AFTER_THE_PAGE)
    assert status_of(payment_id) is PaymentStatus.CAPTURED
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", ["hyperpay", "paytabs"])
def test_the_control_without_looking_again_the_money_is_in_no_book(
    till: OpenTill, gateway: str, nobody_looks_again: None
) -> None:
    noor = unheard(till, gateway)
    payment_id = paid_after_a_refusal(noor)
    later(noor, AFTER_THE_PAGE, DAY, 8 * DAY)
    assert status_of(payment_id) is PaymentStatus.FAILED
    assert (balance("gateway_receivable"), journal_of(noor.simulator)) == (0, 9200)


# — given back where nobody tells us —


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize(("after", "found_by"), [(12 * HOUR, 2 * DAY), (5 * DAY, 8 * DAY), (20 * DAY, 31 * DAY)])
def test_f28_what_was_refunded_at_the_gateways_own_desk_is_found_without_its_webhook(
    till: OpenTill, gateway: str, after: timedelta, found_by: timedelta
) -> None:
    noor = unheard(till, gateway)
    paid = take(noor)
    later(noor, *(day for day in (AFTER_THE_PAGE, 2 * DAY, 8 * DAY) if day < after))
    elsewhere(noor, "refund", 2000)
    later(noor, found_by)
    assert payment(paid).refunded_minor == 2000
    later(noor, found_by + 80 * DAY)
    assert ([(one.source, one.amount_minor) for one in refunds()], findings()) == (
        [("external", 2000)],
        ["refunded_elsewhere"],
    )
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_the_control_without_looking_again_a_refund_that_nobody_tells_of_is_in_no_book(
    till: OpenTill, gateway: str, nobody_looks_again: None
) -> None:
    noor = unheard(till, gateway)
    paid = take(noor)
    elsewhere(noor, "refund", 2000)
    later(noor, AFTER_THE_PAGE, 2 * DAY, 8 * DAY, 31 * DAY)
    assert (payment(paid).refunded_minor, balance("gateway_receivable")) == (0, 9200)
    assert journal_of(noor.simulator) == 7200


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_sale_that_was_voided_at_the_gateways_own_desk_is_found_without_its_webhook(
    till: OpenTill, gateway: str
) -> None:
    noor = unheard(till, gateway)
    paid = take(noor)
    elsewhere(noor, "void", 9200)
    later(noor, AFTER_THE_PAGE, 2 * DAY)
    assert (payment(paid).refunded_minor, findings()) == (9200, ["refunded_elsewhere"])
    require_books_to_agree(noor.simulator)


@pytest.mark.parametrize("gateway", HOLDING)
def test_a_hold_that_was_taken_at_the_gateways_own_desk_is_found_without_its_webhook(
    till: OpenTill, gateway: str
) -> None:
    """When its time is over by our own clock, at the latest."""
    noor = unheard(till, gateway)
    paid = held(noor)
    hold = attempts()[0].gateway_reference.removeprefix("payments/")
    noor.simulator.control("elsewhere", reference=hold, kind="capture", minor=9200)
    later(noor, 8 * DAY, 9 * DAY)
    assert (payment(paid).captured_minor, balance("holds")) == (9200, 0)
    require_books_to_agree(noor.simulator)


# — not for ever —


def looks(noor: Till, days: int) -> int:
    """How often the gateway was asked in so many days, with the reconciler at work every six hours."""
    before = noor.simulator.calls(noor.gateway, STATUS[noor.gateway])
    with clock.as_of(clock.now()):
        later(noor, *(6 * HOUR * number for number in range(1, 4 * days + 1)))
    return noor.simulator.calls(noor.gateway, STATUS[noor.gateway]) - before


def test_what_was_paid_is_looked_at_five_times_and_no_more(till: OpenTill) -> None:
    noor = unheard(till, "moyasar")
    take(noor)
    assert noor.simulator.calls("moyasar", "list") == 0
    looks(noor, 72)
    assert (attempts()[0].count_again_at, noor.simulator.calls("moyasar", "list")) == (None, 5)


@pytest.mark.long
def test_what_was_refused_is_looked_at_three_times_and_no_more(till: OpenTill) -> None:
    noor = unheard(till, "paytabs")
    payment_id = noor.owed()
    noor.come_back(payment_id, noor.pay(noor.start(payment_id), "refuse"))
    noor.simulator.control("clock", seconds=61)
    asked = looks(noor, 30)
    assert attempts()[0].count_again_at is None
    assert asked <= 3 * 3, "by its reference, by its cart, and for all in that cart"


def test_money_that_the_last_look_finds_is_looked_at_from_then_on(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The week's look was the last while there was no money; it finds some though its first question is unanswered."""
    noor = unheard(till, "moyasar")
    noor.simulator.fault("page_stays_open", "moyasar", "pay", times=-1)
    payment_id = noor.owed()
    action = noor.start(payment_id)
    noor.come_back(payment_id, noor.pay(action, "refuse"))
    later(noor, AFTER_THE_PAGE, DAY + AFTER_THE_PAGE)
    noor.simulator.fault("late_success", "moyasar", "pay", times=-1)
    noor.pay(action)
    monkeypatch.setattr(counting, "refresh_attempt", lambda **_: Asked.UNANSWERED)
    later(noor, 7 * DAY + AFTER_THE_PAGE)
    assert payment(payment_id).captured_minor == 9200
    again = attempts()[0].count_again_at
    assert again is not None
    assert again > clock.now() + 29 * DAY
    require_books_to_agree(noor.simulator)


def test_what_the_gateway_does_not_tell_is_asked_again_an_hour_later(till: OpenTill) -> None:
    noor = unheard(till, "moyasar")
    take(noor)
    noor.simulator.fault("error_before", "moyasar", "list", times=3)
    with clock.as_of(clock.now() + AFTER_THE_PAGE):
        reconcile_payments(now=clock.now())
        assert attempts()[0].count_again_at == clock.now() + HOUR
        reconcile_payments(now=clock.now() + HOUR)
        again = attempts()[0].count_again_at
        assert again is not None
        assert again > clock.now() + 12 * HOUR
    assert findings() == []
