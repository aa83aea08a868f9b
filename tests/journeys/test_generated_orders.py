"""Ten thousand orders by the dice: order, gateway and books agree to the minor unit."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F

from commerce.catalog.models import StockLevel
from commerce.core.scope import tenant_scope
from commerce.orders.application import unpaid_part
from commerce.orders.application.use_cases import pay_back_return
from commerce.orders.domain.returns import Share, SoldLine
from commerce.orders.interfaces import handlers
from commerce.payments.domain.accounts import Taking
from commerce.tenants.models import Tenant
from tests.journeys import buyers as dice_of
from tests.journeys.agreement import kinds_of, require_agreement
from tests.journeys.buyers import Bought, Buyers, Hold, Turn
from tests.simulators.gateways.fixtures import simulator, simulator_process
from tests.simulators.gateways.running import Simulator
from tests.support.databases import owner_of

__all__ = ["simulator", "simulator_process"]

WAYS = {
    "SAR": ("hyperpay", "hyperpay_mada", "paytabs", "moyasar", "cash_on_delivery", "bank_transfer"),
    "KWD": ("paytabs", "moyasar", "cash_on_delivery", "bank_transfer"),
}
RATES = {"SAR": 1500, "KWD": 500}
CROWD = 100

OpenStore = Callable[[str, int], Any]


@pytest.fixture
def opened(own_database: str, simulator: Simulator, settings: Any) -> OpenStore:
    """Souq, selling in that currency, furnished for these dice."""
    settings.EVENT_HANDLERS = "tests.journeys.buyers.HANDLERS"

    @contextmanager
    def open_store(currency: str, seed: int) -> Iterator[Buyers]:
        with owner_of(own_database) as owner:
            owner.execute("SET app.tenant = '0'")
            owner.execute("UPDATE tenants_tenant SET currency = %s WHERE slug = 'souq'", [currency])
        souq = Tenant.objects.get(slug="souq")
        dice = random.Random(seed)  # noqa: S311 - a script, no secret
        with tenant_scope(souq.pk):
            buyers = Buyers(souq, simulator, WAYS[currency], dice)
            buyers.furnish(RATES[currency])
            yield buyers

    return open_store


def buy(buyers: Buyers, orders: int) -> Counter[str]:
    """In crowds, each looked at as a whole at its end; what there was, by kind."""
    kinds: Counter[str] = Counter()
    while orders > 0:
        buyers.open()
        crowd = [buyers.buy() for _ in range(min(orders, CROWD))]
        buyers.end()
        require_agreement(buyers, crowd)
        kinds.update(kinds_of(crowd))
        orders -= len(crowd)
    return kinds


@pytest.mark.sampled
@pytest.mark.parametrize(("currency", "orders"), [("SAR", 12), ("KWD", 8)])
def test_twenty_orders_agree(opened: OpenStore, currency: str, orders: int) -> None:
    with opened(currency, 1) as buyers:
        buy(buyers, orders)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("currency", WAYS)
def test_ten_thousand_orders_agree(opened: OpenStore, currency: str, seed: int) -> None:
    with opened(currency, 100 + seed) as buyers:
        kinds = buy(buyers, 500)
    assert sum(kinds[f"by {method}"] for method in WAYS[currency]) == 500
    assert all(kinds[f"by {method}"] > 50 for method in WAYS[currency]), kinds
    print(currency, seed, dict(kinds))  # noqa: T201 - the figures, shown with -rP
    assert kinds["by Moyasar's form"] > 20, kinds
    rare = ("nothing", "fee", "reduced", "failed", "called_off", "delivered", "returned", "given back by amount")
    assert {kind for kind in (*rare, "all back") if kinds[kind] < 5} == set(), kinds
    assert {hold for hold in Hold if kinds[hold] < 2} == set(), kinds
    assert {turn for turn in Turn if kinds[turn] < 2} == set(), kinds


def piece_by_piece(line: SoldLine, *, returned: int, returning: int) -> Share:
    """As a careless hand would share: each time anew, rounded down."""
    vat = None if line.vat is None else line.vat * returning // line.quantity
    return Share(line.paid * returning // line.quantity, vat)


@pytest.mark.long
def test_the_control_shares_that_forget_what_went_back_before_do_not_agree(
    opened: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares_back, is_wrong = unpaid_part.shares_back, Counter[bool]()  # type: ignore[attr-defined]

    def carelessly(line: SoldLine, *, returned: int, returning: int) -> Share:
        share = piece_by_piece(line, returned=returned, returning=returning)
        if returned and returned + returning == line.quantity:  # what is never paid is reckoned by all that is back
            is_wrong[share != shares_back(line, returned=returned, returning=returning)] += 1
        return share

    monkeypatch.setattr(unpaid_part, "shares_back", carelessly)
    with opened("SAR", 5) as buyers:
        buyers.open()
        crowd: list[Bought] = []
        while not is_wrong[True] and len(crowd) < 100:
            crowd.append(buyers.buy())
        buyers.end()
        assert is_wrong[True], "nobody sent back pieces whose price can't be parted evenly"
        with pytest.raises(AssertionError):
            require_agreement(buyers, crowd)


@pytest.mark.long
def test_the_control_what_is_held_and_not_taken_with_its_shipment_does_not_agree(
    opened: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "take_when_sent", lambda **_: None)
    with opened("SAR", 7) as buyers:
        buyers.open()
        crowd: list[Bought] = []
        while not any(bought.hold is Hold.TAKEN_WHEN_SENT for bought in crowd):
            crowd.append(buyers.buy())
        buyers.end()
        with pytest.raises(AssertionError):
            require_agreement(buyers, crowd)


@pytest.mark.long
def test_the_control_who_has_not_paid_all_at_the_door_gets_more_back_by_shares_that_forget_it(
    opened: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpaid_part, "unpaid_part", lambda *_: 0)
    with opened("SAR", 8) as buyers:
        buyers.methods = ("cash_on_delivery",)
        buyers.open()
        crowd: list[Bought] = []
        while not any(Turn.PAID_IN_PART in bought.turns and bought.is_all_back for bought in crowd):
            crowd.append(buyers.buy())
        buyers.end()
        with pytest.raises(AssertionError):
            require_agreement(buyers, crowd)


def taken_late(buyers: Buyers, monkeypatch: pytest.MonkeyPatch) -> list[Bought]:
    """Until somebody of whose order the rest was called off has paid for a part of it afterwards."""
    monkeypatch.setattr(dice_of, "TAKINGS", (Taking.BY_HAND,))
    buyers.methods = ("paytabs",)
    buyers.open()
    crowd: list[Bought] = []
    while not any(bought.is_taken_late for bought in crowd):
        crowd.append(buyers.buy())
    buyers.end()
    return crowd


@pytest.mark.long
@pytest.mark.parametrize("seed", [9, 10])
def test_what_is_taken_in_part_after_its_rest_was_called_off_agrees(
    opened: OpenStore, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    with opened("SAR", seed) as buyers:
        require_agreement(buyers, taken_late(buyers, monkeypatch))


@pytest.mark.long
def test_the_control_what_was_never_taken_and_goes_back_does_not_agree(
    opened: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pay_back_return, "take_off_untaken", lambda *_: None)
    with opened("SAR", 9) as buyers:
        crowd = taken_late(buyers, monkeypatch)
        with pytest.raises(AssertionError):
            require_agreement(buyers, crowd)


def a_halala_less(buyers: Buyers) -> None:
    """Somebody refunds at a gateway's own desk, and nobody hears of it."""
    moved = Counter[str]()
    for line in buyers.simulator.journal():
        moved[line["paid_under"]] += line["minor"]
    lines = buyers.simulator.journal()
    sale = next(one for one in lines if one["kind"] in {"sale", "capture"} and moved[one["paid_under"]] > 100)
    buyers.simulator.control("elsewhere", reference=sale["movement"], kind="refund", minor=1)


def a_piece_more(buyers: Buyers) -> None:
    with transaction.atomic():
        StockLevel.objects.filter(variant_id=buyers.variants[0]).update(on_hand=F("on_hand") + 1)


@pytest.mark.sampled
@pytest.mark.parametrize("harm", [a_halala_less, a_piece_more])
def test_the_control_what_does_not_agree_is_seen(opened: OpenStore, harm: Callable[[Buyers], None]) -> None:
    with opened("SAR", 6) as buyers:
        buyers.open()
        crowd = [buyers.buy() for _ in range(12)]
        buyers.end()
        require_agreement(buyers, crowd)
        harm(buyers)
        with pytest.raises(AssertionError):
            require_agreement(buyers, crowd)
