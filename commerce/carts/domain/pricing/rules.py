"""Promotions made ready for one occasion: compiled once, then any number of carts are priced by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from commerce.carts.domain.pricing.eligibility import obstacles
from commerce.carts.domain.pricing.inputs import (
    UNLIMITED,
    EnteredCode,
    Occasion,
    Remaining,
    RemainingByPromotion,
    Terms,
)
from commerce.carts.domain.pricing.outputs import Why
from commerce.promotions.domain.actions import Action, BundlePrice, Layer
from commerce.promotions.domain.goods import Id, Match
from commerce.promotions.domain.values import Promotion


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One action of a promotion. `rank` counts from the strongest rule of all; no two are of the same strength."""

    rank: int
    promotion: Promotion
    place: int
    action: Action

    @property
    def layer(self) -> Layer:
        return self.action.layer

    @property
    def goods(self) -> Match:
        """What the action aims at; of a bundle, what parts without goods of their own aim at."""
        own = None if isinstance(self.action, BundlePrice) else self.action.goods
        return self.promotion.goods if own is None else own


@dataclass(frozen=True)
class Rules:
    """The rules that may have their say in this occasion, strongest first, and what keeps the others from it."""

    terms: Terms
    occasion: Occasion
    remaining: RemainingByPromotion
    live: tuple[Rule, ...]
    kept_out: tuple[tuple[Rule, tuple[Why, ...]], ...]

    @cached_property
    def by_layer(self) -> Mapping[Layer, tuple[Rule, ...]]:
        return {layer: tuple(rule for rule in self.live if rule.layer is layer) for layer in Layer}

    def left_of(self, promotion: Id) -> Remaining:
        return self.remaining.get(promotion, UNLIMITED)


def compile_promotions(
    promotions: Iterable[Promotion], *, terms: Terms, occasion: Occasion, remaining: RemainingByPromotion | None = None
) -> Rules:
    """The rules of an occasion. The order in which promotions come changes nothing; each comes once (ValueError)."""
    in_order = sorted(promotions, key=lambda promotion: promotion.strength)
    if len({promotion.id for promotion in in_order}) < len(in_order):
        raise ValueError("a promotion comes in one version only")
    remaining = {} if remaining is None else remaining
    zone = ZoneInfo(terms.zone)
    codes = _codes_by_promotion(occasion.codes)
    live, kept_out, rank = [], [], 0
    for promotion in in_order:
        left = remaining.get(promotion.id, UNLIMITED)
        whys = obstacles(promotion, occasion, zone, left, codes.get(promotion.id, ()))
        for place, action in enumerate(promotion.actions):
            rule = Rule(rank, promotion, place, action)
            rank += 1
            if whys:
                kept_out.append((rule, whys))
            else:
                live.append(rule)
    return Rules(terms, occasion, remaining, tuple(live), tuple(kept_out))


def _codes_by_promotion(codes: Iterable[EnteredCode]) -> dict[Id, tuple[EnteredCode, ...]]:
    found: dict[Id, tuple[EnteredCode, ...]] = {}
    for code in codes:
        if code.promotion is not None:
            found[code.promotion] = (*found.get(code.promotion, ()), code)
    return found
