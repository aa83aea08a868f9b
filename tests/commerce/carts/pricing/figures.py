"""The figures of a priced cart, each of which must be right to the minor unit."""

from __future__ import annotations

from dataclasses import dataclass, field

from commerce.promotions.domain.goods import Id

Action = tuple[Id, int]


@dataclass(frozen=True)
class VatFigures:
    gross: int
    taxable: int
    vat: int
    rounding: int


@dataclass(frozen=True)
class Figures:
    """`amounts`: what each action (promotion, place) took off, where it took something. `gifts`: what is added.

    `vat` holds the categories in which something is paid. A charge that is not due at all is None.
    """

    lines: dict[Id, int]
    line_vat: dict[Id, int]
    total: int
    amounts: dict[Action, int] = field(default_factory=dict)
    shares: dict[tuple[Id, int, Id], int] = field(default_factory=dict)
    gifts: dict[Action, tuple[Id, int]] = field(default_factory=dict)
    shipping: int | None = None
    shipping_vat: int = 0
    fee: int | None = None
    fee_vat: int = 0
    vat: dict[Id, VatFigures] = field(default_factory=dict)
