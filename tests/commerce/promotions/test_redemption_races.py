"""More shoppers than uses, all at once; an order's end by two hands; and the same with protections taken away."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import QuerySet

from commerce.core.errors import Refusal
from commerce.core.scope import tenant_scope
from commerce.promotions.application import tallies
from commerce.promotions.application.use_cases.commit_redemptions import commit_redemptions
from commerce.promotions.application.use_cases.hold_redemptions import hold_redemptions
from commerce.promotions.application.use_cases.publish_promotion_version import Published
from commerce.promotions.application.use_cases.release_expired_redemptions import release_expired_redemptions
from commerce.promotions.application.use_cases.release_redemptions import release_redemptions
from commerce.promotions.domain.coupons import BatchDraft
from commerce.promotions.domain.limits import NO_LIMITS, Limits
from commerce.promotions.models import Redemption
from commerce.tenants.models import Tenant
from tests.commerce.promotions.builders import LATER, NOON, counted, entries_sum, published, shared, single, use_of
from tests.support.databases import admin_dsn, owner_of
from tests.support.together import at_once
from wasla_site.launcher.roles import owner_dsn

pytestmark = pytest.mark.usefixtures("own_database")

LOCK = "FOR UPDATE OF tally"


@dataclass(frozen=True)
class Case:
    """`threads` orders want a use each, of which there are `most`."""

    limits: Limits = NO_LIMITS
    coupon: BatchDraft | None = None
    customer: str = "customer:{}"
    most: int = 5
    threads: int = 20

    def customer_of(self, number: int) -> str:
        return self.customer.format(number)


CASES = {
    "uses": Case(Limits(uses=100), most=100, threads=200),
    "budget": Case(Limits(budget=50_00)),
    "pieces": Case(Limits(pieces=5)),
    "one customer's uses": Case(Limits(customer_uses=5), customer="customer:1"),
    "a single code": Case(coupon=single("VIP"), most=1),
    "a shared code": Case(coupon=shared("EID", uses=5)),
    "one customer's uses of a code": Case(coupon=shared("EID", each=5), customer="customer:1"),
}


class Shop:
    """Noor with one offer in a database where threads may commit."""

    def __init__(self, database: str, case: Case) -> None:
        self.database, self.case = database, case
        self.tenant_id = Tenant.objects.get(slug="noor").pk
        with self.open():
            self.offer: Published = published(limits=case.limits, coupons=[case.coupon] if case.coupon else [])
            # Once used and given back, so that every tally is there and nobody waits for another to make it.
            self._hold(0)
            release_redemptions(subject="order:0", now=NOON)

    @contextmanager
    def open(self) -> Iterator[None]:
        with tenant_scope(self.tenant_id), transaction.atomic():
            yield

    def _hold(self, number: int) -> None:
        use = use_of(self.offer, code=self.case.coupon.code if self.case.coupon else "")
        customer = self.case.customer_of(number)
        hold_redemptions(subject=f"order:{number}", drafts=[use], customer=customer, expires_at=LATER, now=NOON)

    def hold(self, number: int) -> str:
        """As a shopper does who sends the form again when the page says that others were in the way."""
        while True:
            try:
                with self.open():
                    self._hold(number)
            except Refusal as refusal:
                return "spent" if refusal.code.endswith("_spent") else refusal.code
            except IntegrityError as error:
                return "stopped by the table" if "more than the limit" in str(error) else str(error)
            except OperationalError as error:
                if "timeout" not in str(error):
                    raise
            else:
                return "held"

    @property
    def orders(self) -> list[Callable[[], str]]:
        return [partial(self.hold, number) for number in range(1, self.case.threads + 1)]

    def all_want_one(self) -> Counter[Any]:
        return Counter(at_once(*self.orders))

    def all_have_looked(self) -> Counter[Any]:
        """The same; but whoever does not wait for the others' end has looked before anybody took a use."""
        return Counter(
            at_once(*self.orders, meanwhile=self.held_up("promotions_tally WHERE scope = 'all'", self.case.threads))
        )

    @contextmanager
    def held_up(self, rows: str, number: int) -> Iterator[None]:
        """Once left, so many threads have come to wait for these rows, and may go on."""
        with psycopg.connect(owner_dsn(admin_dsn(), self.database)) as holder:
            holder.execute(f"SELECT FROM {rows} FOR UPDATE")
            yield
            self.wait_for(number)

    def wait_for(self, number: int) -> None:
        """Until so many wait for a row, or those who came first will not wait much longer."""
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        deadline = time.monotonic() + 2.5
        with psycopg.connect(admin_dsn(), autocommit=True) as watcher:
            while watcher.execute(query, [self.database]).fetchone() != (number,) and time.monotonic() < deadline:
                time.sleep(0.02)

    def stands(self) -> int:
        """Redemptions that count; tally and entries say the same."""
        with self.open():
            assert counted(self.offer) == entries_sum(self.offer)
            assert counted(self.offer)[0] == Redemption.objects.open().count()
            return counted(self.offer)[0]


def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LOCK in tallies.LOCK
    monkeypatch.setattr(tallies, "LOCK", tallies.LOCK.replace(LOCK, ""))


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


