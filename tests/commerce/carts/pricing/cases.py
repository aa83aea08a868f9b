"""All that a price depends on, in one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from commerce.carts.domain.pricing.inputs import Cart, Occasion, Remaining, Terms
from commerce.promotions.domain.goods import Id
from commerce.promotions.domain.values import Promotion


@dataclass(frozen=True)
class Case:
    cart: Cart
    promotions: tuple[Promotion, ...]
    occasion: Occasion
    terms: Terms
    remaining: Mapping[Id, Remaining] = field(default_factory=dict)
