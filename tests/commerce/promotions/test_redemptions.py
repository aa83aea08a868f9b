"""Taking uses of promotions, keeping them, giving them back; one after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from commerce.core.errors import Refusal
from commerce.core.scope import tenant_scope
from commerce.promotions.application.giving_back import give_back as give_back_all
from commerce.promotions.application.queries import find_codes, remaining_for
from commerce.promotions.application.use_cases.commit_redemptions import commit_redemptions
from commerce.promotions.application.use_cases.hold_redemptions import hold_redemptions
from commerce.promotions.application.use_cases.release_expired_redemptions import release_expired_redemptions
from commerce.promotions.application.use_cases.release_redemptions import release_redemptions
from commerce.promotions.application.use_cases.retire_promotion import retire_promotion
from commerce.promotions.domain.limits import Left, Limits
from commerce.promotions.domain.redemptions import RedemptionDraft
from commerce.promotions.models import Coupon, Redemption, Tally
from tests.commerce.promotions.builders import (
    LATER,
    NOON,
    counted,
    entries_sum,
    generated,
    published,
    shared,
    single,
    use_of,
)

SARA = "customer:1"


def hold(subject: str, *drafts: RedemptionDraft, customer: str = SARA) -> None:
    hold_redemptions(subject=subject, drafts=drafts, customer=customer, expires_at=LATER, now=NOON)


def refused(subject: str, *drafts: RedemptionDraft, customer: str = SARA) -> Refusal:
    with pytest.raises(Refusal) as caught, transaction.atomic():
        hold(subject, *drafts, customer=customer)
    return caught.value


def test_a_use_is_held_kept_and_given_back(in_noor: Any) -> None:
    offer = published(limits=Limits(uses=2, customer_uses=2, budget=100_00, pieces=5))
    hold("order:1", use_of(offer, 30_00, pieces=2))
    assert remaining_for([offer.promotion_id], SARA) == {offer.promotion_id: Left(1, 1, 70_00, 3)}
    assert remaining_for([offer.promotion_id]) == {offer.promotion_id: Left(1, 2, 70_00, 3)}
    assert commit_redemptions(subject="order:1", now=NOON) == 1
    assert commit_redemptions(subject="order:1", now=NOON) == 0
    assert counted(offer) == entries_sum(offer) == (1, 30_00, 2)
    assert release_redemptions(subject="order:1", now=NOON) == 1
    assert release_redemptions(subject="order:1", now=NOON) == 0
    assert counted(offer) == entries_sum(offer) == (0, 0, 0)
    assert remaining_for([offer.promotion_id], SARA) == {offer.promotion_id: Left(2, 2, 100_00, 5)}


def test_said_twice_it_is_held_once(in_noor: Any) -> None:
    offer = published()
    hold("order:1", use_of(offer))
    hold("order:1", use_of(offer))
    assert counted(offer) == (1, 10_00, 1)
    assert refused("order:1", use_of(offer, 11_00)).code == "redemptions_already_held"
    commit_redemptions(subject="order:1", now=NOON)
    hold("order:1", use_of(offer))
    assert counted(offer) == (1, 10_00, 1)


def test_what_was_given_back_can_be_taken_again(in_noor: Any) -> None:
    offer = published(limits=Limits(uses=1))
    hold("order:1", use_of(offer))
    release_redemptions(subject="order:1", now=NOON)
    hold("order:1", use_of(offer))
    assert counted(offer) == entries_sum(offer) == (1, 10_00, 1)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(uses=1), "promotion_uses_spent"),
        (Limits(customer_uses=1), "promotion_customer_uses_spent"),
        (Limits(budget=15_00), "promotion_budget_spent"),
        (Limits(pieces=1), "promotion_pieces_spent"),
    ],
)
def test_nothing_is_taken_beyond_a_limit(in_noor: Any, limits: Limits, code: str) -> None:
    offer, other = published(limits=limits), published(source="campaign:2:1")
    hold("order:1", use_of(offer))
    refusal = refused("order:2", use_of(other), use_of(offer))
    assert refusal.code == code
    assert refusal.facts["promotion_id"] == offer.promotion_id
    assert counted(offer) == (1, 10_00, 1)
    assert counted(other) == (0, 0, 0), "all or none"


def test_the_last_order_can_have_what_is_left_of_a_budget(in_noor: Any) -> None:
    offer = published(limits=Limits(budget=15_00, pieces=3))
    hold("order:1", use_of(offer, pieces=2))
    assert refused("order:2", use_of(offer, 5_01)).facts["left"] == 5_00
    assert refused("order:2", use_of(offer, 5_00, pieces=2)).facts["left"] == 1
    hold("order:2", use_of(offer, 5_00))
    hold("order:3", use_of(offer, 0, pieces=0))
    assert counted(offer) == (3, 15_00, 3)


def test_each_customer_has_uses_of_their_own(in_noor: Any) -> None:
    offer = published(limits=Limits(customer_uses=1))
    hold("order:1", use_of(offer))
    hold("order:2", use_of(offer), customer="customer:2")
    assert refused("order:3", use_of(offer), customer="").code == "promotion_customer_unknown"
    assert remaining_for([offer.promotion_id], "customer:3")[offer.promotion_id].customer_uses == 1
    assert remaining_for([offer.promotion_id], SARA)[offer.promotion_id].customer_uses == 0


def test_a_single_code_is_good_once_and_again_when_the_order_falls(in_noor: Any) -> None:
    offer = published(coupons=[single("VIP-HUDA")])
    hold("order:1", use_of(offer, code="VIP-HUDA"))
    assert refused("order:2", use_of(offer, code="VIP-HUDA"), customer="customer:2").code == "coupon_spent"
    assert find_codes(["vip-huda"])["vip-huda"].uses_left == 0
    release_redemptions(subject="order:1", now=NOON)
    hold("order:2", use_of(offer, code="VIP-HUDA"))
    assert find_codes(["vip-huda"])["vip-huda"].uses_left == 0


def test_uses_of_a_shared_code_and_of_one_customer_are_limited_apart(in_noor: Any) -> None:
    offer = published(coupons=[shared("EID", uses=3, each=1)])
    hold("order:1", use_of(offer, code="EID"))
    assert refused("order:2", use_of(offer, code="EID")).code == "promotion_customer_uses_spent"
    assert refused("order:2", use_of(offer, code="EID"), customer="").code == "promotion_customer_unknown"
    hold("order:2", use_of(offer, code="EID"), customer="customer:2")
    found = find_codes(["EID"], SARA)["EID"]
    assert (found.uses_left, found.customer_uses_left) == (1, 0)


def test_a_customer_may_use_so_many_codes_of_a_batch(in_noor: Any) -> None:
    offer = published(coupons=[generated(3, uses_per_customer=2)])
    codes = list(Coupon.objects.order_by("id").values_list("code", flat=True))
    for number, code in enumerate(codes[:2]):
        hold(f"order:{number}", use_of(offer, code=code))
    assert refused("order:9", use_of(offer, code=codes[2])).code == "promotion_customer_uses_spent"


def test_a_limit_that_is_lowered_below_what_was_used_takes_nothing_away(in_noor: Any) -> None:
    offer = published(limits=Limits(uses=3))
    for number in range(3):
        hold(f"order:{number}", use_of(offer))
    lower = published(limits=Limits(uses=1), promotion_id=offer.promotion_id, source="campaign:1:2")
    assert remaining_for([offer.promotion_id])[offer.promotion_id].uses == 0
    release_redemptions(subject="order:0", now=NOON)
    release_redemptions(subject="order:1", now=NOON)
    assert refused("order:9", use_of(lower)).code == "promotion_uses_spent"
    release_redemptions(subject="order:2", now=NOON)
    hold("order:9", use_of(lower))
    assert counted(offer) == entries_sum(offer) == (1, 10_00, 1)


def test_who_priced_by_another_version_prices_anew(in_noor: Any) -> None:
    old = published()
    new = published(promotion_id=old.promotion_id, source="campaign:1:2")
    assert refused("order:1", use_of(old)).code == "promotion_moved"
    hold("order:1", use_of(new))
    retire_promotion(promotion_id=old.promotion_id)
    assert refused("order:2", use_of(new)).code == "promotion_moved"
    assert release_redemptions(subject="order:1", now=NOON) == 1


def test_what_no_order_can_take_is_a_defect(in_noor: Any) -> None:
    offer, other = published(coupons=[single("VIP")]), published(source="campaign:2:1")
    mine = use_of(offer, code="VIP")
    for drafts in (
        [mine, mine],
        [replace(mine, amount=-1)],
        [replace(mine, pieces={7: 0})],
        [replace(use_of(other), coupon_id=mine.coupon_id)],
        [replace(mine, coupon_id=9_999)],
    ):
        with pytest.raises(ValueError, match=r"order uses|no less|own promotion"), transaction.atomic():
            hold("order:1", *drafts)


def test_holds_whose_time_is_up_are_free_again_in_every_store(noor: Any, souq: Any) -> None:
    offers = {}
    for store in (noor, souq):
        with tenant_scope(store.pk), transaction.atomic():
            offers[store.pk] = published(limits=Limits(uses=2))
            hold("order:1", use_of(offers[store.pk]))
            hold("order:2", use_of(offers[store.pk]))
            commit_redemptions(subject="order:2", now=NOON)
    assert release_expired_redemptions(now=LATER - timedelta(seconds=1)) == 0
    assert release_expired_redemptions(now=LATER) == 2
    assert release_expired_redemptions(now=LATER) == 0
    for store in (noor, souq):
        with tenant_scope(store.pk), transaction.atomic():
            assert counted(offers[store.pk]) == entries_sum(offers[store.pk]) == (1, 10_00, 1)


def test_one_hold_that_cannot_be_released_stops_no_other(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from commerce.promotions.application.use_cases import release_expired_redemptions as sweep

    offer = published()
    hold("order:1", use_of(offer))
    hold("order:2", use_of(offer))

    def give_back(rows: Any, now: Any) -> int:
        if rows.filter(subject="order:1").exists():
            raise RuntimeError("broken")
        return give_back_all(rows, now)

    monkeypatch.setattr(sweep, "give_back", give_back)
    assert release_expired_redemptions(now=LATER) == 2
    assert counted(offer) == (1, 10_00, 1)
    assert "order:1" in caplog.text


def test_the_table_refuses_a_count_that_rises_above_its_limit(in_noor: Any) -> None:
    """Whatever a use case thought. One that stands above may fall."""
    offer = published(limits=Limits(uses=1, budget=10_00, pieces=1))
    row = Tally.objects.filter(promotion_id=offer.promotion_id)
    for figures in ({"uses": 2}, {"amount_minor": 10_01}, {"pieces": 2}, {"uses": -1}, {"amount_minor": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**figures)
    row.update(uses=1, amount_minor=10_00, pieces=1)
    row.update(most_uses=0)
    row.update(uses=1, pieces=0)
    row.update(uses=0)


def test_a_redemption_goes_forward_only(in_noor: Any) -> None:
    offer = published()
    hold("order:1", use_of(offer))
    row = Redemption.objects.filter(subject="order:1")
    commit_redemptions(subject="order:1", now=NOON)
    for state in ("held", "committed"):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(state=state)
    release_redemptions(subject="order:1", now=NOON)
    for state in ("held", "committed", "released"):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(state=state)


def test_statements_do_not_grow_with_promotions(in_noor: Any, django_assert_num_queries: Any) -> None:
    few = [published(limits=Limits(uses=9, customer_uses=2), source=f"campaign:{n}:1") for n in range(2)]
    many = [published(limits=Limits(uses=9, customer_uses=2), source=f"campaign:{n}:1") for n in range(2, 22)]
    for number, offers in enumerate((few, many)):
        drafts = [use_of(offer) for offer in offers]
        with django_assert_num_queries(10):
            hold(f"order:{number}", *drafts)
        with django_assert_num_queries(8):
            release_redemptions(subject=f"order:{number}", now=NOON)
