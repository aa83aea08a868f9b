"""Every class of result code, status letter and status word, and what it is taken for."""

from __future__ import annotations

import itertools

import pytest

from commerce.payments.domain.values import Outcome
from commerce.payments.infrastructure.hyperpay.payments import snapshot_of as hyperpay_snapshot
from commerce.payments.infrastructure.hyperpay.result_codes import Meaning, is_test, meaning_of
from commerce.payments.infrastructure.moyasar.payments import snapshot_of as moyasar_snapshot
from commerce.payments.infrastructure.paytabs.result_codes import outcome_of
from tests.commerce.payments.gateways.counter import account_of

O, M = Outcome, Meaning  # noqa: E741 - columns of the tables below


@pytest.mark.parametrize(
    ("codes", "meaning"),
    [
        ("000.000.000 000.000.100 000.100.110 000.100.111 000.100.112 000.300.000", M.SUCCESS),
        ("000.600.000 000.400.110 000.400.120", M.SUCCESS),
        ("000.400.000 000.400.010 000.400.020 000.400.040 000.400.060 000.400.090 000.400.100", M.REVIEW),
        ("000.200.100", M.CREATED),
        ("000.200.000 000.200.101 000.200.200 800.400.500 800.400.501 100.400.500 000.400.050", M.PENDING),
        ("900.100.100 900.100.300 900.100.301 900.200.100 900.300.600 900.400.100 000.400.030", M.UNCLEAR),
        ("800.500.100 800.600.100 999.999.999 600.100.100 800.800.400 800.800.800", M.UNCLEAR),
        ("300.100.100", M.DECLINED),
        ("100.397.101 100.396.101 100.395.101", M.DECLINED),
        ("000.400.101 000.400.102 000.400.109 000.400.200 800.400.200 100.390.112", M.DECLINED),
        ("800.100.152 800.100.155 800.700.100 800.800.102 800.800.302", M.DECLINED),
        ("100.400.000 100.400.147 100.400.300 100.380.100 100.380.110 100.380.401 100.380.501", M.DECLINED),
        ("800.400.100 800.300.101 800.200.159 800.130.100 800.140.110 800.160.100", M.DECLINED),
        ("700.600.100 700.601.100 100.380.201 100.380.305 100.380.101", M.DECLINED),
        ("700.100.100 700.300.100 700.400.100 700.400.200 700.400.300 700.500.001", M.OPERATION_REFUSED),
        ("600.200.500 600.300.101 500.100.201 500.200.101 800.121.100", M.OUR_FAULT),
        ("100.150.100 100.350.100 100.250.100 100.360.201", M.OUR_FAULT),
        ("200.100.101 200.200.106 200.300.403 100.500.101 100.370.100", M.OUR_FAULT),
        ("800.900.100 800.900.300", M.NOT_LET_IN),
        ("100.600.500 100.900.500", M.OUR_FAULT),
        ("100.800.100 100.700.100 100.900.101 100.900.450", M.OUR_FAULT),
        ("100.100.101 100.200.100 100.211.101 100.550.300 100.550.303", M.OUR_FAULT),
        ("000.100.200 000.100.223", M.CHARGED_BACK),
        ("000.100.105 000.100.106", M.UNCLEAR),
        ("700.400.580", M.NOT_FOUND),
        ("200.300.404", M.SESSION_GONE),
        ("800.110.100", M.DUPLICATE),
        ("800.120.100", M.THROTTLED),
        ("123.456.789 000 x 111.111.111", M.UNCLEAR),
    ],
)  # fmt: skip
def test_hyperpays_codes(codes: str, meaning: Meaning) -> None:
    assert {code: meaning_of(code) for code in codes.split()} == dict.fromkeys(codes.split(), meaning)
    assert meaning_of("") is M.UNCLEAR


def test_a_code_that_only_begins_inside_is_not_taken_for_another() -> None:
    assert meaning_of("9000.000.000") is M.UNCLEAR
    assert meaning_of(" 000.000.000") is M.UNCLEAR


@pytest.mark.parametrize(
    ("payment_type", "outcome"),
    [
        ("DB", O.CAPTURED), ("PA", O.AUTHORISED), ("CP", O.CAPTURED), ("RV", O.VOIDED), ("RF", O.REFUNDED),
        ("CB", O.CHARGED_BACK), ("CR", O.CHARGEBACK_REVERSED), ("RB", O.UNKNOWN), ("CD", O.UNKNOWN), ("", O.UNKNOWN),
    ],
)  # fmt: skip
def test_a_success_is_what_the_payments_type_makes_of_it(payment_type: str, outcome: Outcome) -> None:
    body = {"id": "1", "paymentType": payment_type, "amount": "92.00", "currency": "SAR"}
    assert hyperpay_snapshot({**body, "result": {"code": "000.000.000"}}, "").outcome is outcome
    reviewed = hyperpay_snapshot({**body, "result": {"code": "000.400.090"}}, "")
    assert (reviewed.outcome, reviewed.is_in_review) == (outcome, True)
    for code, other in (("800.100.152", O.DECLINED), ("000.200.000", O.SETTLING), ("900.100.300", O.UNKNOWN)):
        assert hyperpay_snapshot({**body, "result": {"code": code}}, "").outcome is other