@pytest.mark.sampled(every=3)
def test_as_many_are_taken_as_there_are(own_database: str, case: Case) -> None:
    shop = Shop(own_database, case)
    assert shop.all_want_one() == {"held": case.most, "spent": case.threads - case.most}
    assert shop.stands() == case.most


@pytest.mark.sampled
def test_without_the_lock_the_table_is_the_last_wall(
    own_database: str, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Shop(own_database, case)
    unlocked(monkeypatch)
    answers = shop.all_have_looked()
    assert answers["held"] == shop.stands() == case.most
    assert answers["stopped by the table"] > 0


@pytest.mark.sampled
def test_without_lock_and_table_more_are_taken_than_there_are(
    own_database: str, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: this is the race."""
    shop = Shop(own_database, case)
    with owner_of(own_database) as owner:
        owner.execute("DROP TRIGGER tally_within_limits ON promotions_tally")
    unlocked(monkeypatch)
    answers = shop.all_have_looked()
    assert answers["held"] == shop.stands() > case.most


ONE_CUSTOMER = Case(Limits(uses=5), customer="customer:1")
ENDS: dict[str, Callable[[Shop], int]] = {
    "cancelled": lambda shop: in_shop(shop, lambda: release_redemptions(subject="order:1", now=LATER)),
    "paid": lambda shop: in_shop(shop, lambda: commit_redemptions(subject="order:1", now=LATER)),
    "swept": lambda shop: release_expired_redemptions(now=LATER),
}


def in_shop(shop: Shop, act: Callable[[], int]) -> int:
    with shop.open():
        return act()


def end_twice(shop: Shop, one: str, other: str) -> list[Any]:
    """Both have looked, or wait to look, before either has done anything."""
    calls = [partial(ENDS[name], shop) for name in (one, other)]
    return at_once(*calls, meanwhile=shop.held_up("promotions_redemption WHERE subject = 'order:1'", 2))


PAIRS = [("cancelled", "swept"), ("cancelled", "cancelled"), ("swept", "swept")]


@pytest.mark.parametrize("pair", PAIRS)
def test_given_back_by_two_at_once_it_is_given_back_once(own_database: str, pair: tuple[str, str]) -> None:
    shop = Shop(own_database, ONE_CUSTOMER)
    assert [shop.hold(1), shop.hold(2)] == ["held", "held"]
    with shop.open():
        commit_redemptions(subject="order:2", now=NOON)
    end_twice(shop, *pair)
    assert shop.stands() == 1


@pytest.mark.parametrize("pair", PAIRS)
def test_without_any_protection_it_is_given_back_twice(
    own_database: str, pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: another order's use is gone too."""
    shop = Shop(own_database, ONE_CUSTOMER)
    assert [shop.hold(1), shop.hold(2)] == ["held", "held"]
    with shop.open():
        commit_redemptions(subject="order:2", now=NOON)
    with owner_of(own_database) as owner:
        owner.execute("ALTER TABLE promotions_redemptionentry DROP CONSTRAINT redemption_entry_once")
        owner.execute("DROP TRIGGER redemption_moves_forward ON promotions_redemption")
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)
    end_twice(shop, *pair)
    with shop.open():
        assert (counted(shop.offer)[0], Redemption.objects.open().count()) == (0, 1)


@pytest.mark.parametrize("pair", [("paid", "swept"), ("paid", "cancelled")])
def test_kept_and_given_back_at_once_it_is_one_of_them_or_first_the_one_then_the_other(
    own_database: str, pair: tuple[str, str]
) -> None:
    """A sweep never takes back what is paid; a cancellation may."""
    shop = Shop(own_database, Case(Limits(uses=5)))
    assert shop.hold(1) == "held"
    end_twice(shop, *pair)
    with shop.open():
        state = Redemption.objects.order_by("-id").values_list("state", flat=True)[0]
    assert shop.stands() == (1 if state == "committed" else 0)


def test_one_order_asked_for_twice_holds_once(own_database: str) -> None:
    shop = Shop(own_database, Case(Limits(uses=5)))
    assert at_once(*[lambda: shop.hold(1)] * 8) == ["held"] * 8
    assert shop.stands() == 1


def test_orders_that_name_offers_in_other_orders_never_wait_in_a_circle(own_database: str) -> None:
    shop = Shop(own_database, Case())
    with shop.open():
        offers = [published(source=f"campaign:{number}:1") for number in range(2, 8)]

    def hold_and_give_back(number: int) -> str:
        dice = random.Random(number)  # noqa: S311 - the same orders in every run
        for turn in range(4):
            subject, some = f"order:{number}:{turn}", dice.sample(offers, 4)
            drafts = [use_of(offer) for offer in some]
            try:
                with shop.open():
                    hold_redemptions(subject=subject, drafts=drafts, customer="1", expires_at=LATER, now=NOON)
                with shop.open():
                    release_redemptions(subject=subject, now=NOON)
            except OperationalError as error:
                return str(error)
        return "done"

    assert Counter(at_once(*(partial(hold_and_give_back, number) for number in range(12)))) == {"done": 12}
