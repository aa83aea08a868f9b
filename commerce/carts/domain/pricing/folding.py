"""The recorded steps of a price, added up. The engine and the replay of a stored trace end in this one sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commerce.carts.domain.pricing.outputs import (
    CodeVerdict,
    GiftLine,
    PricedCart,
    PricedCharge,
    PricedLine,
    PriceSource,
    Share,
    VatLine,
    Verdict,
)
from commerce.promotions.domain.actions import Layer
from commerce.promotions.domain.goods import Id


@dataclass(frozen=True, slots=True)
class BaseLine:
    """A line after the catalogue layer, and the part of what is paid for it that is VAT."""

    id: Id
    variant: Id
    quantity: int
    list_price: int
    unit_price: int
    source: PriceSource
    source_id: Id | None
    compare_at: int | None
    vat_category: Id
    vat: int


@dataclass(frozen=True, slots=True)
class BaseCharge:
    """Delivery or fee before promotions, and the part of what is paid for it that is VAT."""

    price: int
    vat_category: Id
    vat: int


@dataclass(frozen=True, slots=True)
class Steps:
    """Everything that was decided on the way to a price. `vat` holds category, rate, taxable, VAT and rounding."""

    currency: str
    instant: str
    lines: tuple[BaseLine, ...]
    verdicts: tuple[Verdict, ...]
    codes: tuple[CodeVerdict, ...]
    gifts: tuple[GiftLine, ...]
    shipping: BaseCharge | None
    fee: BaseCharge | None
    vat: tuple[tuple[Id, int, int, int, int], ...]
    narrowed: bool = False


def fold(steps: Steps) -> PricedCart:
    """The priced cart these steps add up to."""
    shares = _shares_by_line(steps.verdicts)
    lines = tuple(_line(base, tuple(shares.get(base.id, ()))) for base in steps.lines)
    shipping = None
    if steps.shipping is not None:
        shipping = _charge(steps.shipping, _shares_of_shipping(steps.verdicts))
    fee = None if steps.fee is None else _charge(steps.fee, ())
    charges = sum(charge.total for charge in (shipping, fee) if charge is not None)
    return PricedCart(
        currency=steps.currency,
        instant=steps.instant,
        lines=lines,
        gifts=steps.gifts,
        shipping=shipping,
        fee=fee,
        vat=tuple(
            VatLine(category, rate, taxable + vat + rounding, taxable, vat, rounding)
            for category, rate, taxable, vat, rounding in steps.vat
        ),
        goods=sum(line.gross for line in lines),
        discount=sum(line.discount for line in lines),
        total=sum(line.total for line in lines) + charges,
        verdicts=steps.verdicts,
        codes=steps.codes,
        narrowed=steps.narrowed,
    )


def _line(base: BaseLine, shares: tuple[Share, ...]) -> PricedLine:
    gross = base.quantity * base.unit_price
    return PricedLine(
        id=base.id,
        variant=base.variant,
        quantity=base.quantity,
        list_price=base.list_price,
        unit_price=base.unit_price,
        source=base.source,
        source_id=base.source_id,
        compare_at=base.compare_at,
        gross=gross,
        shares=shares,
        total=gross - sum(share.amount for share in shares),
        vat_category=base.vat_category,
        vat=base.vat,
    )


def _charge(base: BaseCharge, shares: tuple[Share, ...]) -> PricedCharge:
    total = base.price - sum(share.amount for share in shares)
    return PricedCharge(base.price, shares, total, base.vat_category, base.vat)


def _shares_by_line(verdicts: Sequence[Verdict]) -> dict[Id, list[Share]]:
    """What came off each line, in the order in which layers and stronger rules took it."""
    shares: dict[Id, list[Share]] = {}
    for verdict in sorted(verdicts, key=lambda verdict: verdict.layer):
        for part in verdict.shares:
            shares.setdefault(part.line, []).append(_share(verdict, part.amount, part.pieces))
    return shares


def _shares_of_shipping(verdicts: Sequence[Verdict]) -> tuple[Share, ...]:
    return tuple(
        _share(verdict, verdict.amount, 0)
        for verdict in verdicts
        if verdict.layer is Layer.SHIPPING and verdict.applies
    )


def _share(verdict: Verdict, amount: int, pieces: int) -> Share:
    return Share(verdict.promotion, verdict.version, verdict.action, verdict.layer, amount, pieces)
