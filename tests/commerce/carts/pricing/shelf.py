"""Carts a merchant knows, said in few words. Prices are in halalas: 100_00 is a hundred riyals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from commerce.carts.domain.pricing.inputs import (
    GUEST,
    Cart,
    CartLine,
    CashFee,
    Charge,
    Customer,
    EnteredCode,
    Floor,
    Occasion,
    Offer,
    Remaining,
    Terms,
    VatCategory,
)
from commerce.core.bilingual import Bilingual
from commerce.promotions.domain.actions import Action
from commerce.promotions.domain.goods import Id, Kinds, Match
from commerce.promotions.domain.values import Promotion
from tests.commerce.carts.pricing.cases import Case

# White Friday, eight in the evening in Riyadh.
FRIDAY_20 = datetime(2026, 11, 27, 17, tzinfo=UTC)
VAT = (VatCategory("standard", 1500), VatCategory("zero", 0))


def offer(variant: Id, list_price: int, **said: Any) -> Offer:
    return Offer(**{"variant": variant, "product": variant, "list_price": list_price, "vat": "standard", **said})


def line(variant: Id, quantity: int = 1, engraved: str = "") -> CartLine:
    return CartLine(f"{variant}:{engraved}" if engraved else variant, variant, quantity)


def only(*variants: Id) -> Match:
    return Match(Kinds(variants=frozenset(variants)))


def promotion(name: Id, *actions: Action, **said: Any) -> Promotion:
    """Each is of a group of its own name unless said, so two exclude each other on the same goods."""
    known = {
        "version": 1,
        "name": Bilingual(ar=f"عرض {name}", en=f"Offer {name}"),
        "first_published_at": datetime(2026, 11, 1, tzinfo=UTC),
        "group": str(name),
    }
    return Promotion(**{"id": name, "actions": actions, **known, **said})


def together(*promotions: Promotion) -> tuple[Promotion, ...]:
    """The same, and each says that it combines with the others."""
    groups = frozenset(one.group for one in promotions)
    return tuple(replace(one, combines_with=groups - {one.group}) for one in promotions)


def shop(
    *promotions: Promotion,
    offers: Sequence[Offer],
    lines: Sequence[CartLine],
    shipping: int | None = None,
    floor: Floor | None = None,
    cash_fee: int | None = None,
    currency: str = "SAR",
    vat: tuple[VatCategory, ...] = VAT,
    instant: datetime = FRIDAY_20,
    customer: Customer = GUEST,
    city: Id | None = None,
    payment_method: Id | None = None,
    codes: Sequence[EnteredCode] = (),
    remaining: Mapping[Id, Remaining] | None = None,
) -> Case:
    delivery = None if shipping is None else Charge(shipping, vat[0].id)
    fee = None if cash_fee is None else CashFee(cash_fee, vat[0].id, "cash")
    return Case(
        Cart(tuple(lines), {one.variant: one for one in offers}, delivery),
        promotions,
        Occasion(instant, customer, city, payment_method, tuple(codes)),
        Terms(currency, "Asia/Riyadh", vat, floor, fee),
        remaining or {},
    )
