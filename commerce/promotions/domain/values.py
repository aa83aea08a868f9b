"""A promotion as a value: one published version of what a store promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from commerce.core.bilingual import Bilingual
from commerce.promotions.domain.actions import Action
from commerce.promotions.domain.goods import EVERYTHING, Id, Match, id_order


@dataclass(frozen=True, slots=True)
class Hours:
    """From `opens` until before `closes` by the store's wall clock, on these days (Monday is 0).

    `closes` at or before `opens` lies on the next day: the window belongs to the day on which it opens.
    """

    opens: time
    closes: time
    days: frozenset[int] = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must hold; what is left empty or None is not asked.

    `starts_at` (included) and `ends_at` (excluded) are instants with a zone. Of several `hours`, one must be open.
    `minimum_spend` (minor units) and `minimum_pieces` are counted over the goods each action aims at, on what earlier
    layers left. `needs_code`: a code of this promotion must have been entered.
    """

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    hours: tuple[Hours, ...] = ()
    segments: frozenset[Id] = frozenset()
    first_order: bool = False
    cities: frozenset[Id] = frozenset()
    payment_methods: frozenset[Id] = frozenset()
    needs_code: bool = False
    minimum_spend: int | None = None
    minimum_pieces: int | None = None


@dataclass(frozen=True, slots=True)
class Promotion:
    """Version `version` of the promotion `id`, which was first published at `first_published_at`.

    Of two equally good ones the higher `priority` wins, then the older, then the lower id. Within a layer two of
    different groups combine when each names the other's group in `combines_with`; those of one group never do.
    Between layers they combine unless one names the other's group in `apart_from`. `cap_per_order` (minor units) is
    the most that all its actions together take off one order. Actions without goods of their own aim at `goods`.
    """

    id: Id
    version: Id
    name: Bilingual
    actions: tuple[Action, ...]
    first_published_at: datetime
    goods: Match = EVERYTHING
    conditions: Conditions = Conditions()
    priority: int = 0
    group: str = ""
    combines_with: frozenset[str] = frozenset()
    apart_from: frozenset[str] = frozenset()
    cap_per_order: int | None = None

    @property
    def strength(self) -> tuple[int, datetime, tuple[int, int, str]]:
        """Sorts the stronger of two promotions first."""
        return (-self.priority, self.first_published_at, id_order(self.id))

    def combines(self, other: Promotion) -> bool:
        """Whether both may take something off the same goods in one layer."""
        if self.id == other.id:
            return True
        both_say_so = other.group in self.combines_with and self.group in other.combines_with
        return both_say_so and self.group != other.group

    def keeps_apart(self, other: Promotion) -> bool:
        """Whether the one of the later layer leaves alone the lines that the other touched in an earlier one."""
        return self.id != other.id and (other.group in self.apart_from or self.group in other.apart_from)
