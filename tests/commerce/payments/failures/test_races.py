"""Two and more who move one payment's money at once; each with the control that shows it without its guard."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import QuerySet

from commerce.core import clock
from commerce.core.errors import Refusal
from commerce.payments.application import ledger, takings
from commerce.payments.application.accounts import opened
from commerce.payments.application.next_actions import to_json
from commerce.payments.application.use_cases import apply_observation as observing
from commerce.payments.application.use_cases import capture_payment as capturing
from commerce.payments.application.use_cases import refresh_attempt as refreshing
from commerce.payments.application.use_cases import refund_payment as refunding
from commerce.payments.application.use_cases import return_payments as returning
from commerce.payments.application.use_cases import start_payment as starting
from commerce.payments.application.use_cases import void_payment as voiding
from commerce.payments.application.use_cases.cancel_payment import cancel_payment
from commerce.payments.application.use_cases.collect_payment import collect_payment
from commerce.payments.application.use_cases.confirm_transfer import (
    BankReferenceUsed,
    TransferConfirmedBefore,
    confirm_transfer,
)
from commerce.payments.application.use_cases.create_payment import create_payment
from commerce.payments.application.use_cases.reconcile_payments import reconcile_payments
from commerce.payments.application.use_cases.refresh_payment import refresh_payment
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.postings import Entry
from commerce.payments.domain.values import Outcome, Snapshot
from commerce.payments.infrastructure.paytabs import page
from commerce.payments.infrastructure.paytabs.gateway import PayTabs
from commerce.payments.infrastructure.paytabs.transactions import refused
from commerce.payments.models import Payment, PaymentAttempt
from commerce.tenants.models import Tenant
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.money import (
    HOLDING,
    SOON,
    balance,
    findings,
    held,
    operations,
    payment,
    refund,
    refunds,
    require_books_to_agree,
    sweep,
    take,
)
from tests.commerce.payments.failures.till import HEARD, SAR_92, Till, arrive, attempts, inbox
from tests.commerce.payments.gateways.counter import STATUS
from tests.commerce.payments.tills import GATEWAYS
from tests.simulators.gateways.payer import pay_on_page
from tests.support.databases import admin_dsn
from tests.support.together import Meeting, at_once, held_back, outcomes, until
from wasla_site.launcher.roles import owner_dsn

pytestmark = pytest.mark.sampled(by="gateway")

MINUTE = timedelta(minutes=1)


def without_row_locks(patch: pytest.MonkeyPatch) -> None:
    """For threads of their own alone: those statements that are made once are kept by the thread that made them."""
    patch.setattr(QuerySet, "select_for_update", lambda rows, *_, **__: rows.all())


def meeting_at(patch: pytest.MonkeyPatch, *places: tuple[Any, str]) -> None:
    """Two come to one of these places in the code before either goes in, and have been there before either goes on."""
    before, after = Meeting(2), Meeting(2)
    for module, name in places:
        act = getattr(module, name)

        def met(*args: Any, act: Any = act, **facts: Any) -> Any:
            before.come()
            done = act(*args, **facts)
            after.come()
            return done

        patch.setattr(module, name, met)


def stopped_by(act: Callable[[], Any]) -> Callable[[], str]:
    def acted() -> str:
        try:
            act()
        except IntegrityError as stopped:
            return str(stopped).split('"')[1]
        except Refusal as refusal:
            return refusal.code
        return "done"

    return acted


def drop(wall: str, table: str, database: str) -> None:
    with psycopg.connect(owner_dsn(admin_dsn(), database), autocommit=True) as owner:
        what = "" if wall.startswith("INDEX") else f"ALTER TABLE payments_{table} "
        owner.execute(f"{what}DROP {wall}")


def let_everybody_ask(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(refreshing, "_claim", lambda *_: True)


# — F3: the return, the webhook and the sweep —


def all_three(till: Till) -> int:
    paid, back = till.paid()
    arrive(till.sent()[0], till.address)
    later = clock.now() + SOON
    outcomes(lambda: till.come_back(paid, back), till.work, lambda: reconcile_payments(now=later))
    return paid


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("is_asked_once", [True, False], ids=["one asks", "all ask"])
@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f3_return_webhook_and_sweep_at_the_same_instant_are_one_posting(
    till: OpenTill, gateway: str, monkeypatch: pytest.MonkeyPatch, *, is_asked_once: bool
) -> None:
    """That one asks for all is for the gateway's sake; the books stand by the row's lock alone."""
    if not is_asked_once:
        let_everybody_ask(monkeypatch)
    noor = till(gateway)
    paid = all_three(noor)
    assert (payment(paid).captured_minor, balance("order_funds")) == (9200, -9200)
    assert len(HEARD) == 1
    require_books_to_agree(noor.simulator)


def test_f3_without_the_lock_the_books_are_the_last_wall(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: both have seen it unpaid. One posting for one source is what is left."""
    noor = till("paytabs")
    paid, back = noor.paid()
    let_everybody_ask(monkeypatch)
    without_row_locks(monkeypatch)
    meeting_at(monkeypatch, (ledger, "_write"))
    said = at_once(*[stopped_by(lambda: noor.come_back(paid, back))] * 2)
    assert sorted(said) == ["done", "ledger_source_once"]
    require_books_to_agree(noor.simulator)


