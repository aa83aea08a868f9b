"""Beginning a payment: the intent is committed, the gateway is called once, its word is recorded."""

from datetime import timedelta

import pytest
from django.db import transaction

from commerce.payments.domain.events import PaymentFailed
from commerce.payments.domain.states import CALL_LIMIT, AttemptStatus, PaymentStatus
from commerce.payments.domain.values import Outcome, Redirect, Snapshot, StartResult
from commerce.payments.models import PaymentAttempt
from tests.commerce.carts.shop import NOON
from tests.commerce.payments.acts import attempts, start, status_of
from tests.commerce.payments.scripted import AMOUNT, HEARD, ScriptedGateway
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
