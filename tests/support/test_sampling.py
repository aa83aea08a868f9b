"""What `make test` tries of many cases: not all, never none, and each time the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.sampling import put_off_the_rest

GATEWAYS, ENDS = ("hyperpay", "paytabs", "moyasar"), ("paid", "declined")


class Case:
    """A test's case, as pytest has it."""

    def __init__(self, name: str, params: dict[str, str], *marks: pytest.MarkDecorator) -> None:
        self.nodeid = f"tests/test_till.py::{name}[{params}]"
        self.callspec = SimpleNamespace(params=params)
        self.marks = list(marks)

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return next((each.mark for each in self.marks if each.name == name), None)

    def add_marker(self, mark: pytest.MarkDecorator) -> None:
        self.marks.append(mark)


def cases_of(name: str, *marks: pytest.MarkDecorator) -> list[Case]:
    return [Case(name, {"gateway": gateway, "end": end}, *marks) for gateway, end in product(GATEWAYS, ENDS)]


def kept(cases: Sequence[Any]) -> list[dict[str, str]]:
    put_off_the_rest(cases)
    return [case.callspec.params for case in cases if not case.get_closest_marker("long")]


def test_one_is_tried_and_it_stays_the_same() -> None:
    first, again = (kept(cases_of("test_refund", pytest.mark.sampled)) for _ in range(2))
    assert len(first) == 1
    assert first == again


def test_of_those_that_differ_in_one_thing_one_is_tried() -> None:
    require_each_end_at_another_gateway(kept(cases_of("test_refund", pytest.mark.sampled(by="gateway"))))


def require_each_end_at_another_gateway(tried: list[dict[str, str]]) -> None:
    assert sorted(each["end"] for each in tried) == sorted(ENDS)
    assert tried[0]["gateway"] != tried[1]["gateway"], "inside one test each has its turn too"


@pytest.mark.sampled(by="gateway")
@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize("end", ENDS)
def test_where_marks_cross(request: pytest.FixtureRequest, gateway: str, end: str) -> None:
    """The cases as pytest itself makes them of two marks."""
    module = request.node.getparent(pytest.Module)
    name = request.node.originalname
    made: list[Any] = [item for item in module.collect() if getattr(item, "originalname", "") == name]
    assert len(made) == len(GATEWAYS) * len(ENDS)
    require_each_end_at_another_gateway(kept(made))


def test_a_part_of_them_is_tried() -> None:
    assert len(kept(cases_of("test_refund", pytest.mark.sampled(every=3)))) == 2


def test_over_many_tests_each_has_its_turn() -> None:
    names = [
        f"test_{what}" for what in ("capture", "void", "refund", "return", "webhook", "page", "hold", "chargeback")
    ]
    tried = [each["gateway"] for name in names for each in kept(cases_of(name, pytest.mark.sampled))]
    assert set(tried) == set(GATEWAYS)


def test_what_is_not_sampled_is_tried_wholly_and_what_is_long_stays_so() -> None:
    assert len(kept(cases_of("test_refund"))) == len(GATEWAYS) * len(ENDS)
    assert kept(cases_of("test_refund", pytest.mark.sampled, pytest.mark.long)) == []