def test_f3_without_lock_and_wall_it_is_posted_and_told_twice(
    till: OpenTill, own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: this is the race."""
    noor = till("paytabs")
    paid, back = noor.paid()
    drop("CONSTRAINT ledger_source_once", "ledgertransaction", own_database)
    let_everybody_ask(monkeypatch)
    without_row_locks(monkeypatch)
    meeting_at(monkeypatch, (ledger, "_write"))
    at_once(*[stopped_by(lambda: noor.come_back(paid, back))] * 2)
    assert (balance("order_funds"), len(HEARD)) == (-18400, 2)


# — F4: a webhook while our own commit is under way —


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f4_a_webhook_during_our_own_commit_waits_for_it_and_is_applied(
    till: OpenTill, gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The payer is faster than we write down what the gateway said of the start: the worker has the event while the
    attempt's row is still locked."""
    noor = till(gateway)
    payment_id = noor.owed()
    told, write = Event(), to_json
    database = str(connection.settings_dict["NAME"])
    pages: list[Any] = []

    def slowly(page: Any) -> Any:
        pages.append(page)
        told.set()
        until(lambda: bool(held_back(database)), what="the worker at the attempt's row")
        return write(page)

    def pay_and_hear() -> list[str]:
        assert told.wait(20)
        noor.pay(pages[0])
        arrive(noor.sent()[0], noor.address)
        before = [event.status for event in inbox()]
        noor.work()
        return before

    monkeypatch.setattr(starting, "to_json", slowly)
    page, before = at_once(lambda: noor.start(payment_id), pay_and_hear)
    assert (page, before) == (pages[0], ["received"])
    assert [event.status for event in inbox()] == ["applied"]
    assert payment(payment_id).captured_minor == 9200
    assert len(HEARD) == len(attempts()) == 1
    require_books_to_agree(noor.simulator)


# — F11: paid twice —


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f11_two_attempts_that_are_both_paid_send_one_back(
    till: OpenTill, gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = till(gateway)
    payment_id = paid_at_two_pages(noor, monkeypatch)
    assert payment(payment_id).captured_minor == 9200
    assert balance("unapplied_funds") == -9200
    assert "paid_twice" in findings()
    require_books_to_agree(noor.simulator)
    sweep(noor, 2)
    assert balance("unapplied_funds") == 0
    assert [one.source for one in refunds()] == ["system"]
    assert (payment(payment_id).refunded_minor, balance("gateway_receivable")) == (0, 9200)
    require_books_to_agree(noor.simulator)


def paid_at_two_pages(till: Till, monkeypatch: pytest.MonkeyPatch) -> int:
    """The gateway tells of the first page in another amount, and its payer is shown a second one, which nobody is any
    more (`tests/commerce/orders/test_parked_money.py`); then it corrects itself."""
    monkeypatch.setattr(starting, "money_is_parked", lambda _: False)
    payment_id, first = till.paid()
    till.simulator.fault("tamper_amount", till.gateway, STATUS[till.gateway], value="+1")
    till.come_back(payment_id, first)
    assert [one.status for one in attempts()] == ["mismatched"]
    till.simulator.control("clock", seconds=61)
    till.come_back(payment_id, till.pay(till.start(payment_id)))
    assert [one.status for one in attempts()] == ["mismatched", "succeeded"]
    hear_all(till)
    return payment_id


def test_f11_the_control_taken_for_the_order_both_times_the_books_have_too_much_for_it(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    def for_the_order(row: Any, entry: Entry, *facts: Any) -> bool:
        is_extra = entry is Entry.CAPTURED_UNAPPLIED
        return ledger.post(row, Entry.CAPTURED if is_extra else entry, *facts)

    monkeypatch.setattr(takings, "post", for_the_order)
    noor = till("paytabs")
    paid_at_two_pages(noor, monkeypatch)
    assert balance("order_funds") < -9200
    with pytest.raises(AssertionError):
        require_books_to_agree(noor.simulator)


# — F5, F11: what one page may come to —


def test_f11_one_page_that_is_paid_in_two_tabs_sends_one_back(till: OpenTill) -> None:
    noor = till("hyperpay")
    payment_id = noor.owed()
    page = noor.start(payment_id)
    noor.simulator.fault("page_stays_open", "hyperpay", "pay", times=-1)
    for back in (noor.pay(page), noor.pay(page)):
        noor.come_back(payment_id, back)
    hear_all(noor)
    sweep(noor, 3)
    require_one_kept(noor, payment_id)


def test_f11_two_pages_of_one_attempt_that_are_both_paid_send_one_back(till: OpenTill) -> None:
    """PayTabs: the first page's answer was lost on its way to us; the second is of the same key."""
    noor = till("paytabs")
    payment_id = noor.owed()
    noor.simulator.fault("drop_after", "paytabs", "page")
    assert noor.start(payment_id) is None
    first = reference_of_the_first(noor)
    noor.simulator.control("clock", seconds=121)
    second = noor.start(payment_id)
    pay_on_page(f"{noor.simulator.hosts['paytabs']}/payment/page/{first}")
    noor.come_back(payment_id, noor.pay(second))
    hear_all(noor)
    sweep(noor, 3)
    require_one_kept(noor, payment_id)


def require_one_kept(till: Till, payment_id: int) -> None:
    assert payment(payment_id).captured_minor == 9200
    assert "paid_twice" in findings()
    assert balance("gateway_receivable") == 9200
    require_books_to_agree(till.simulator)


def hear_all(till: Till) -> None:
    for number, sent in enumerate(till.sent()):
        till.simulator.control("clock", seconds=61)
        with clock.as_of(clock.now() + (number + 1) * SOON):
            arrive(sent, till.address)
            till.work()


@pytest.mark.parametrize("gateway", ["hyperpay", "moyasar"])
def test_f5_who_is_refused_and_pays_at_the_same_page_with_another_card_has_paid(till: OpenTill, gateway: str) -> None:
    """The refusal is known here before the second card is tried."""
    noor = till(gateway)
    payment_id = noor.owed()
    page = noor.start(payment_id)
    noor.come_back(payment_id, noor.pay(page, "refuse"))
    noor.simulator.control("clock", seconds=61)
    noor.pay(page)
    hear_all(noor)
    sweep(noor, 3)
    assert payment(payment_id).captured_minor == 9200
    require_books_to_agree(noor.simulator)


# — F12: refused as a repeat —


def test_f12_a_start_that_is_refused_as_a_repeat_adopts_what_the_first_came_to(till: OpenTill) -> None:
    """The first answer was lost on its way to us, not to the payer: they pay while the start is sent again."""
    noor = till("paytabs")
    payment_id = noor.owed()
    noor.simulator.fault("drop_after", "paytabs", "page")
    assert noor.start(payment_id) is None
    assert noor.start(payment_id) is None  # refused: 409, within two minutes
    assert noor.simulator.calls("paytabs", "page") == 2
    assert [(one.status, one.next_action) for one in attempts()] == [("unknown", None)]
    pay_at_the_first(noor)
    assert noor.start(payment_id) is None
    assert (payment(payment_id).captured_minor, len(attempts())) == (9200, 1)
    assert noor.simulator.calls("paytabs", "page") == 2
    require_books_to_agree(noor.simulator)


def pay_at_the_first(till: Till) -> None:
    pay_on_page(f"{till.simulator.hosts['paytabs']}/payment/page/{reference_of_the_first(till)}")


def reference_of_the_first(till: Till) -> str:
    (attempt,) = attempts()
    asked = AttemptReference(attempt.gateway_key, "", SAR_92)
    return str(PayTabs().find(opened(till.account, clock.now()), asked).reference)


def test_f12_a_start_that_is_refused_as_a_repeat_of_an_unpaid_page_is_sent_again_later(till: OpenTill) -> None:
    noor = till("paytabs")
    payment_id = noor.owed()
    noor.simulator.fault("drop_after", "paytabs", "page")
    assert noor.start(payment_id) is noor.start(payment_id) is None
    noor.simulator.control("clock", seconds=121)
    noor.come_back(payment_id, noor.pay(noor.start(payment_id)))
    assert (payment(payment_id).captured_minor, len(attempts())) == (9200, 1)
    require_books_to_agree(noor.simulator)


def test_f12_the_control_a_repeat_taken_for_a_refusal_fails_what_is_paid(
    till: OpenTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "_first_of", lambda account, request, answer: refused(answer))
    noor = till("paytabs")
    payment_id = noor.owed()
    noor.simulator.fault("drop_after", "paytabs", "page")
    noor.start(payment_id)
    noor.start(payment_id)
    assert payment(payment_id).status == "failed"


# — F22 is told in test_refunds; F23: a capture and a void —


@pytest.mark.parametrize("gateway", HOLDING)
def test_f23_of_a_capture_and_a_void_at_once_one_goes(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    paid = held(noor)
    assert sorted(outcomes(*both(paid)))[0] == "done"
    assert len(operations()) == 1
    assert noor.simulator.calls(gateway, "capture") + noor.simulator.calls(gateway, "void") == 1
    assert payment(paid).authorised_minor == balance("holds") == 0
    require_books_to_agree(noor.simulator)


def both(paid: int) -> list[Callable[[], Any]]:
    return [
        lambda: capturing.capture_payment(payment_id=paid, now=clock.now()),
        lambda: voiding.void_payment(payment_id=paid, now=clock.now()),
    ]


def test_f23_without_the_lock_the_table_is_the_last_wall(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    noor = till("paytabs")
    paid = held(noor)
    without_row_locks(monkeypatch)
    meeting_at(monkeypatch, (capturing, "plan"), (voiding, "plan"))
    assert sorted(at_once(*(stopped_by(act) for act in both(paid)))) == ["done", "operation_no_rival"]
    assert len(operations()) == 1


def test_f23_without_lock_and_wall_both_are_sent(
    till: OpenTill, own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: this is the race."""
    noor = till("paytabs")
    paid = held(noor)
    drop("INDEX operation_no_rival", "operation", own_database)
    without_row_locks(monkeypatch)
    meeting_at(monkeypatch, (capturing, "plan"), (voiding, "plan"))
    at_once(*(stopped_by(act) for act in both(paid)))
    assert [noor.simulator.calls("paytabs", kind) for kind in ("capture", "void")] == [1, 1]


# — F36: many who ask at once —


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f36_ten_who_ask_at_the_same_instant_ask_once_and_nothing_fails(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment_id, _ = noor.paid()
    said = at_once(*[lambda: refresh_payment(payment_id=payment_id, now=clock.now())] * 10)
    assert sorted(said) == [False] * 9 + [True]
    assert noor.asked() == 1
    assert payment(payment_id).captured_minor == 9200


def test_f36_without_the_claim_all_would_ask_and_be_throttled(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: HyperPay answers two a minute."""
    let_everybody_ask(monkeypatch)
    noor = till("hyperpay")
    payment_id, _ = noor.paid()
    at_once(*[lambda: refresh_payment(payment_id=payment_id, now=clock.now())] * 10)
    assert noor.asked() > 2


def test_f36_in_a_minute_it_is_asked_no_oftener_than_the_gateway_allows(till: OpenTill) -> None:
    noor = till("hyperpay")
    payment_id = noor.owed()
    noor.start(payment_id)
    now = clock.now()
    for second in range(60):
        noor.simulator.control("clock", seconds=1)
        refresh_payment(payment_id=payment_id, now=now + timedelta(seconds=second))
    assert noor.asked() == 2
    assert attempts()[0].status == "pending"


# — F45: two sweeps and a webhook —


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f45_two_sweeps_at_once_and_a_webhook_between_them_send_one_refund(till: OpenTill, gateway: str) -> None:
    noor = till(gateway)
    payment_id, back = noor.paid()
    cancel_payment(payment_id=payment_id, now=clock.now() + MINUTE)
    arrive(noor.sent()[0], noor.address)
    later = clock.now() + SOON

    def sweep_now() -> None:
        reconcile_payments(now=later)

    outcomes(sweep_now, sweep_now, noor.work, lambda: noor.come_back(payment_id, back))
    sweep(noor, 3)
    assert (payment(payment_id).refunded_minor, len(refunds())) == (9200, 1)
    require_books_to_agree(noor.simulator)


def test_f45_without_lock_and_common_key_two_would_send_it(till: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    noor = till("paytabs")
    paid = take(noor)
    cancel_payment(payment_id=paid, now=clock.now())
    without_row_locks(monkeypatch)
    monkeypatch.setattr(returning, "_key_of", lambda _: uuid.uuid4())
    meeting_at(monkeypatch, (refunding, "reserve_refund"))
    now = clock.now()
    at_once(*[lambda: returning.return_payments(now=now)] * 2)
    assert noor.simulator.calls("paytabs", "refund") == 2


# — F47: locks in opposite order —

ORDER = ["payments_payment", "payments_paymentattempt", "payments_operation", "payments_refund"]


class Locks:
    """In which order each transaction came to the tables about a payment, to lock or to change a row of them."""

    def __init__(self) -> None:
        self._transactions: list[tuple[Any, list[str]]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = re.search(r'^UPDATE "(\w+)"|FROM "(\w+)".*FOR UPDATE', sql, re.S)
        if found and connection.atomic_blocks:
            self._note(connection.atomic_blocks[0], found[1] or found[2])
        return execute(sql, params, many, context)

    def _note(self, outermost: Any, table: str) -> None:
        if not self._transactions or self._transactions[-1][0] is not outermost:
            self._transactions.append((outermost, []))
        tables = self._transactions[-1][1]
        if table in ORDER and table not in tables:
            tables.append(table)

    def several(self) -> list[list[str]]:
        return [tables for _, tables in self._transactions if len(tables) > 1]

    def out_of_order(self) -> list[list[str]]:
        return [tables for tables in self.several() if tables != sorted(tables, key=ORDER.index)]


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_f47_whatever_moves_money_locks_the_payment_first_and_then_what_hangs_on_it(
    till: OpenTill, gateway: str
) -> None:
    locks = Locks()
    with connection.execute_wrapper(locks):
        noor = till(gateway)
        paid = take(noor)
        refund(paid, 100)
        noor.simulator.control("clock", seconds=121)
        noor.simulator.fault("drop_after", gateway, "refund")
        refund(paid, 200)
        sweep(noor, 2)
        for sent in noor.sent():
            arrive(sent, noor.address)
        noor.work()
        cancel_payment(payment_id=paid, now=clock.now())
        sweep(noor, 4)
        if gateway in HOLDING:
            for act in (capturing.capture_payment, voiding.void_payment):
                act(payment_id=held(noor, f"order:{act.__name__}"), now=clock.now())
    assert payment(paid).refunded_minor == 9200
    assert len(locks.several()) >= 8
    assert locks.out_of_order() == []


def test_f47_the_control_an_attempt_that_is_locked_before_its_payment_is_seen(till: OpenTill) -> None:
    take(till("paytabs"))
    locks = Locks()
    with connection.execute_wrapper(locks), transaction.atomic():
        for rows in (PaymentAttempt.objects.all(), Payment.objects.all()):
            list(rows.select_for_update())
    assert locks.out_of_order() == [["payments_paymentattempt", "payments_payment"]]


def test_f47_opposite_things_at_once_wait_for_each_other_and_none_is_stuck(till: OpenTill) -> None:
    noor = till("paytabs")
    paid = take(noor)
    (attempt,) = attempts()
    seen = Snapshot(Outcome.CAPTURED, attempt.gateway_reference, SAR_92)

    def observe() -> None:
        observing.apply_observation(attempt_id=attempt.pk, snapshot=seen, now=clock.now())

    acts: list[Any] = [lambda: refund(paid, 100), observe, lambda: cancel_payment(payment_id=paid, now=clock.now())]
    assert outcomes(*acts, *acts) == ["done"] * 6
    assert payment(paid).refunded_minor == 200
    require_books_to_agree(noor.simulator)


def test_f47_the_control_in_the_opposite_order_one_of_two_is_stuck(till: OpenTill) -> None:
    """Were the attempt locked before its payment anywhere, it would meet those who lock them as they should."""
    take(till("paytabs"))
    meeting = Meeting(2)

    def lock(*models: Any) -> str:
        try:
            with transaction.atomic():
                list(models[0].objects.select_for_update())
                meeting.come()
                list(models[1].objects.select_for_update())
        except OperationalError as error:
            return "deadlock" if "deadlock" in str(error) else str(error)
        return "done"

    said = at_once(lambda: lock(Payment, PaymentAttempt), lambda: lock(PaymentAttempt, Payment))
    assert sorted(said) == ["deadlock", "done"]


# — F49: money that is handed over —


def test_f49_a_transfer_that_two_confirm_at_once_pays_one_of_two_orders(at_noor: Tenant) -> None:
    first, second = (
        create_payment(subject=f"order:{number}", method="bank_transfer", amount=SAR_92, now=clock.now())
        for number in (1, 2)
    )
    said = outcomes(
        *(
            lambda owed=owed: confirm_transfer(payment_id=owed, amount=SAR_92, bank_reference="FT1", now=clock.now())
            for owed in (first, second, first, second)
        )
    )
    assert said.count("done") == 1
    assert set(said) == {"done", BankReferenceUsed.code, TransferConfirmedBefore.code}
    assert balance("bank") == sum(payment(one).captured_minor for one in (first, second)) == 9200


def test_f49_the_control_without_the_banks_reference_once_it_would_pay_both(at_noor: Tenant, own_database: str) -> None:
    drop("CONSTRAINT bank_reference_once", "transferconfirmation", own_database)
    for number in (1, 2):
        owed = create_payment(subject=f"order:{number}", method="bank_transfer", amount=SAR_92, now=clock.now())
        confirm_transfer(payment_id=owed, amount=SAR_92, bank_reference="FT1", now=clock.now())
    assert balance("bank") == 18400


def test_f49_cash_that_two_record_at_once_is_there_once(at_noor: Tenant) -> None:
    owed = create_payment(subject="order:1", method="cash_on_delivery", amount=SAR_92, now=clock.now())
    outcomes(*[lambda: collect_payment(payment_id=owed, now=clock.now())] * 4)
    assert (payment(owed).captured_minor, balance("courier_receivable")) == (9200, 9200)
