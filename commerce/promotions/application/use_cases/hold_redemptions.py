"""Taking uses of promotions for an order, while there are any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from commerce.core.errors import Refusal
from commerce.core.outbox import publish
from commerce.promotions.application.counted_places import places_below
from commerce.promotions.application.tallies import Change, Locked, Place, count, lock_tallies, open_tallies
from commerce.promotions.domain.events import PromotionUsedUp
from commerce.promotions.domain.limits import is_too_much, left_of
from commerce.promotions.domain.redemptions import RedemptionDraft, TallyScope
from commerce.promotions.models import Coupon, Promotion, Redemption, RedemptionEntry


class PromotionMoved(Refusal):
    """Another version of the promotion counts now, or none: the cart is to be priced anew. Facts: `promotion_id`."""

    code = "promotion_moved"


class UsesSpent(Refusal):
    """The promotion was used as often as it may be. Facts: `promotion_id`."""

    code = "promotion_uses_spent"


class BudgetSpent(Refusal):
    """Less of its budget is left than the order takes. Facts: `promotion_id`, `left` in minor units."""

    code = "promotion_budget_spent"


class PiecesSpent(Refusal):
    """Fewer pieces may still be reduced than the order has. Facts: `promotion_id`, `left`."""

    code = "promotion_pieces_spent"


class CustomerUsesSpent(Refusal):
    """This customer used the promotion, or codes of the batch, as often as one may. Facts: `promotion_id`."""

    code = "promotion_customer_uses_spent"


class CodeSpent(Refusal):
    """The code was used as often as it may be. Facts: `promotion_id`."""

    code = "coupon_spent"


class CustomerUnknown(Refusal):
    """Uses are limited for each customer, and nobody is named. Facts: `promotion_id`."""

    code = "promotion_customer_unknown"


class AlreadyHeld(Refusal):
    """The subject has, or had committed, other uses than these. Facts: `subject`."""

    code = "redemptions_already_held"


_SPENT: dict[str, type[Refusal]] = {
    TallyScope.CUSTOMER: CustomerUsesSpent,
    TallyScope.BATCH_CUSTOMER: CustomerUsesSpent,
    TallyScope.CODE: CodeSpent,
}


def hold_redemptions(
    *, subject: str, drafts: Sequence[RedemptionDraft], customer: str = "", expires_at: datetime, now: datetime
) -> None:
    """All uses of the drafts are the subject's until it is settled or time is up, or none are.

    `customer` names whom uses are counted for, in the caller's words; "" for nobody known. `expires_at` lies behind the
    order's own end, so that orders settle first. Said twice it stays as it is.
    Refuses PromotionMoved, UsesSpent, BudgetSpent, PiecesSpent, CustomerUsesSpent, CodeSpent, CustomerUnknown,
    AlreadyHeld. A promotion twice, an amount or pieces below nothing, a code of another promotion are ValueErrors.
    """
    _check(drafts)
    with transaction.atomic():
        promotions = lock_tallies(Place(draft.promotion_id) for draft in drafts)
        if not drafts or _is_held(subject, drafts):
            return
        _refuse_moved(drafts)
        coupons = _coupons(drafts)
        most = {
            place: limit
            for draft in drafts
            for place, limit in _places(draft, customer, coupons, promotions[Place(draft.promotion_id)])
        }
        open_tallies(most)
        below = lock_tallies(most)
        for draft in drafts:
            _refuse_beyond(draft, promotions[Place(draft.promotion_id)])
        for place, tally in below.items():
            if is_too_much(1, left_of(most[place], tally.uses)):
                raise _SPENT[place.scope](promotion_id=place.promotion_id)
        _count(drafts, promotions, below, most)
        _write(subject, drafts, customer, expires_at, now)


def _check(drafts: Sequence[RedemptionDraft]) -> None:
    if len({draft.promotion_id for draft in drafts}) != len(drafts):
        raise ValueError("an order uses a promotion once")
    if any(draft.amount < 0 or min(draft.pieces.values(), default=1) < 1 for draft in drafts):
        raise ValueError("a use takes no less than nothing")


def _is_held(subject: str, drafts: Sequence[RedemptionDraft]) -> bool:
    """Read with the promotions' tallies locked, as everybody does who holds uses of them."""
    rows = list(Redemption.objects.of(subject).open())
    have = {
        (row.promotion_id, row.version_id, row.coupon_id, row.amount_minor, frozenset(row.pieces.items()))
        for row in rows
    }
    wanted = {
        (
            draft.promotion_id,
            draft.version_id,
            draft.coupon_id,
            draft.amount,
            frozenset((str(variant), pieces) for variant, pieces in draft.pieces.items()),
        )
        for draft in drafts
    }
    if have and have != wanted:
        raise AlreadyHeld(subject=subject)
    return bool(have)


