"""Goods came in, broke, or were counted anew."""

from datetime import datetime

from django.db import transaction

from commerce.catalog.application.activity import counted
from commerce.catalog.application.stock_ledger import Change, Story, move_stock, open_levels
from commerce.catalog.domain.policies import MOST_PIECES
from commerce.catalog.domain.values import Movement
from commerce.catalog.models import StockLevel, StockLocation, Variant
from commerce.core.audit import record
from commerce.core.errors import NotFound, Refusal


class BelowReserved(Refusal):
    """Fewer pieces would lie there than are promised to orders. Facts: sku, on_hand, reserved."""

    code = "stock_below_reserved"


class StockChanged(Refusal):
    """The pieces are no longer those that were seen, and the change can't be made of those there are. Facts: sku,
    on_hand."""

    code = "stock_changed"


class ReasonMissing(Refusal):
    code = "stock_reason_missing"


class TooManyPieces(Refusal):
    code = "stock_too_many_pieces"


def adjust_stock(
    *,
    variant_id: int,
    by: int,
    reason: str,
    actor: str,
    now: datetime,
    kind: Movement = Movement.ADJUSTED,
    seen: int | None = None,
) -> int:
    """So many pieces more (or fewer) lie at the default location; returns how many lie there now.

    The change is relative, so that what was sold meanwhile stays sold. Nought changes nothing. `seen` is how many lay
    there when it was decided, if somebody looked. Refuses NotFound, ReasonMissing, BelowReserved and TooManyPieces, or
    StockChanged in place of these two where others than were seen lie there.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        variant = Variant.objects.filter(pk=variant_id).select_related("product").first()
        if variant is None:
            raise NotFound(variant_id=variant_id)
        location = StockLocation.objects.get(is_default=True)
        open_levels([variant_id], location.pk)
        level = StockLevel.objects.select_for_update().get(variant=variant, location=location)
        on_hand = level.on_hand + by
        if seen not in (None, level.on_hand) and not level.reserved <= on_hand <= MOST_PIECES:
            raise StockChanged(sku=variant.sku, on_hand=level.on_hand)
        if on_hand < level.reserved:
            raise BelowReserved(sku=variant.sku, on_hand=level.on_hand, reserved=level.reserved)
        if on_hand > MOST_PIECES:
            raise TooManyPieces(sku=variant.sku, most=MOST_PIECES)
        if by:
            story = Story(kind, actor=actor, at=now, reason=reason.strip()[:200])
            move_stock([Change(variant_id, location.pk, by, 0)], story)
            record(*counted(variant, kind, level.on_hand, on_hand, story.reason))
    return on_hand