@pytest.mark.parametrize(
    "body", [{}, [], None, "x", {"result": "x"}, {"result": {"code": 5}}, {"result": {"code": None}}]
)
def test_a_body_of_another_shape_is_unknown(body: object) -> None:
    assert hyperpay_snapshot(body, "").outcome is O.UNKNOWN


def test_which_successes_are_the_simulators() -> None:
    assert [is_test(code) for code in ("000.100.110", "000.100.111", "000.100.112")] == [True] * 3
    assert is_test("000.000.000") is False
    assert is_test("800.100.152") is None


APPROVED = {
    "sale": O.CAPTURED, "capture": O.CAPTURED, "auth": O.AUTHORISED, "authext": O.AUTHORISED, "refund": O.REFUNDED,
    "void": O.VOIDED, "release": O.VOIDED, "register": O.UNKNOWN, "": O.UNKNOWN,
}  # fmt: skip
ON_HOLD = {
    "sale": O.AUTHORISED, "auth": O.AUTHORISED, "authext": O.AUTHORISED, "capture": O.SETTLING, "refund": O.SETTLING,
    "void": O.SETTLING, "release": O.SETTLING, "register": O.UNKNOWN, "": O.UNKNOWN,
}  # fmt: skip
LETTERS = {
    "P": O.SETTLING, "V": O.VOIDED, "E": O.DECLINED, "D": O.DECLINED, "X": O.DECLINED, "C": O.DECLINED, "Z": O.UNKNOWN,
    "a": O.UNKNOWN, "": O.UNKNOWN,
}  # fmt: skip


@pytest.mark.parametrize(("tran_type", "letter"), list(itertools.product(APPROVED, ["A", "H", *LETTERS])))
def test_paytabs_letters(tran_type: str, letter: str) -> None:
    expected = {"A": APPROVED, "H": ON_HOLD}.get(letter, {}).get(tran_type) or LETTERS[letter]
    assert outcome_of(tran_type, letter, "") is expected


@pytest.mark.parametrize("message", ["Request timeout", "Timed out", "TIME OUT"])
def test_an_error_that_tells_of_a_time_out_leaves_a_follow_up_open(message: str) -> None:
    assert outcome_of("refund", "E", message) is O.UNKNOWN
    assert outcome_of("sale", "E", message) is O.DECLINED


@pytest.mark.parametrize(
    ("status", "sums", "outcome", "captured", "refunded"),
    [
        ("initiated", (0, 0), O.PENDING, 0, 0),
        ("paid", (0, 0), O.CAPTURED, 9200, 0),
        ("paid", (0, 3000), O.CAPTURED, 9200, 3000),
        ("authorized", (0, 0), O.AUTHORISED, 0, 0),
        ("captured", (4000, 0), O.CAPTURED, 4000, 0),
        ("refunded", (0, 9200), O.CAPTURED, 9200, 9200),
        ("refunded", (4000, 1), O.CAPTURED, 4000, 1),
        ("failed", (0, 0), O.DECLINED, 0, 0),
        ("expired", (0, 0), O.DECLINED, 0, 0),
        ("voided", (0, 0), O.VOIDED, 0, 0),
        ("void", (0, 0), O.VOIDED, 0, 0),
        ("verified", (0, 0), O.UNKNOWN, 0, 0),
        ("levitating", (0, 0), O.UNKNOWN, 0, 0),
        ("", (0, 0), O.UNKNOWN, 0, 0),
    ],
)
def test_moyasars_words_and_sums(
    status: str, sums: tuple[int, int], outcome: Outcome, captured: int, refunded: int
) -> None:
    body = {"id": "1", "status": status, "amount": 9200, "currency": "SAR", "captured": sums[0], "refunded": sums[1]}
    seen = moyasar_snapshot(body, account_of("noor", "moyasar"), "")
    assert seen.outcome is outcome
    assert seen.totals is not None
    assert (seen.totals.captured.minor, seen.totals.refunded.minor) == (captured, refunded)


def test_a_bill_at_the_bank_waits_for_the_bank() -> None:
    body = {"id": "1", "status": "initiated", "amount": 9200, "currency": "SAR", "source": {"type": "sadadbill"}}
    assert moyasar_snapshot(body, account_of("noor", "moyasar"), "").outcome is O.SETTLING
