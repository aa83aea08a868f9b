"""What a priced cart takes of the promotions' limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commerce.carts.domain.pricing.outputs import PricedCart
from commerce.promotions.domain.actions import Layer
from commerce.promotions.domain.goods import Id, id_order


@dataclass(frozen=True, slots=True)
class Used:
    """One use of the version: `amount` it takes off (minor units), and the pieces of each variant it reduces.

    Only rules of single goods count pieces, as only they are bound by a number of them.
    """

    promotion: Id
    version: Id
    amount: int
    pieces: Mapping[Id, int]


def uses_of(priced: PricedCart) -> tuple[Used, ...]:
    """What each promotion that applies is used for, by its id."""
    variant_of = {line.id: line.variant for line in priced.lines}
    found: dict[Id, Used] = {}
    for verdict in priced.verdicts:
        if not verdict.applies:
            continue
        before = found.get(verdict.promotion)
        pieces = dict(before.pieces) if before else {}
        for share in verdict.shares if verdict.layer is Layer.ITEM else ():
            if share.reduced:
                variant = variant_of[share.line]
                pieces[variant] = pieces.get(variant, 0) + share.reduced
        amount = verdict.amount + (before.amount if before else 0)
        found[verdict.promotion] = Used(verdict.promotion, verdict.version, amount, pieces)
    return tuple(found[promotion] for promotion in sorted(found, key=id_order))
