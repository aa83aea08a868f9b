"""Beginning a payment: the intent is committed, the gateway is called once, its word is recorded."""

from datetime import timedelta

import pytest
from django.db import transaction

from commerce.payments.application.use_cases import refresh_attempt as refreshing
from commerce.payments.application.use_cases.cancel_payment import PaymentInFlight, cancel_payment
from commerce.payments.application.use_cases.refresh_payment import refresh_payment
from commerce.payments.domain.events import PaymentFailed
from commerce.payments.domain.states import CALL_LIMIT, AttemptStatus, PaymentStatus
from commerce.payments.domain.values import Outcome, Redirect, Snapshot, StartResult
from commerce.payments.models import PaymentAttempt
from tests.commerce.carts.shop import NOON
from tests.commerce.payments.acts import attempts, die, start, status_of
from tests.commerce.payments.scripted import AMOUNT, HEARD, ScriptedGateway, captured
from tests.support.together import at_once

pytestmark = pytest.mark.usefixtures("scripted")


def test_the_payer_is_sent_to_the_gateway(owed: int) -> None:
    assert start(owed) == Redirect("https://gateway.example/pay")
    (attempt,) = attempts()
    assert (attempt.status, attempt.gateway_reference) == (AttemptStatus.PENDING, "ref-1")
    assert status_of(owed) is PaymentStatus.PENDING
    (request,) = ScriptedGateway.started
    assert (request.gateway_key, request.amount) == (attempt.gateway_key, AMOUNT)
    assert request.return_url == "http://noor.localhost/back/"


def test_a_call_that_may_have_arrived_makes_the_next_a_repeat_and_one_that_never_left_does_not(owed: int) -> None:
    ScriptedGateway.start_answer = StartResult(Snapshot(Outcome.NOT_SENT))
    start(owed)
    ScriptedGateway.start_answer = StartResult(Snapshot(Outcome.UNKNOWN))
    start(owed)
    start(owed)
    assert [request.is_repeat for request in ScriptedGateway.started] == [False, False, True]


def test_the_intent_is_committed_before_the_gateway_is_called(owed: int) -> None:
    def look() -> None:
        (attempt,) = attempts()
        assert (attempt.status, attempt.call_started_at) == (AttemptStatus.INTENT, NOON)
        raise ConnectionResetError

    ScriptedGateway.during_start = look
    with pytest.raises(ConnectionResetError):
        start(owed)
    (attempt,) = attempts()
    assert attempt.status == AttemptStatus.INTENT


def test_a_repeat_gives_the_same_way_on_without_a_second_call(owed: int) -> None:
    assert start(owed) == start(owed)
    assert len(ScriptedGateway.started) == 1


def test_what_may_be_in_flight_is_not_started_again_until_its_limit(owed: int) -> None:
    ScriptedGateway.start_answer = StartResult(Snapshot(Outcome.NOT_SENT))
    with transaction.atomic():
        PaymentAttempt.objects.create(
            payment_id=owed, gateway="scripted", status=AttemptStatus.INTENT,
            call_started_at=NOON, ask_at=NOON, created_at=NOON,
        )  # fmt: skip
    assert start(owed, NOON + timedelta(seconds=5)) is None
    assert ScriptedGateway.started == []
    start(owed, NOON + CALL_LIMIT)
    (attempt,) = attempts()
    assert [request.gateway_key for request in ScriptedGateway.started] == [attempt.gateway_key]


def test_what_never_left_may_be_sent_again_at_once(owed: int) -> None:
    ScriptedGateway.start_answer = StartResult(Snapshot(Outcome.NOT_SENT))
    assert start(owed) is None
    ScriptedGateway.reset()
    assert start(owed) == Redirect("https://gateway.example/pay")
    assert len(attempts()) == 1


def test_an_unclear_answer_is_no_refusal(owed: int) -> None:
    ScriptedGateway.start_answer = StartResult(Snapshot(Outcome.UNKNOWN))
    assert start(owed) is None
    assert status_of(owed) is PaymentStatus.PENDING
    assert attempts()[0].status == AttemptStatus.UNKNOWN
    assert HEARD == []


