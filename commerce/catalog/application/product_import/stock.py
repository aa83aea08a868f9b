"""How many pieces of a batch's variants there are."""

from __future__ import annotations

from dataclasses import replace

from commerce.catalog.application.product_import.plans import Batch
from commerce.catalog.application.stock_ledger import Change, Story, move_stock, open_levels
from commerce.catalog.domain.imports import Remark
from commerce.catalog.domain.values import Movement
from commerce.catalog.models import StockLevel


def write_stock(batch: Batch, location_id: int, story: Story) -> None:
    """As many pieces lie there as the file says, whatever lay there before; told where more are promised than that."""
    wanted = {batch.variant_id(variant): variant for plan in batch.plans for variant in plan.wanted.variants}
    levels = StockLevel.objects.filter(variant__in=wanted, location=location_id)
    present = dict(levels.values_list("variant_id", "on_hand"))
    open_levels(wanted.keys() - present.keys(), location_id)
    counted = {pk: variant.stock for pk, variant in wanted.items() if variant.stock is not None}
    differing = [pk for pk, pieces in counted.items() if present.get(pk, 0) != pieces]
    changes = []
    for level in levels.filter(variant__in=differing).order_by("variant_id").select_for_update():
        pieces = counted[level.variant_id]
        if pieces < level.reserved:
            facts = {"stock": pieces, "reserved": level.reserved}
            batch.tell(Remark(wanted[level.variant_id].row, "stock_below_reserved", facts))
        elif pieces != level.on_hand:
            changes.append(Change(level.variant_id, location_id, pieces - level.on_hand, 0))
    first = [change for change in changes if change.variant_id not in present]
    later = [change for change in changes if change.variant_id in present]
    move_stock(first, replace(story, kind=Movement.RECEIVED))
    move_stock(later, replace(story, kind=Movement.ADJUSTED))
    batch.tally.stock_changed += len(changes)
