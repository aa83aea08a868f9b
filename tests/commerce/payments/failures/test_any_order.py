"""What gateways tell, in order, shuffled, and by two workers at once: it ends the same, as the gateways' journal."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count, permutations
from typing import Any

import pytest

from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from tests.commerce.payments.failures import stories
from tests.commerce.payments.failures.conftest import OpenTill
from tests.commerce.payments.failures.stories import STORIES, Story
from tests.commerce.payments.failures.telling import (
    BY_TWO,
    IN_ORDER,
    MANNERS,
    SHUFFLED,
    as_late_as,
    begun,
    events_of,
    let_time_pass,
    quietly,
    require_the_end,
    tell,
)
from tests.commerce.payments.failures.till import Till
from tests.conftest import connected_to_own
from tests.simulators.gateways.running import Simulator
from tests.support.together import Act

SEEDS = {IN_ORDER: (0,), SHUFFLED: (1, 2, 3), BY_TWO: (1, 2)}
# Four events have so many orders; of more events so many are drawn.
MOST_ORDERS = 24


def cases(*, is_long: bool) -> list[Any]:
    """Every story in every manner at every gateway; in the short form each in one manner in turn, at one of its
    gateways in turn."""
    found: list[Any] = []
    for number, story in enumerate(STORIES):
        for manner in MANNERS if is_long else (MANNERS[number % len(MANNERS)],):
            everywhere = [(gateway, seed) for gateway in story.gateways for seed in SEEDS[manner]]
            here = [(story.gateways[number // len(MANNERS) % len(story.gateways)], SEEDS[manner][0])]
            found += [
                pytest.param(story, gateway, manner, seed, id=f"{story}, {manner} {seed}, {gateway}")
                for gateway, seed in (everywhere if is_long else here)
            ]
    return found


@pytest.mark.sampled(every=6)
@pytest.mark.parametrize(("story", "gateway", "manner", "seed"), cases(is_long=False))
def test_whatever_comes_in_whatever_order_it_ends_the_same(
    till: OpenTill, story: Story, gateway: str, manner: str, seed: int
) -> None:
    noor = till(gateway)
    require_the_end(noor, story, tell(noor, story, manner, seed))


@pytest.mark.long
@pytest.mark.parametrize(("story", "gateway", "manner", "seed"), cases(is_long=True))
def test_and_so_in_every_manner_at_every_gateway(
    till: OpenTill, story: Story, gateway: str, manner: str, seed: int
) -> None:
    noor = till(gateway)
    require_the_end(noor, story, tell(noor, story, manner, seed))


Tills = Callable[[str], AbstractContextManager[Till]]


@pytest.fixture
def anew(simulator: Simulator, template_database: str, django_db_blocker: Any, settings: Any) -> Tills:
    """A till in a database of its own, each time."""
    settings.EVENT_HANDLERS = "tests.commerce.payments.failures.till.HANDLERS"

    @contextmanager
    def opened(gateway: str) -> Iterator[Till]:
        simulator.control("reset")
        with connected_to_own(template_database, django_db_blocker), tenant_scope(noor()):
            yield Till(simulator, gateway)

    return opened


def noor() -> int:
    return int(Tenant.objects.get(slug="noor").pk)


def orders(events: list[Act]) -> list[tuple[int, ...]]:
    """All of them; of many events as many as are tried, drawn by chance."""
    places = range(len(events))
    if len(events) <= 4:
        return list(permutations(places))
    dice = random.Random(len(events))  # noqa: S311 - an order, no secret
    return [tuple(dice.sample(places, len(events))) for _ in range(MOST_ORDERS)]


@pytest.mark.long
@pytest.mark.parametrize(
    ("story", "gateway"),
    [pytest.param(story, gateway, id=f"{story}, {gateway}") for story in STORIES for gateway in story.gateways],
)
def test_and_so_in_each_order_that_there_is(anew: Tills, story: Story, gateway: str) -> None:
    for number in count():
        with anew(gateway) as noor:
            told = begun(noor, story)
            with as_late_as(story, noor):
                events = events_of(noor, told)
                every = orders(events)
                for place in every[number]:
                    quietly(events[place])
                    noor.work()
            let_time_pass(noor, story)
            require_the_end(noor, story, told.payment_id)
        if number + 1 == len(every):
            return


CONTROLS: dict[str, tuple[Any, str, dict[str, Any]]] = {
    "a refund of ours that a gateway tells of is one of its own desk": (
        stories.refunded_in_the_dark,
        "hyperpay",
        {
            "use_cases.note_movement._ours": lambda *_: None,
            "use_cases.note_movement._may_be_ours": lambda *_: False,
        },
    ),
    "another amount is believed": (
        stories.in_another_amount,
        "paytabs",
        {"use_cases.apply_observation._contradicts": lambda *_: False},
    ),
    "a hold is never over": (
        stories.held_until_it_is_over,
        "paytabs",
        {"use_cases.reconcile_payments.lapse_hold": lambda **_: None},
    ),
    "what came before our own commit is not looked at again": (
        stories.told_before_our_own_commit,
        "moyasar",
        {"inbox.next_look": lambda *_, **__: None, "use_cases.reconcile_payments._ask": lambda *_, **__: None},
    ),
    "what is owed back is nobody's": (
        stories.called_off,
        "moyasar",
        {"use_cases.reconcile_payments.return_payments": lambda **_: 0},
    ),
    "what somebody refunds at the gateway is nobody's": (
        stories.refunded_elsewhere,
        "hyperpay",
        {"takings.give_back_elsewhere": lambda *_: []},
    ),
}


@pytest.mark.parametrize("control", CONTROLS)
def test_the_control_it_would_end_otherwise_if(till: OpenTill, monkeypatch: pytest.MonkeyPatch, control: str) -> None:
    happen, gateway, guards = CONTROLS[control]
    story = next(one for one in STORIES if one.happen is happen)
    for place, careless in guards.items():
        monkeypatch.setattr(f"commerce.payments.application.{place}", careless)
    noor = till(gateway)
    payment_id = tell(noor, story, IN_ORDER, 0)
    with pytest.raises(AssertionError):
        require_the_end(noor, story, payment_id)