def test_a_refusal_is_told_once(owed: int) -> None:
    ScriptedGateway.start_answer = StartResult(Snapshot(Outcome.DECLINED, code="05"))
    assert start(owed) is None
    assert start(owed) is None
    assert [PaymentFailed(payment_id=owed, subject="order:1")] == HEARD
    assert attempts()[0].code == "05"


def test_twenty_starts_at_once_make_one_attempt(owed: int) -> None:
    answers = at_once(*[lambda: start(owed)] * 20)
    assert set(answers) <= {Redirect("https://gateway.example/pay"), None}
    assert len(attempts()) == len(ScriptedGateway.started) == 1


# — somebody asks while the call is under way —

NOTHING_MOVED = pytest.mark.parametrize(
    "answer",
    [
        Snapshot(Outcome.NOT_FOUND),
        Snapshot(Outcome.UNKNOWN, code="ReadTimeout"),
        Snapshot(Outcome.NOT_SENT, code="ConnectTimeout"),
        Snapshot(Outcome.PENDING, "ref-1"),
        Snapshot(Outcome.DECLINED, "ref-1"),
    ],
    ids=lambda answer: answer.outcome.value,
)


def asked_meanwhile(payment_id: int, answer: Snapshot) -> None:
    """The page that waits asks about the start of another tab, and then its payer clicks once more."""
    ScriptedGateway.find_answer = answer

    def meanwhile() -> None:
        ScriptedGateway.during_start = None
        refresh_payment(payment_id=payment_id, now=NOON + timedelta(seconds=2))
        start(payment_id, NOON + timedelta(seconds=3))

    ScriptedGateway.during_start = meanwhile
    start(payment_id)


@NOTHING_MOVED
def test_f10_what_is_heard_meanwhile_lets_no_second_call_through(owed: int, answer: Snapshot) -> None:
    asked_meanwhile(owed, answer)
    assert len(ScriptedGateway.started) == 1
    assert [attempt.status for attempt in attempts()] == [AttemptStatus.PENDING]


def test_f10_the_control_who_believes_it_calls_a_second_time(owed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshing, "_is_being_started", lambda attempt_id, now: False)
    asked_meanwhile(owed, Snapshot(Outcome.UNKNOWN))
    assert len(ScriptedGateway.started) == 2


def test_money_that_is_seen_meanwhile_is_news(owed: int) -> None:
    asked_meanwhile(owed, captured())
    assert status_of(owed) is PaymentStatus.CAPTURED


@NOTHING_MOVED
def test_what_is_heard_meanwhile_lets_nobody_call_the_payment_off(owed: int, answer: Snapshot) -> None:
    ScriptedGateway.find_answer = answer

    def meanwhile() -> None:
        refresh_payment(payment_id=owed, now=NOON + timedelta(seconds=2))
        with pytest.raises(PaymentInFlight):
            cancel_payment(payment_id=owed, now=NOON + timedelta(seconds=3))

    ScriptedGateway.during_start = meanwhile
    start(owed)


def test_a_question_that_never_left_makes_the_next_call_no_first_one(owed: int) -> None:
    """Of the call before it that says nothing: it may have arrived."""
    ScriptedGateway.during_start = die
    with pytest.raises(SystemExit):
        start(owed)
    ScriptedGateway.during_start = None
    ScriptedGateway.find_answer = Snapshot(Outcome.NOT_SENT)
    ScriptedGateway.start_answer = StartResult(Snapshot(Outcome.NOT_SENT))
    refresh_payment(payment_id=owed, now=NOON + 2 * CALL_LIMIT)
    start(owed, NOON + 3 * CALL_LIMIT)
    start(owed, NOON + 3 * CALL_LIMIT)
    assert [request.is_repeat for request in ScriptedGateway.started] == [False, True, True]
