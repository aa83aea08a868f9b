"""What a priced cart takes of the promotions' limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commerce.carts.domain.pricing.outputs import PricedCart, Verdict
from commerce.promotions.domain.actions import Action, BuyGet, Layer
from commerce.promotions.domain.goods import Id, id_order
from commerce.promotions.domain.values import Promotion


@dataclass(frozen=True, slots=True)
class Used:
    """One use of the version: `amount` it takes off (minor units), and the pieces of each variant it reduces.

    Only rules of single goods count pieces, as only they are bound by a number of them.
    """

    promotion: Id
    version: Id
    amount: int
    pieces: Mapping[Id, int]


def uses_of(priced: PricedCart, promotions: Mapping[Id, Promotion]) -> tuple[Used, ...]:
    """What each promotion that applies is used for, by its id."""
    variant_of = {line.id: line.variant for line in priced.lines}
    found: dict[Id, Used] = {}
    for verdict in priced.verdicts:
        if not verdict.applies:
            continue
        before = found.get(verdict.promotion)
        pieces = dict(before.pieces) if before else {}
        action = promotions[verdict.promotion].actions[verdict.action]
        for line, reduced in _reduced(verdict, action).items():
            pieces[variant_of[line]] = pieces.get(variant_of[line], 0) + reduced
        amount = verdict.amount + (before.amount if before else 0)
        found[verdict.promotion] = Used(verdict.promotion, verdict.version, amount, pieces)
    return tuple(found[promotion] for promotion in sorted(found, key=id_order))


def _reduced(verdict: Verdict, action: Action) -> dict[Id, int]:
    """Pieces by line that bear a discount of an item rule."""
    if verdict.layer is not Layer.ITEM:
        return {}
    bearing = {share.line: share.pieces for share in verdict.shares if share.amount}
    if not isinstance(action, BuyGet):
        return bearing
    # Shares of a set count the bought pieces as well; every set but the last is complete.
    together = sum(share.pieces for share in verdict.shares)
    sets = -(-together // (action.buy + action.get))
    left = max(together - sets * action.buy, len(bearing))
    reduced = dict.fromkeys(bearing, 1)
    left -= len(reduced)
    for line, pieces in bearing.items():
        more = min(left, pieces - 1)
        reduced[line] += more
        left -= more
    return reduced
