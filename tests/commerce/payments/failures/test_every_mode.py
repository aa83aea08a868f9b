"""The fifty ways in which paying goes wrong, and the tests that try each: none may lose its last one.

By number: what happens, and where it is tried. Names begin with the number where a test is of that one alone; events
of many of them are told in order, shuffled and by two workers at once by `test_any_order`, and all together by
`test_conservation` (50), `test_many_webhooks` (1, 2, 4, 5, 16, 18, 28, 30, 32) and the journeys' generated orders.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

HERE, PAYMENTS = "tests/commerce/payments/failures", "tests/commerce/payments"
TRANSFERS = "tests/commerce/orders/test_bank_transfer.py"
HOOKS, MONEY, BACK, WAY = (f"{HERE}/test_{name}.py" for name in ("webhooks", "money", "refunds", "returns"))
MOVES, ANY_ORDER, DAYS = (f"{HERE}/test_{name}.py" for name in ("movements", "any_order", "conservation"))
CONTRACT, PAYTABS = (f"{PAYMENTS}/gateways/test_{name}.py" for name in ("contract", "paytabs"))
ALL_ORDERS = (ANY_ORDER, "test_whatever_comes_in_whatever_order_it_ends_the_same")

MODES: dict[int, tuple[str, tuple[tuple[str, str], ...]]] = {
    1: ("a webhook twice", ((HOOKS, "test_f1_"), ALL_ORDERS)),
    2: ("a webhook before the return", ((HOOKS, "test_f2_"), ALL_ORDERS)),
    3: ("webhook and return at the same instant", ((MONEY, "test_f3_"), (WAY, "test_f3_"), ALL_ORDERS)),
    4: ("a webhook before our own commit", ((HOOKS, "test_f4_"),)),
    5: ("success, then something older", ((MONEY, "test_f5_"), ALL_ORDERS)),
    6: ("a capture before its hold", ((MONEY, "test_f6_"), ALL_ORDERS)),
    7: ("dead after the money moved", ((MONEY, "test_f7_"), (BACK, "test_f7_"), ALL_ORDERS)),
    8: ("a request that never arrived", ((BACK, "test_f8_"), (MOVES, "test_f8_"), (CONTRACT, "test_a_repeated_start"))),
    9: ("a refund whose answer was lost", ((BACK, "test_f9_"), ALL_ORDERS)),
    10: ("a double click", ((WAY, "test_f10_"), (f"{PAYMENTS}/test_start_payment.py", "test_twenty_starts_at_once"))),
    11: ("two pages, both paid", ((MONEY, "test_f11_"), ALL_ORDERS)),
    12: ("a start refused as a duplicate", ((MONEY, "test_f12_"), (PAYTABS, "test_a_duplicate_of_a_paid_page"))),
    13: ("another amount", ((MONEY, "test_f13_"), (CONTRACT, "test_another_amount_is_told"))),
    14: ("another currency", ((MONEY, "test_f14_"),)),
    15: ("a cart that changes meanwhile", ((WAY, "test_f15_"),)),
    16: ("a webhook played at another store", ((HOOKS, "test_f16_"),)),
    17: ("the way back of another order", ((WAY, "test_f17_"),)),
    18: ("forgeries", ((HOOKS, "test_f18_"),)),
    19: ("a body that was written anew", ((HOOKS, "test_f19_"),)),
    20: ("a path that leads elsewhere", ((WAY, "test_f20_"),)),
    21: ("more back than was taken", ((BACK, "test_f21_"),)),
    22: ("two refunds at once", ((BACK, "test_f22_"),)),
    23: ("a capture and a void at once", ((MONEY, "test_f23_"),)),
    24: ("a second capture", ((MONEY, "test_f24_"),)),
    25: ("money for what was called off", ((MONEY, "test_f25_"), ALL_ORDERS)),
    26: ("pending for days", ((MONEY, "test_f26_"), ALL_ORDERS)),
    27: ("a review", ((MONEY, "test_f27_"),)),
    28: ("a refund at the gateway's desk", ((BACK, "test_f28_"), ALL_ORDERS)),
    29: ("a refund that fails in the end", ((BACK, "test_f29_"), ALL_ORDERS)),
    30: ("a chargeback, lost or won", ((BACK, "test_f30_"), ALL_ORDERS)),
    31: ("a handler that crashes", ((MONEY, "test_f31_"), (HOOKS, "test_a_webhook_that_can_not_be_kept"))),
    32: ("a webhook hours late", ((HOOKS, "test_f32_"),)),
    33: ("no webhook at all", ((MONEY, "test_f33_"),)),
    34: ("test money in a live store", ((MONEY, "test_f34_"), (HOOKS, "test_f34_"))),
    35: ("a checkout that is gone, though paid", ((MONEY, "test_f35_"),)),
    36: ("a throttle", ((MONEY, "test_f36_"), (CONTRACT, "test_a_throttle_says_nothing"))),
    37: ("a hold its bank let go", ((MONEY, "test_f37_"),)),
    38: ("sums that decide, not the status", ((MONEY, "test_f38_"),)),
    39: ("a void after the settlement", ((BACK, "test_f39_"),)),
    40: ("a rotated secret", ((HOOKS, "test_f40_"),)),
    41: (
        "amounts of no, two and three decimals",
        (
            (f"{PAYMENTS}/gateways/test_transport.py", "test_no_amount_is_lost_on_the_way"),
            (CONTRACT, "test_no_amount_is_changed_by_a_float"),
            (CONTRACT, "test_a_currency_it_does_not_take_is_sent_to_nobody"),
        ),
    ),
    42: (
        "half an answer, or another kind of one",
        ((BACK, "test_f9_f42_"), (MOVES, "test_f42_"), (CONTRACT, "test_no_clear_answer_to_a_start")),
    ),
    43: ("words nobody knows", ((HOOKS, "test_f43_"),)),
    44: ("a return without signature and cookies", ((WAY, "test_f44_"),)),
    45: ("two sweeps at once", ((MONEY, "test_f45_"),)),
    46: ("somebody else's refund while ours is unclear", ((BACK, "test_f46_"),)),
    47: ("locks in opposite order", ((MONEY, "test_f47_"),)),
    48: ("an order of nothing", ((WAY, "test_f48_"),)),
    49: (
        "cash and transfers of other amounts",
        ((MONEY, "test_f49_"), (TRANSFERS, "test_f49_")),
    ),
    50: ("all of it, in any order", ((DAYS, "test_f50_"),)),
}


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse(Path(ROOT, path).read_text())
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def tried(path: str, name: str) -> bool:
    return any(test.startswith(name) for test in names_in(path))


def test_there_are_fifty() -> None:
    assert list(MODES) == list(range(1, 51))


@pytest.mark.parametrize("number", MODES)
def test_each_way_is_tried(number: int) -> None:
    _, places = MODES[number]
    assert [place for place in places if not tried(*place)] == []


def test_one_that_is_tried_nowhere_would_be_seen() -> None:
    assert not tried(HOOKS, "test_f51_")