def _refuse_moved(drafts: Sequence[RedemptionDraft]) -> None:
    """Asked in a statement of its own after the lock: who publishes holds it until the pointer has moved."""
    ids = [draft.promotion_id for draft in drafts]
    current = dict(Promotion.objects.filter(pk__in=ids).values_list("pk", "current_id"))
    for draft in drafts:
        if current.get(draft.promotion_id) != draft.version_id:
            raise PromotionMoved(promotion_id=draft.promotion_id)


def _coupons(drafts: Sequence[RedemptionDraft]) -> Mapping[int, Coupon]:
    """By the promotion they are to open."""
    wanted = {draft.coupon_id: draft.promotion_id for draft in drafts if draft.coupon_id is not None}
    if not wanted:
        return {}
    found = {wanted[row.pk]: row for row in Coupon.objects.select_related("batch").filter(pk__in=wanted)}
    if len(found) != len(wanted) or any(row.batch.promotion_id != owner for owner, row in found.items()):
        raise ValueError("a code opens its own promotion")
    return found


def _places(
    draft: RedemptionDraft, customer: str, coupons: Mapping[int, Coupon], promotion: Locked
) -> Iterable[tuple[Place, int | None]]:
    """Where the use counts besides the promotion's own tally, and the most uses there."""
    coupon = coupons.get(draft.promotion_id)
    limits = {TallyScope.CUSTOMER: promotion.limits.customer_uses}
    if coupon is not None:
        limits |= {
            TallyScope.CODE: coupon.batch.uses_per_code,
            TallyScope.BATCH_CUSTOMER: coupon.batch.uses_per_customer,
        }
    places = places_below(draft.promotion_id, customer, coupon)
    uncounted = set(limits) - {place.scope for place in places}
    if any(limits[scope] is not None for scope in uncounted):
        raise CustomerUnknown(promotion_id=draft.promotion_id)
    return [(place, limits[TallyScope(place.scope)]) for place in places]


def _refuse_beyond(draft: RedemptionDraft, tally: Locked) -> None:
    limits, use = tally.limits, draft.use
    budget, pieces = left_of(limits.budget, tally.amount), left_of(limits.pieces, tally.pieces)
    if is_too_much(1, left_of(limits.uses, tally.uses)):
        raise UsesSpent(promotion_id=draft.promotion_id)
    if is_too_much(use.amount, budget):
        raise BudgetSpent(promotion_id=draft.promotion_id, left=budget)
    if is_too_much(use.pieces, pieces):
        raise PiecesSpent(promotion_id=draft.promotion_id, left=pieces)


def _count(
    drafts: Sequence[RedemptionDraft],
    promotions: Mapping[Place, Locked],
    below: Mapping[Place, Locked],
    most: Mapping[Place, int | None],
) -> None:
    use_of = {draft.promotion_id: draft.use for draft in drafts}
    limits = {place: tally.limits.uses for place, tally in promotions.items()} | dict(most)
    tallies = {**promotions, **below}
    count([Change(tally.id, 1, use_of[place.promotion_id], limits[place]) for place, tally in tallies.items()])
    for place, tally in promotions.items():
        if tally.is_used_up(1, use_of[place.promotion_id]):
            publish(PromotionUsedUp(promotion_id=place.promotion_id))


def _write(subject: str, drafts: Sequence[RedemptionDraft], customer: str, expires_at: datetime, now: datetime) -> None:
    rows = Redemption.objects.bulk_create(
        Redemption(
            promotion_id=draft.promotion_id,
            version_id=draft.version_id,
            coupon_id=draft.coupon_id,
            subject=subject,
            customer=customer,
            amount_minor=draft.amount,
            pieces={str(variant): pieces for variant, pieces in draft.pieces.items()},
            created_at=now,
            expires_at=expires_at,
        )
        for draft in drafts
    )
    RedemptionEntry.objects.bulk_create(
        RedemptionEntry(redemption=row, uses=1, amount_minor=row.amount_minor, pieces=row.piece_count, at=now)
        for row in rows
    )
