"""What publishing, rolling back and retiring make true, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound
from commerce.core.models import AuditEntry
from commerce.core.scope import tenant_scope
from commerce.promotions.application.queries import (
    MOST_TO_COME,
    find_codes,
    promotion_versions,
    promotions_at,
    promotions_in_force,
    remaining_for,
)
from commerce.promotions.application.use_cases.hold_redemptions import hold_redemptions
from commerce.promotions.application.use_cases.publish_promotion_version import (
    PromotionRefused,
    publish_promotion_version,
)
from commerce.promotions.application.use_cases.retire_promotion import retire_promotion
from commerce.promotions.domain.actions import PercentOff
from commerce.promotions.domain.limits import NO_LIMITS, Left, Limits
from commerce.promotions.models import Coupon, CouponBatch, Promotion, PromotionVersion, Tally
from commerce.tenants.models import Tenant
from tests.commerce.promotions.builders import (
    LATER,
    NOON,
    counted,
    draft,
    generated,
    published,
    shared,
    single,
    use_of,
)
from tests.conftest import TESTS

DAY = timedelta(days=1)


def in_force(instant: Any = NOON) -> list[int]:
    return [int(promotion.version) for promotion in promotions_in_force(instant)]


def test_what_is_published_is_in_force_and_remembers_who_it_is(in_noor: Any) -> None:
    first = published(draft(share=1_000), now=NOON)
    second = published(draft(share=2_000), promotion_id=first.promotion_id, source="campaign:1:2", now=NOON + DAY)
    (promotion,) = promotions_in_force(NOON)
    assert promotion == replace(
        draft(share=2_000), id=first.promotion_id, version=second.version_id, first_published_at=NOON
    )
    assert promotion_versions([first.version_id])[first.version_id].actions == (PercentOff(1_000),)
    rows = PromotionVersion.objects.order_by("number").values_list("number", "source", "published_at")
    assert list(rows) == [(1, "campaign:1:1", NOON), (2, "campaign:1:2", NOON + DAY)]
    row = PromotionVersion.objects.get(number=2)
    assert (row.published_by_kind, row.published_by_id) == (TESTS.kind, TESTS.id)


def test_the_same_from_the_same_source_is_the_same_version(in_noor: Any) -> None:
    first = published(limits=Limits(uses=5))
    assert published(limits=Limits(uses=5), promotion_id=first.promotion_id) == first
    retire_promotion(promotion_id=first.promotion_id)
    assert published(limits=Limits(uses=5), promotion_id=first.promotion_id) == first
    assert in_force() == [first.version_id]
    other = published(limits=Limits(uses=6), promotion_id=first.promotion_id)
    assert other.version_id != first.version_id
    coded = published(limits=Limits(uses=6), coupons=[single("VIP")], promotion_id=first.promotion_id)
    assert coded.version_id not in {first.version_id, other.version_id}


def test_rolled_back_it_has_every_effect_of_then_and_nothing_else_changed(in_noor: Any) -> None:
    old = published(limits=Limits(uses=5, budget=50_00), coupons=[shared("EID")])
    hold_redemptions(subject="order:1", drafts=[use_of(old, code="EID")], expires_at=LATER, now=NOON)
    before = effects()
    published(
        draft(share=3_000),
        limits=Limits(uses=9, customer_uses=1),
        coupons=[shared("RAMADAN", key="ramadan")],
        promotion_id=old.promotion_id,
        source="campaign:1:2",
    )
    assert set(find_codes(["EID", "RAMADAN"])) == {"RAMADAN"}
    assert remaining_for([old.promotion_id]) == {old.promotion_id: Left(uses=8, customer_uses=1)}
    published(
        limits=Limits(uses=5, budget=50_00),
        coupons=[shared("EID")],
        promotion_id=old.promotion_id,
        source="campaign:1:3",
    )
    assert effects() == before
    assert set(find_codes(["EID", "RAMADAN"])) == {"EID"}
    retire_promotion(promotion_id=old.promotion_id)
    assert (in_force(), find_codes(["EID", "RAMADAN"])) == ([], {})
    assert counted(old) == (1, 10_00, 1)


def effects() -> list[list[Any]]:
    """Rows as they are, versions, what points at them and logs aside; and what is promised."""
    ages = list(Promotion.objects.order_by("id").values_list("pk", "first_published_at"))
    promised = [replace(promotion, version=0) for promotion in promotions_at(NOON)]
    return [ages, list(Tally.objects.order_by("id").values_list()), promised]


def test_said_again_nothing_happens_twice(in_noor: Any) -> None:
    offer = published()
    retire_promotion(promotion_id=offer.promotion_id)
    retire_promotion(promotion_id=offer.promotion_id)
    published(promotion_id=offer.promotion_id)
    published(promotion_id=offer.promotion_id)
    deeds = AuditEntry.objects.filter(kind="promotion").order_by("id").values_list("action", flat=True)
    assert list(deeds) == ["published", "retired", "published"]


def test_the_log_tells_which_figures_were_published(in_noor: Any) -> None:
    published(draft(Bilingual("العيد", "Eid")), limits=Limits(uses=100, budget=5_000_00))
    entry = AuditEntry.objects.get(kind="promotion")
    assert (entry.name_ar, entry.name_en, entry.before) == ("العيد", "Eid", {})
    assert entry.after == {"version": 1, "most_uses": 100, "budget": {"minor": 5_000_00, "currency": "SAR"}}


@pytest.mark.parametrize(
    ("promotion", "limits", "codes"),
    [
        (replace(draft(), actions=()), NO_LIMITS, ["no_action"]),
        (draft(share=0), Limits(uses=0), ["share_out_of_range", "limit_not_positive"]),
        (draft(), Limits(budget=-1), ["limit_not_positive"]),
        (draft(needs_code=True), NO_LIMITS, ["codes_missing"]),
    ],
)
def test_what_can_not_be_is_refused_by_name(in_noor: Any, promotion: Any, limits: Limits, codes: list[str]) -> None:
    with pytest.raises(PromotionRefused) as caught:
        published(promotion, limits)
    assert caught.value.facts["problems"] == codes
    assert Promotion.objects.count() == PromotionVersion.objects.count() == 0


@pytest.mark.usefixtures("own_database")
def test_it_is_not_published_outside_a_transaction() -> None:
    with tenant_scope(Tenant.objects.get(slug="noor").pk):
        with pytest.raises(transaction.TransactionManagementError):
            publish_promotion_version(promotion_id=None, draft=draft(), source="campaign:1:1", now=NOON)
        with pytest.raises(transaction.TransactionManagementError):
            retire_promotion(promotion_id=1)


def test_what_another_store_published_is_not_there(in_noor: Any, souq: Any) -> None:
    with tenant_scope(souq.pk):
        theirs = published(coupons=[single("VIP")])
        ours = published()
    with pytest.raises(NotFound):
        published(promotion_id=theirs.promotion_id)
    with pytest.raises(NotFound):
        retire_promotion(promotion_id=ours.promotion_id)
    mine = published()
    assert in_force() == [mine.version_id]
    assert find_codes(["VIP"]) == {}


def test_a_promotion_points_at_a_version_of_its_own(in_noor: Any) -> None:
    mine, other = published(), published(source="campaign:2:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Promotion.objects.filter(pk=mine.promotion_id).update(current=other.version_id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE promotions_promotionversion SET most_uses = 1",
        "DELETE FROM promotions_promotionversion",
        "UPDATE promotions_promotion SET first_published_at = '2020-01-01T00:00Z'",
        "DELETE FROM promotions_promotion",
        "UPDATE promotions_couponbatch SET count = 5",
        "UPDATE promotions_coupon SET code = 'X'",
        "DELETE FROM promotions_redemptionentry",
    ],
)
def test_what_was_said_stays_said(in_noor: Any, statement: str) -> None:
    published(coupons=[single("VIP")])
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_in_force_is_a_comparison_with_the_instant(in_noor: Any) -> None:
    """The start is inside, the end outside."""
    always = published().version_id
    bounded = published(draft(starts_at=NOON, ends_at=NOON + DAY), source="campaign:2:1").version_id
    tick = timedelta(microseconds=1)
    assert in_force(NOON - tick) == [always]
    assert in_force(NOON) == [always, bounded]
    assert in_force(NOON + DAY - tick) == [always, bounded]
    assert in_force(NOON + DAY) == [always]
    assert [promotion.version for promotion in promotions_at(NOON - tick)] == [always, bounded]
    assert [promotion.version for promotion in promotions_at(NOON + DAY)] == [always]


def test_of_what_is_to_come_only_the_next_are_told(in_noor: Any, django_assert_num_queries: Any) -> None:
    for number in range(MOST_TO_COME + 3):
        published(draft(starts_at=NOON + (30 - number) * DAY), source=f"campaign:{number}:1")
    with django_assert_num_queries(1):
        told = promotions_at(NOON)
    starts = [promotion.conditions.starts_at for promotion in told]
    assert len(starts) == MOST_TO_COME
    assert starts == sorted(starts)  # type: ignore[type-var]
    assert starts[0] == NOON + (30 - MOST_TO_COME - 2) * DAY


def test_questions_are_asked_in_as_many_statements_however_much_there_is(
    in_noor: Any, django_assert_num_queries: Any
) -> None:
    ids, codes = [], []
    for size in (2, 12):
        for number in range(size):
            codes.append(f"CODE-{size}-{number}")
            offer = published(coupons=[single(codes[-1])], source=f"campaign:{size}:{number}")
            ids.append(offer.promotion_id)
        with django_assert_num_queries(1):
            assert len(promotions_in_force(NOON)) == len(ids)
        with django_assert_num_queries(1):
            assert len(remaining_for(ids, "customer:1")) == len(ids)
        with django_assert_num_queries(2):
            assert len(find_codes(codes, "customer:1")) == len(ids)


def test_a_batch_once_made_is_kept_for_the_promotions_life(in_noor: Any) -> None:
    first = published(coupons=[generated(5)])
    codes = list(Coupon.objects.order_by("id").values_list("code", flat=True))
    published(draft(share=500), coupons=[generated(5)], promotion_id=first.promotion_id, source="campaign:1:2")
    assert list(Coupon.objects.order_by("id").values_list("code", flat=True)) == codes
    assert CouponBatch.objects.count() == 1


def test_a_batch_with_the_name_of_another_promotions_is_another(in_noor: Any) -> None:
    published(coupons=[generated(2)])
    published(coupons=[generated(3)], source="campaign:2:1")
    assert Coupon.objects.count() == 5
