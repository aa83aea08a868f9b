"""What others may know of promotions: which are offered, what is left of them, which codes open them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from commerce.core.errors import NotFound
from commerce.promotions.application.counted_places import place_of_batch_customer, place_of_code
from commerce.promotions.application.tallies import Place
from commerce.promotions.domain import values
from commerce.promotions.domain.coupons import code_key
from commerce.promotions.domain.data import promotion_from
from commerce.promotions.domain.limits import Left, left_of
from commerce.promotions.domain.redemptions import TallyScope
from commerce.promotions.models import Coupon, CouponBatch, Promotion, PromotionVersion, Tally

# What a shopper is told of that is still to come.
MOST_TO_COME = 20


def promotions_in_force(instant: datetime) -> tuple[values.Promotion, ...]:
    """Every promotion that is offered at the instant as far as its dates say, oldest first. One statement."""
    return _values(Promotion.objects.in_force(instant).order_by("id"))


def promotions_at(instant: datetime) -> tuple[values.Promotion, ...]:
    """Those in force, and the next MOST_TO_COME that begin later, for "what next". One statement."""
    to_come = Promotion.objects.to_come(instant).values_list("pk")[:MOST_TO_COME]
    told = _values(Promotion.objects.in_force(instant) | Promotion.objects.filter(pk__in=to_come))
    return tuple(sorted(told, key=lambda each: _begins_after(instant, each)))


def _begins_after(instant: datetime, promotion: values.Promotion) -> tuple[timedelta, int]:
    """How long until it begins, and its id."""
    starts_at = promotion.conditions.starts_at or instant
    return max(starts_at - instant, timedelta(0)), int(promotion.id)


def promotions_from(instant: datetime) -> tuple[values.Promotion, ...]:
    """Every promotion that is offered at the instant or later, oldest first. One statement."""
    return _values(Promotion.objects.not_over(instant).order_by("id"))


def _values(rows: QuerySet[Promotion]) -> tuple[values.Promotion, ...]:
    return tuple(promotion_from(data) for data in rows.values_list("current__data", flat=True))


def promotion_versions(version_ids: Iterable[int]) -> dict[int, values.Promotion]:
    """Versions as they were published, by id, whatever counts today. One statement."""
    rows = PromotionVersion.objects.filter(pk__in=list(version_ids)).values_list("pk", "data")
    return {pk: promotion_from(data) for pk, data in rows}


def remaining_for(promotion_ids: Iterable[int], customer: str = "") -> dict[int, Left]:
    """What is left of each promotion, for the customer as `hold_redemptions` names them; "" for nobody known.

    A promise of nothing: only a hold is. One statement.
    """
    ids = set(promotion_ids)
    scopes = [TallyScope.ALL, TallyScope.CUSTOMER]
    rows = list(Tally.objects.filter(promotion_id__in=ids, scope__in=scopes, key__in=["", customer]))
    used = {row.promotion_id: row.uses for row in rows if row.scope == TallyScope.CUSTOMER}
    left = {
        row.promotion_id: Left(
            uses=left_of(row.most_uses, row.uses),
            customer_uses=left_of(row.most_customer_uses, used.get(row.promotion_id, 0)),
            budget=left_of(row.most_amount_minor, row.amount_minor),
            pieces=left_of(row.most_pieces, row.pieces),
        )
        for row in rows
        if row.scope == TallyScope.ALL
    }
    return {pk: left.get(pk, Left()) for pk in ids}


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code of the store, the promotion it opens and what is left of it; None is without limit."""

    coupon_id: int
    promotion_id: int
    uses_left: int | None
    customer_uses_left: int | None


def find_codes(codes: Iterable[str], customer: str = "") -> dict[str, FoundCode]:
    """By the code as it was typed: those that open a promotion which is offered, now or later.

    A code of a batch that is not in the version in force opens nothing. Two statements.
    """
    key_of = {code: code_key(code) for code in codes}
    coupons = Coupon.objects.filter(code_key__in=set(key_of.values())).select_related("batch__promotion__current")
    found = {row.code_key: row for row in coupons if _is_open(row.batch)}
    used = _used_of_codes(found.values(), customer)
    return {code: _found(found[key], used, customer) for code, key in key_of.items() if key in found}


def _is_open(batch: CouponBatch) -> bool:
    current = batch.promotion.current
    return current is not None and batch.key in current.coupon_batches


def _places(coupon: Coupon, customer: str) -> tuple[Place, Place]:
    promotion_id = coupon.batch.promotion_id
    return (
        place_of_code(promotion_id, coupon.pk),
        place_of_batch_customer(promotion_id, coupon.batch_id, customer),
    )


def _used_of_codes(coupons: Iterable[Coupon], customer: str) -> Mapping[Place, int]:
    places = {place for coupon in coupons for place in _places(coupon, customer)}
    rows = Tally.objects.filter(
        promotion_id__in={place.promotion_id for place in places},
        scope__in=[TallyScope.CODE, TallyScope.BATCH_CUSTOMER],
        key__in={place.key for place in places},
    )
    return {Place(row.promotion_id, row.scope, row.key): row.uses for row in rows}


def _found(coupon: Coupon, used: Mapping[Place, int], customer: str) -> FoundCode:
    of_code, of_customer = _places(coupon, customer)
    batch = coupon.batch
    return FoundCode(
        coupon_id=coupon.pk,
        promotion_id=batch.promotion_id,
        uses_left=left_of(batch.uses_per_code, used.get(of_code, 0)),
        customer_uses_left=left_of(batch.uses_per_customer, used.get(of_customer, 0)),
    )


def get_batch(batch_id: int) -> CouponBatch:
    """The batch with its promotion's version in force; how many codes are made stands in it. Refuses NotFound."""
    batch = CouponBatch.objects.select_related("promotion__current").filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(batch_id=batch_id)
    return batch


def batches_of(promotion_id: int) -> list[CouponBatch]:
    """The promotion's batches in the order in which they were asked for."""
    return list(CouponBatch.objects.filter(promotion_id=promotion_id).order_by("id"))


def coupons_of(batch: CouponBatch) -> QuerySet[Coupon]:
    """The batch's codes in the order in which they were made."""
    rows: QuerySet[Coupon] = Coupon.objects.filter(batch=batch).order_by("id")
    return rows


def uses_of_codes(batch: CouponBatch, coupon_ids: Iterable[int] | None = None) -> dict[int, int]:
    """How often each of these codes, or of all of the batch, is used; those never used are left out."""
    rows = Tally.objects.filter(promotion_id=batch.promotion_id, scope=TallyScope.CODE, uses__gt=0)
    if coupon_ids is not None:
        rows = rows.filter(key__in=[str(pk) for pk in coupon_ids])
    return {int(key): uses for key, uses in rows.values_list("key", "uses")}
