"""What others may know of promotions: which are offered, what is left of them, which codes open them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from commerce.core.errors import NotFound
from commerce.core.kept_statements import kept_statement
from commerce.promotions.application.counted_places import place_of_batch_customer, place_of_code
from commerce.promotions.application.tallies import Place
from commerce.promotions.domain import values
from commerce.promotions.domain.coupons import CouponKind, code_key
from commerce.promotions.domain.data import promotion_from
from commerce.promotions.domain.drafts import DraftedPromotion
from commerce.promotions.domain.limits import NO_LIMITS, Left, Limits, left_of
from commerce.promotions.domain.redemptions import TallyScope
from commerce.promotions.models import Coupon, CouponBatch, Promotion, PromotionVersion, Tally

# What a shopper is told of that is still to come.
MOST_TO_COME = 20


def promotions_in_force(instant: datetime) -> tuple[values.Promotion, ...]:
    """Every promotion that is offered at the instant as far as its dates say, oldest first. One statement."""
    return _values(_in_force(instant=instant))


@kept_statement
def _in_force(instant: Any) -> QuerySet[Any]:
    return _data(Promotion.objects.in_force(instant).order_by("id"))


def promotions_at(instant: datetime) -> tuple[values.Promotion, ...]:
    """Those in force, and the next MOST_TO_COME that begin later, for "what next". One statement."""
    told = _values(_in_force_or_next(instant=instant))
    return tuple(sorted(told, key=lambda each: _begins_after(instant, each)))


@kept_statement
def _in_force_or_next(instant: Any) -> QuerySet[Any]:
    to_come = Promotion.objects.to_come(instant).values_list("pk")[:MOST_TO_COME]
    return _data(Promotion.objects.in_force(instant) | Promotion.objects.filter(pk__in=to_come))


def _begins_after(instant: datetime, promotion: values.Promotion) -> tuple[timedelta, int]:
    """How long until it begins, and its id."""
    starts_at = promotion.conditions.starts_at or instant
    return max(starts_at - instant, timedelta(0)), int(promotion.id)


def promotions_from(instant: datetime) -> tuple[values.Promotion, ...]:
    """Every promotion that is offered at the instant or later, oldest first. One statement."""
    return _values(_data(Promotion.objects.not_over(instant).order_by("id")))


def promotions_by_id(promotion_ids: Iterable[int]) -> tuple[values.Promotion, ...]:
    """Those of them that are published, as they are now and whatever their dates, oldest first. One statement."""
    rows = Promotion.objects.filter(pk__in=list(promotion_ids), current__isnull=False)
    return _values(_data(rows.order_by("id")))


def _data(promotions: QuerySet[Any]) -> QuerySet[Any]:
    """The versions in force, as they are stored."""
    return promotions.values_list("current__data", flat=True)


def _values(data: Iterable[Any]) -> tuple[values.Promotion, ...]:
    return tuple(map(promotion_from, data))


def promotion_versions(version_ids: Iterable[int]) -> dict[int, values.Promotion]:
    """Versions as they were published, by id, whatever counts today. One statement."""
    rows = PromotionVersion.objects.filter(pk__in=list(version_ids)).values_list("pk", "data")
    return {pk: promotion_from(data) for pk, data in rows}


def versions_of(promotion_id: int) -> tuple[values.Promotion, ...]:
    """All versions of the promotion as they were published, oldest first. One statement."""
    rows = PromotionVersion.objects.filter(promotion=promotion_id).order_by("number")
    return tuple(promotion_from(data) for data in rows.values_list("data", flat=True))


def remaining_for(
    promotion_ids: Iterable[int], customer: str = "", drafts: Iterable[DraftedPromotion] = ()
) -> dict[int, Left]:
    """What is left of each promotion, for the customer as `hold_redemptions` names them; "" for nobody known.

    Of those that have a draft, what would be left within its limits. A promise of nothing: only a hold is. One
    statement.
    """
    ids = set(promotion_ids)
    scopes = [TallyScope.ALL, TallyScope.CUSTOMER]
    rows = list(Tally.objects.filter(promotion_id__in=ids, scope__in=scopes, key__in=["", customer]))
    of_customer = {row.promotion_id: row.uses for row in rows if row.scope == TallyScope.CUSTOMER}
    of_all = {row.promotion_id: row for row in rows if row.scope == TallyScope.ALL}
    limits = {pk: _limits(row) for pk, row in of_all.items()} | {int(each.promotion.id): each.limits for each in drafts}
    return {pk: _left(limits.get(pk, NO_LIMITS), of_all.get(pk), of_customer.get(pk, 0)) for pk in ids}


def _limits(row: Tally) -> Limits:
    return Limits(row.most_uses, row.most_customer_uses, row.most_amount_minor, row.most_pieces)


def _left(limits: Limits, counted: Tally | None, uses_of_customer: int) -> Left:
    return Left(
        uses=left_of(limits.uses, counted.uses if counted else 0),
        customer_uses=left_of(limits.customer_uses, uses_of_customer),
        budget=left_of(limits.budget, counted.amount_minor if counted else 0),
        pieces=left_of(limits.pieces, counted.pieces if counted else 0),
    )


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code of the store, the promotion it opens and what is left of it; None is without limit."""

    coupon_id: int
    promotion_id: int
    uses_left: int | None
    customer_uses_left: int | None


def find_codes(
    codes: Iterable[str], customer: str = "", drafts: Iterable[DraftedPromotion] = ()
) -> dict[str, FoundCode]:
    """By the code as it was typed: those that open a promotion which is published, whatever its dates.

    A code of a batch that is not in the version in force, or in the draft there is instead, opens nothing. A code that
    only a draft has, has no row: its id is nought. Two statements.
    """
    drafted = {int(each.promotion.id): each for each in drafts}
    key_of = {code: code_key(code) for code in codes}
    coupons = (
        Coupon.objects.good().filter(code_key__in=set(key_of.values())).select_related("batch__promotion__current")
    )
    rows = {row.code_key: row for row in coupons if _is_open(row.batch, drafted)}
    used = _used_of_codes(rows.values(), customer)
    found = {key: _found(row, used, customer) for key, row in rows.items()}
    found = {key: code for each in drafted.values() for key, code in _of_draft(each)} | found
    return {code: found[key] for code, key in key_of.items() if key in found}


def _of_draft(drafted: DraftedPromotion) -> Iterator[tuple[str, FoundCode]]:
    """The codes that were typed into it; none of those it would make is known yet."""
    for batch in drafted.coupons:
        if batch.kind is not CouponKind.GENERATED:
            promotion_id = int(drafted.promotion.id)
            yield code_key(batch.code), FoundCode(0, promotion_id, batch.uses_per_code, batch.uses_per_customer)


def _is_open(batch: CouponBatch, drafted: Mapping[int, DraftedPromotion]) -> bool:
    draft, current = drafted.get(batch.promotion_id), batch.promotion.current
    if draft is not None:
        return batch.key in {each.key for each in draft.coupons}
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


def batches_of(promotion_ids: Iterable[int]) -> dict[int, list[CouponBatch]]:
    """Each promotion's batches in the order in which they were asked for; of earlier versions too, as
    `is_taken_out` says without another statement. One statement."""
    found: dict[int, list[CouponBatch]] = {pk: [] for pk in promotion_ids}
    rows = CouponBatch.objects.filter(promotion_id__in=found).select_related("promotion__current")
    for batch in rows.defer("promotion__current__data").order_by("id"):
        found[batch.promotion_id].append(batch)
    return found


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
