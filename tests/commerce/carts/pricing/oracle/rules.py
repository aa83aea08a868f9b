"""A rule: one action of a promotion, the goods it aims at and the company it keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from commerce.promotions.domain.actions import Action, BundlePrice, Layer
from commerce.promotions.domain.goods import Id, Kinds, Match
from commerce.promotions.domain.values import Promotion
from tests.commerce.carts.pricing.oracle.catalogue import Goods
from tests.commerce.carts.pricing.oracle.ids import by_id

Strength = tuple[int, datetime, tuple[int, int, str], int]
# Which promotions touched a line in an earlier layer.
Touched = Mapping[Id, Iterable[Promotion]]


@dataclass(frozen=True)
class Rule:
    promotion: Promotion
    place: int

    @property
    def action(self) -> Action:
        return self.promotion.actions[self.place]

    @property
    def key(self) -> tuple[Id, int]:
        return self.promotion.id, self.place

    @property
    def strength(self) -> Strength:
        """Priority, high first; older; id; of one promotion, the action that stands first. Sorts stronger first."""
        promotion = self.promotion
        return -promotion.priority, promotion.first_published_at, by_id(promotion.id), self.place


def rules_of(promotions: Iterable[Promotion], layer: Layer) -> list[Rule]:
    """The rules of a layer, the stronger first."""
    rules = [
        Rule(promotion, place)
        for promotion in promotions
        for place, action in enumerate(promotion.actions)
        if action.layer is layer
    ]
    return sorted(rules, key=lambda rule: rule.strength)


def combine(one: Rule, other: Rule) -> bool:
    """Actions of one promotion all apply; promotions of one group never combine; two groups when both say so."""
    left, right = one.promotion, other.promotion
    if left.id == right.id:
        return True
    return left.group != right.group and left.group in right.combines_with and right.group in left.combines_with


def all_combine(rules: Iterable[Rule]) -> bool:
    rules = list(rules)
    return all(combine(one, other) for place, one in enumerate(rules) for other in rules[:place])


def skips(later: Promotion, earlier: Promotion) -> bool:
    """Whether the two are declared apart, by either."""
    if later.id == earlier.id:
        return False
    return earlier.group in later.apart_from or later.group in earlier.apart_from


def aims_at(match: Match, goods: Goods) -> bool:
    if match.but_not_reduced and goods.is_reduced:
        return False
    return all(field_verdicts(match.only, goods)) and not any(field_verdicts(match.but_not, goods))


def field_verdicts(kinds: Kinds, goods: Goods) -> list[bool]:
    offer = goods.offer
    asked_and_had: list[tuple[frozenset[Id], frozenset[Id]]] = [
        (kinds.products, frozenset({offer.product})),
        (kinds.variants, frozenset({offer.variant})),
        (kinds.categories, offer.categories),
        (kinds.collections, offer.collections),
        (kinds.tags, offer.tags),
    ]
    return [bool(asked & had) for asked, had in asked_and_had if asked]


def target(rule: Rule, match: Match | None) -> Match:
    return rule.promotion.goods if match is None else match


def aimed(rule: Rule, goods: Iterable[Goods], touched: Touched) -> list[Goods]:
    """The lines the rule aims at, less those that a promotion it keeps apart from touched before."""
    action = rule.action
    matches = [part.goods for part in action.parts] if isinstance(action, BundlePrice) else [action.goods]
    return [
        line
        for line in goods
        if any(aims_at(target(rule, match), line) for match in matches)
        and not any(skips(rule.promotion, earlier) for earlier in touched.get(line.line, ()))
    ]


def minimum_met(rule: Rule, lines: Iterable[Goods], left: Mapping[Id, int]) -> bool:
    """Whether there are goods at all and they are enough, by what earlier layers left."""
    lines, conditions = list(lines), rule.promotion.conditions
    spent = sum(left[line.line] for line in lines)
    pieces = sum(line.quantity for line in lines)
    return bool(lines) and spent >= (conditions.minimum_spend or 0) and pieces >= (conditions.minimum_pieces or 0)
