"""Counts are read and changed under lock, in one order: each promotion's own tally first, by id, then those below it.

Whoever changes any tally of a promotion, or its limits, holds the promotion's own; so what is read here stands until
the transaction ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from commerce.core.scope import current_tenant_id
from commerce.promotions.domain.limits import Limits, Use, is_used_up
from commerce.promotions.domain.redemptions import TallyScope
from commerce.promotions.models import Tally

# Without FOR UPDATE two orders would both read the last use as free.
LOCK = """
    SELECT tally.id, tally.promotion_id, tally.scope, tally.key, tally.uses, tally.amount_minor, tally.pieces,
           tally.most_uses, tally.most_customer_uses, tally.most_amount_minor, tally.most_pieces
    FROM promotions_tally AS tally
    JOIN unnest(%(promotions)s::bigint[], %(scopes)s::text[], %(keys)s::text[]) AS wanted (promotion_id, scope, key)
      USING (promotion_id, scope, key)
    WHERE tally.tenant_id = %(tenant)s
    ORDER BY tally.promotion_id, tally.scope, tally.key
    FOR UPDATE OF tally
"""
COUNT = """
    UPDATE promotions_tally AS tally
    SET uses = tally.uses + change.uses, amount_minor = tally.amount_minor + change.amount,
        pieces = tally.pieces + change.pieces, most_uses = change.most_uses
    FROM unnest(%(ids)s::bigint[], %(uses)s::int[], %(amounts)s::bigint[], %(pieces)s::int[], %(most_uses)s::int[])
        AS change (id, uses, amount, pieces, most_uses)
    WHERE tally.id = change.id AND tally.tenant_id = %(tenant)s
"""

NOTHING = Use()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where uses are counted. Sorted as it is locked."""

    promotion_id: int
    scope: str = TallyScope.ALL
    key: str = ""


@dataclass(frozen=True, slots=True)
class Locked:
    """A tally as it stands until the transaction ends."""

    id: int
    place: Place
    uses: int
    amount: int
    pieces: int
    limits: Limits

    def is_used_up(self, uses: int = 0, use: Use = NOTHING) -> bool:
        """As it stands, or with so many uses more (or fewer)."""
        return is_used_up(
            self.limits,
            uses=self.uses + uses,
            amount=self.amount + uses * use.amount,
            pieces=self.pieces + uses * use.pieces,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """So many uses more (or fewer) in a tally, with what they take; `most_uses` is its limit from now on."""

    tally_id: int
    uses: int
    use: Use
    most_uses: int | None


def lock_tallies(places: Iterable[Place]) -> dict[Place, Locked]:
    """Those that exist, locked until the transaction ends."""
    wanted = sorted(set(places))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            LOCK,
            {
                "tenant": current_tenant_id(),
                "promotions": [place.promotion_id for place in wanted],
                "scopes": [str(place.scope) for place in wanted],
                "keys": [place.key for place in wanted],
            },
        )
        found = [_locked(*row) for row in cursor.fetchall()]
    return {tally.place: tally for tally in found}


def _locked(
    pk: int, promotion_id: int, scope: str, key: str, uses: int, amount: int, pieces: int, *most: int | None
) -> Locked:
    return Locked(pk, Place(promotion_id, scope, key), uses, amount, pieces, Limits(*most))


def open_tallies(places: Iterable[Place]) -> None:
    """Each place has a tally, an empty one if it had none."""
    rows = [Tally(promotion_id=each.promotion_id, scope=each.scope, key=each.key) for each in sorted(set(places))]
    Tally.objects.bulk_create(rows, ignore_conflicts=True)


def count(changes: Sequence[Change]) -> None:
    """Every change is in its tally. The table refuses (IntegrityError) a count that rises above its limit."""
    if not changes:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT,
            {
                "tenant": current_tenant_id(),
                "ids": [change.tally_id for change in changes],
                "uses": [change.uses for change in changes],
                "amounts": [change.use.amount * change.uses for change in changes],
                "pieces": [change.use.pieces * change.uses for change in changes],
                "most_uses": [change.most_uses for change in changes],
            },
        )


def set_limits(promotion_id: int, limits: Limits) -> None:
    """From now on no use is taken beyond these; what was counted before stays. Call with the tally locked."""
    Tally.objects.filter(promotion_id=promotion_id, scope=TallyScope.ALL).update(
        most_uses=limits.uses,
        most_customer_uses=limits.customer_uses,
        most_amount_minor=limits.budget,
        most_pieces=limits.pieces,
    )
