"""A promotion as it was drafted becomes what the store promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from commerce.core.actors import current_actor
from commerce.core.errors import NotFound, Refusal
from commerce.core.outbox import publish
from commerce.promotions.application.crowds import refuse_crowd
from commerce.promotions.application.publishing import point_at, require_transaction, wait_for_other_publishers
from commerce.promotions.application.tallies import Place, open_tallies
from commerce.promotions.application.typed_codes import as_made_before
from commerce.promotions.application.use_cases.make_coupons import make_coupons
from commerce.promotions.domain import values
from commerce.promotions.domain.coupons import BatchDraft
from commerce.promotions.domain.data import promotion_data
from commerce.promotions.domain.events import PromotionPublished
from commerce.promotions.domain.limits import NO_LIMITS, Limits
from commerce.promotions.domain.shape import publishing_problems
from commerce.promotions.models import Promotion, PromotionVersion


@dataclass(frozen=True, slots=True)
class Published:
    promotion_id: int
    version_id: int


class PromotionRefused(Refusal):
    """It can't be published. Facts: `problems`, their codes; `actions`, the place of the action each lies in or None.

    Codes are those of `publishing_problems`.
    """

    code = "promotion_refused"


def publish_promotion_version(
    *,
    promotion_id: int | None,
    draft: values.Promotion,
    limits: Limits = NO_LIMITS,
    coupons: Sequence[BatchDraft] = (),
    source: str,
    now: datetime,
) -> Published:
    """The promotion is what the draft says from the commit on, within these limits, opened by codes of these batches.

    `promotion_id` None: a new promotion, as old as `now`. Id, version and age of the draft are not looked at. `source`
    names what it was published from; the same said again from the same source makes no further version. Uses, budget
    spent and codes of earlier versions stay the promotion's: a code that was taken out and is typed again is the same.
    Refuses PromotionRefused, TooManySharing, NotFound, and what `make_coupons` refuses. Raises
    TransactionManagementError outside a transaction.
    """
    require_transaction()
    problems = publishing_problems(draft, limits, coupons)
    if problems:
        raise PromotionRefused(
            problems=[problem.code for problem in problems], actions=[problem.action for problem in problems]
        )
    wait_for_other_publishers()
    promotion = _promotion(promotion_id, now)
    refuse_crowd(_stamped(draft, promotion, 0), now)
    coupons = as_made_before(promotion.pk, coupons)
    version = _same_again(promotion, draft, limits, coupons, source)
    if version is None:
        version = _write_version(promotion, draft, limits, coupons, source, now)
    if point_at(promotion, version, "published"):
        publish(PromotionPublished(promotion_id=promotion.pk, version_id=version.pk))
    for batch in coupons:
        make_coupons(promotion_id=promotion.pk, draft=batch, now=now)
    return Published(promotion.pk, version.pk)


def _promotion(promotion_id: int | None, now: datetime) -> Promotion:
    if promotion_id is None:
        promotion = Promotion.objects.create(first_published_at=now)
        open_tallies([Place(promotion.pk)])
        return promotion
    found: Promotion | None = Promotion.objects.select_related("current").filter(pk=promotion_id).first()
    if found is None:
        raise NotFound(promotion_id=promotion_id)
    return found


def _same_again(
    promotion: Promotion, draft: values.Promotion, limits: Limits, coupons: Sequence[BatchDraft], source: str
) -> PromotionVersion | None:
    last: PromotionVersion | None = (
        PromotionVersion.objects.filter(promotion=promotion, source=source).order_by("-number").first()
    )
    if last is None or last.limits != limits or last.coupon_batches != [batch.key for batch in coupons]:
        return None
    return last if last.data == promotion_data(_stamped(draft, promotion, last.pk)) else None


def _write_version(
    promotion: Promotion,
    draft: values.Promotion,
    limits: Limits,
    coupons: Sequence[BatchDraft],
    source: str,
    now: datetime,
) -> PromotionVersion:
    version_id, actor = _next_version_id(), current_actor()
    last = PromotionVersion.objects.filter(promotion=promotion).order_by("-number").values_list("number").first()
    return PromotionVersion.objects.create(
        pk=version_id,
        promotion=promotion,
        number=last[0] + 1 if last else 1,
        data=promotion_data(_stamped(draft, promotion, version_id)),
        name_ar=draft.name.ar[:200],
        name_en=draft.name.en[:200],
        coupon_batches=[batch.key for batch in coupons],
        starts_at=draft.conditions.starts_at,
        ends_at=draft.conditions.ends_at,
        most_uses=limits.uses,
        most_customer_uses=limits.customer_uses,
        most_amount_minor=limits.budget,
        most_pieces=limits.pieces,
        source=source,
        published_at=now,
        published_by_kind=actor.kind,
        published_by_id=actor.id,
    )


def _stamped(draft: values.Promotion, promotion: Promotion, version_id: int) -> values.Promotion:
    return replace(draft, id=promotion.pk, version=version_id, first_published_at=promotion.first_published_at)


def _next_version_id() -> int:
    """Known before the row is written, because the row holds it in its data and is never changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [PromotionVersion._meta.db_table])
        (number,) = cursor.fetchone()
    return int(number)
