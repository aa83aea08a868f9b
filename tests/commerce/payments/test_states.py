"""How observations move payments and attempts."""

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.core.money import Money
from commerce.payments.domain.states import (
    CALL_LIMIT,
    OPEN_ATTEMPTS,
    PAYMENT_MOVES,
    AttemptStatus,
    PaymentStatus,
    attempt_after,
    is_being_checked,
    is_hold_ending,
    is_rest_awaited,
    may_be_in_flight,
    next_ask,
    next_look,
    payment_after,
)
from commerce.payments.domain.values import Outcome

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
P, A, O = PaymentStatus, AttemptStatus, Outcome  # noqa: E741 - columns of the tables below

PAYMENT_TABLE = {
    P.CREATED: {
        O.CAPTURED: P.CAPTURED,
        O.DECLINED: P.FAILED,
        O.VOIDED: P.FAILED,
        O.AUTHORISED: P.PENDING,
        O.PENDING: P.PENDING,
        O.SETTLING: P.PENDING,
        O.UNKNOWN: P.PENDING,
    },
    P.PENDING: {O.CAPTURED: P.CAPTURED, O.DECLINED: P.FAILED, O.VOIDED: P.FAILED},
    P.COLLECT_ON_DELIVERY: {O.CAPTURED: P.CAPTURED},
    P.FAILED: {
        O.CAPTURED: P.CAPTURED,
        O.AUTHORISED: P.PENDING,
        O.PENDING: P.PENDING,
        O.SETTLING: P.PENDING,
        O.UNKNOWN: P.PENDING,
    },
    P.CANCELLED: {O.CAPTURED: P.CAPTURED},
    P.CAPTURED: {},
}

ATTEMPT_TABLE = {
    status: {
        O.CAPTURED: A.SUCCEEDED,
        O.DECLINED: A.DECLINED,
        O.VOIDED: A.DECLINED,
        O.AUTHORISED: A.SETTLING,
        O.PENDING: A.PENDING,
        O.SETTLING: A.SETTLING,
        O.UNKNOWN: A.UNKNOWN,
        O.NOT_FOUND: A.ABANDONED,
    }
    if status in OPEN_ATTEMPTS
    else {O.CAPTURED: A.SUCCEEDED}
    for status in AttemptStatus
}


@pytest.mark.parametrize(("status", "outcome"), list(product(PaymentStatus, Outcome)))
def test_where_an_observation_leaves_a_payment(status: PaymentStatus, outcome: Outcome) -> None:
    assert payment_after(status, outcome) is PAYMENT_TABLE[status].get(outcome, status)


@pytest.mark.parametrize(("status", "outcome"), list(product(AttemptStatus, Outcome)))
def test_where_an_observation_leaves_an_attempt(status: AttemptStatus, outcome: Outcome) -> None:
    assert attempt_after(status, outcome) is ATTEMPT_TABLE[status].get(outcome, status)


@given(st.lists(st.sampled_from(Outcome)), st.sampled_from(PaymentStatus))
def test_in_whatever_order_a_capture_is_never_undone(outcomes: list[Outcome], status: PaymentStatus) -> None:
    was_captured = status is P.CAPTURED
    for outcome in outcomes:
        after = payment_after(status, outcome)
        assert after is status or after in PAYMENT_MOVES[status]
        was_captured |= outcome is O.CAPTURED
        status = after
    assert (status is P.CAPTURED) == was_captured


@given(st.permutations([O.PENDING, O.AUTHORISED, O.SETTLING, O.UNKNOWN, O.DECLINED, O.CAPTURED, O.CAPTURED]))
def test_late_and_repeated_news_end_the_same(outcomes: list[Outcome]) -> None:
    payment, attempt = P.CREATED, A.INTENT
    for outcome in outcomes:
        payment, attempt = payment_after(payment, outcome), attempt_after(attempt, outcome)
    assert (payment, attempt) == (P.CAPTURED, A.SUCCEEDED)


@pytest.mark.parametrize(
    ("started_at", "status", "expected"),
    [
        (None, A.INTENT, False),
        (NOON, A.INTENT, True),
        (NOON - CALL_LIMIT, A.INTENT, False),
        (NOON - CALL_LIMIT + timedelta(seconds=1), A.INTENT, True),
        (NOON, A.PENDING, False),
    ],
)
def test_a_call_may_be_in_flight_until_its_limit(
    started_at: datetime | None, status: AttemptStatus, expected: bool
) -> None:
    assert may_be_in_flight(started_at, status, NOON) is expected


@pytest.mark.parametrize("status", AttemptStatus)
def test_nobody_pays_again_while_it_is_checked_what_became_of_the_first_time(status: AttemptStatus) -> None:
    checked = partial(is_being_checked, status, heard_at=None, returned_at=None)
    assert checked(was_payer_sent=True) is (status in {A.SETTLING, A.UNKNOWN})
    assert not checked(was_payer_sent=False)


@pytest.mark.parametrize(("asked_after", "is_checked"), [(None, True), (-1, True), (0, False), (1, False)])
def test_who_came_back_has_perhaps_paid_until_the_gateway_was_asked_since(
    asked_after: int | None, is_checked: bool
) -> None:
    heard_at = None if asked_after is None else NOON + timedelta(seconds=asked_after)
    checked = partial(is_being_checked, was_payer_sent=True, returned_at=NOON, heard_at=heard_at)
    assert checked(A.PENDING) is is_checked
    assert not checked(A.DECLINED)


def test_the_sweep_asks_ever_more_seldom_and_at_least_hourly() -> None:
    waits = [next_ask(A.UNKNOWN, asks, NOON) - NOON for asks in range(12)]
    assert waits[0] == timedelta(seconds=30)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)


@pytest.mark.parametrize(("has_money", "days"), [(False, [0, 1, 7]), (True, [0, 1, 7, 30, 70])])
def test_what_has_ended_is_looked_at_again_a_few_times(has_money: bool, days: list[int]) -> None:
    looks, now = [], NOON - timedelta(seconds=1)
    while (look := next_look(NOON, now, has_money=has_money)) is not None:
        looks.append((look - NOON).days)
        now = look
    assert looks == days


def test_a_look_that_was_missed_is_not_made_up_for_by_two() -> None:
    assert next_look(NOON, NOON + timedelta(days=20), has_money=True) == NOON + timedelta(days=30)


@pytest.mark.parametrize("status", PaymentStatus)
def test_the_rest_of_a_transfer_is_awaited_once_a_part_is_there_and_no_longer_than_it_is_owed(
    status: PaymentStatus,
) -> None:
    assert is_rest_awaited(status, Money(1, "SAR")) is (status is P.CREATED)
    assert not is_rest_awaited(status, Money(0, "SAR"))


@pytest.mark.parametrize(("days", "hours"), [(1, 6), (2, 12), (4, 24), (7, 24), (30, 24)])
def test_a_hold_is_ending_on_its_last_day_or_in_the_last_quarter_of_a_short_one(days: int, hours: int) -> None:
    until = NOON + timedelta(days=days)
    begins = until - timedelta(hours=hours)
    moment = timedelta(seconds=1)
    asked = [begins - moment, begins, until - moment, until]
    assert [is_hold_ending(NOON, until, now) for now in asked] == [False, True, True, False]
