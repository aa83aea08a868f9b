"""Making the codes that open a promotion."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound, Refusal
from commerce.core.outbox import publish
from commerce.promotions.application.code_batches import make_slice
from commerce.promotions.domain.coupons import BatchDraft, CouponKind, batch_problems, code_key
from commerce.promotions.domain.events import CouponBatchOpened
from commerce.promotions.models import Coupon, CouponBatch, Promotion


class CouponsRefused(Refusal):
    """Such a batch can't be made. Facts: `problems`, the codes of `batch_problems`; `batch`, its key."""

    code = "coupons_refused"


class CouponsFixed(Refusal):
    """Codes of this batch are out already, so it can't become another one. Facts: `batch`, its key."""

    code = "coupons_fixed"


class CodeTaken(Refusal):
    """The store has this code already, in another batch. Facts: `code`; `name` of the promotion that has it."""

    code = "code_taken"


def make_coupons(*, promotion_id: int, draft: BatchDraft, now: datetime) -> int:
    """The batch is there, and so are its codes or, of a large one, the first of them; the worker makes the others.

    Returns its id. Once per promotion and key: said again it stays as it is.
    Refuses NotFound, CouponsRefused, CouponsFixed, CodeTaken.
    """
    if problems := batch_problems(draft):
        raise CouponsRefused(problems=list(problems), batch=draft.key)
    with transaction.atomic():
        promotion = Promotion.objects.select_related("current").filter(pk=promotion_id).first()
        if promotion is None:
            raise NotFound(promotion_id=promotion_id)
        batch, is_new = CouponBatch.objects.get_or_create(
            promotion=promotion, key=draft.key, defaults=_facts(draft) | {"created_at": now}
        )
        if not is_new and batch.draft != draft:
            raise CouponsFixed(batch=draft.key)
        if is_new:
            _fill(batch, draft)
            _record(promotion, batch)
    return int(batch.pk)


def _facts(draft: BatchDraft) -> dict[str, object]:
    return {
        "kind": draft.kind,
        "code": draft.code,
        "prefix": draft.prefix,
        "count": draft.count,
        "length": draft.length,
        "uses_per_code": draft.uses_per_code,
        "uses_per_customer": draft.uses_per_customer,
    }


def _fill(batch: CouponBatch, draft: BatchDraft) -> None:
    if draft.kind is CouponKind.GENERATED:
        make_slice(batch)
        if batch.made < batch.count:
            publish(CouponBatchOpened(batch_id=batch.pk))
        return
    coupon, is_new = Coupon.objects.good().get_or_create(
        code_key=code_key(draft.code), defaults={"batch": batch, "code": draft.code}
    )
    if not is_new:
        raise CodeTaken(code=draft.code, name=_name(coupon.batch.promotion))
    batch.made = 1
    batch.save(update_fields=["made"])


def _record(promotion: Promotion, batch: CouponBatch) -> None:
    """Which codes is not told: whoever reads the log need not be able to use them."""
    record(Deed("coupons", "created", batch.pk, _name(promotion), after={"codes": batch.count}))


def _name(promotion: Promotion) -> Bilingual:
    """As it was called when it was last published."""
    last = promotion.current or promotion.versions.order_by("-number").first()
    return Bilingual(last.name_ar, last.name_en) if last else Bilingual("", "")
