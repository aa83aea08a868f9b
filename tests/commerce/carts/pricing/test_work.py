"""How much work a price is, in steps and not in seconds: exact where rules are few, and never more than so much."""

from __future__ import annotations

from random import Random

import pytest

from commerce.carts.domain.pricing.inputs import Cart, Floor, FloorKind, Remaining, Terms
from commerce.carts.domain.pricing.placing import look, search
from commerce.promotions.domain.actions import BundlePrice, BuyGet, Part, PercentOff
from commerce.promotions.domain.goods import Id
from commerce.promotions.domain.values import Promotion
from tests.commerce.carts.pricing.shop import TERMS, cart_of, floored, of, offer, priced, promotion

KINDS = ("oud", "soap", "musk")
ABOVE_COST = floored(Floor(FloorKind.SHARE_OF_COST, 10_000))
# A look may pass what it has by a step or two for each way it goes on with.
ROOM = 1.5


class Work:
    def __init__(self) -> None:
        self.looks: list[int] = []
        self.is_narrowed = False

    @property
    def steps(self) -> int:
        return sum(self.looks)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    done = Work()
    whole = search.Search._look

    def counted(self: search.Search, least: int) -> object:
        before = self.steps
        found = whole(self, least)
        done.looks.append(self.steps - before)
        done.is_narrowed = self.is_narrowed
        return found

    monkeypatch.setattr(search.Search, "_look", counted)
    return done


def odd_cart(lines: int, pieces: int, seed: int = 5) -> Cart:
    """Prices without anything in common, so that no two sums are equal."""
    chance = Random(seed)  # noqa: S311 - any prices will do
    return cart_of(
        *(
            (
                offer(number, chance.randrange(500, 99_999), *chance.sample(KINDS, 2), cost=chance.randrange(50_000)),
                chance.randint(1, pieces),
            )
            for number in range(lines)
        )
    )


def capped(number: int) -> list[Promotion]:
    """So many percentages with a cap that binds, and one without, all on the same goods: a knapsack."""
    return [promotion(f"A{one}", PercentOff(2000 + 137 * one), cap_per_order=50_000 + one) for one in range(number)] + [
        promotion("B", PercentOff(1000))
    ]


def cheapest(number: int) -> list[Promotion]:
    return [promotion(f"A{one}", BuyGet(1 + one % 4, 1 + one % 3)) for one in range(number)]


def others(number: int) -> list[Promotion]:
    return [
        promotion(
            f"A{one}",
            BuyGet(1 + one % 3, 1 + one % 2, 4000 + 100 * one, gets=of(KINDS[one % 3])),
            goods=of(KINDS[(one + 1) % 3]),
        )
        for one in range(number)
    ]


def bundles(number: int) -> list[Promotion]:
    parts = [(Part(1 + one % 2, of("oud")), Part(1 + one % 3, of(KINDS[1 + one % 2]))) for one in range(number)]
    return [promotion(f"A{one}", BundlePrice(both, 60_000 + 5000 * one)) for one, both in enumerate(parts)]


def stock(number: int) -> dict[Id, Remaining]:
    return {f"A{one}": Remaining(pieces=3 + one) for one in range(number)}


HARD: dict[str, tuple[list[Promotion], Terms, dict[Id, Remaining]]] = {
    "one cap": (capped(1), TERMS, {}),
    "five caps": (capped(5), TERMS, {}),
    "twelve stock caps": (capped(12), TERMS, stock(12)),
    "twelve sets of the cheapest": (cheapest(12), TERMS, {}),
    "twelve sets of other goods": (others(12), TERMS, {}),
    "twelve bundles": (bundles(12), TERMS, {}),
    "bundles above a floor": (bundles(2), ABOVE_COST, {}),
}


@pytest.mark.parametrize("name", HARD)
def test_no_look_takes_more_steps_than_it_may(name: str, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "MOST_STEPS", 2_000)
    promotions, terms, remaining = HARD[name]
    result = priced(odd_cart(20, 3), *promotions, terms=terms, remaining=remaining)
    assert max(work.looks) <= 2_000 * ROOM
    assert work.steps <= 2 * len(search._PARTS) * 2_000
    assert result.discount > 0 or terms is ABOVE_COST


@pytest.mark.long
@pytest.mark.parametrize("pieces", [1, 99, 999])
@pytest.mark.parametrize("name", HARD)
def test_the_largest_cart_is_decided_as_well(name: str, pieces: int, work: Work) -> None:
    promotions, terms, remaining = HARD[name]
    result = priced(odd_cart(100, pieces), *promotions, terms=terms, remaining=remaining)
    assert max(work.looks) <= look.MOST_STEPS * ROOM
    assert result.discount > 0 or terms is ABOVE_COST


def test_without_a_bound_the_same_cart_takes_more(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "MOST_STEPS", 20_000)
    priced(odd_cart(20, 3), *capped(1))
    assert max(work.looks) > 2_000 * ROOM


@pytest.mark.parametrize(
    ("lines", "promotions"),
    [(15, cheapest(12)), (6, others(6)), (6, bundles(3)), (8, capped(1))],
    ids=["cheapest", "others", "bundles", "caps"],
)
def test_carts_of_everyday_are_decided_exactly(lines: int, promotions: list[Promotion], work: Work) -> None:
    """Nothing that could come near was left out."""
    priced(odd_cart(lines, 3), *promotions)
    assert not work.is_narrowed


def test_a_narrow_look_finds_nearly_as_much(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    cart, promotions = odd_cart(12, 3), capped(1)
    exact = priced(cart, *promotions).discount
    assert not work.is_narrowed
    monkeypatch.setattr(look, "MOST_STEPS", 200)
    narrow = priced(cart, *promotions).discount
    assert work.is_narrowed
    assert exact * 0.98 <= narrow <= exact
