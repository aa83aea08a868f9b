"""How often, for how much and on how many pieces a promotion may be used, and what of it is left."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures of one version; None is without limit.

    `uses` by everybody, `customer_uses` by one customer, `budget` in minor units, `pieces` that may be reduced.
    """

    uses: int | None = None
    customer_uses: int | None = None
    budget: int | None = None
    pieces: int | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Use:
    """What one order takes of a promotion: one use, what it is reduced by (minor units), how many pieces."""

    amount: int = 0
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """What there is still of each limit, never less than nothing; None is without limit."""

    uses: int | None = None
    customer_uses: int | None = None
    budget: int | None = None
    pieces: int | None = None


def left_of(limit: int | None, counted: int) -> int | None:
    """Nothing, rather than less, where a limit was set below what was counted already."""
    return None if limit is None else max(0, limit - counted)


def is_too_much(wanted: int, left: int | None) -> bool:
    return left is not None and wanted > left


def are_limits_possible(limits: Limits) -> bool:
    """Every limit that is set lets something through."""
    figures = [getattr(limits, field.name) for field in fields(limits)]
    return all(figure is None or figure > 0 for figure in figures)


def is_used_up(limits: Limits, *, uses: int, amount: int, pieces: int) -> bool:
    """Whether one of the limits that hold for everybody together lets nothing through after so much."""
    return 0 in (left_of(limits.uses, uses), left_of(limits.budget, amount), left_of(limits.pieces, pieces))
