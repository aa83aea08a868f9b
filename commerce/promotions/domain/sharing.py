"""Which rules share pieces: sets, buy-X-get-Y and bundles among each other, and order rules among each other.

The best placement of such rules is found exactly, which is only quick as long as few of them hang together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commerce.promotions.domain.actions import Action, BundlePrice, BuyGet, Layer
from commerce.promotions.domain.goods import Described, Match
from commerce.promotions.domain.values import Promotion

MOST_SHARING = 12


@dataclass(frozen=True, slots=True)
class _Node:
    promotion: Promotion
    layer: Layer
    matches: tuple[Match, ...]

    def holds(self, goods: Described, *, is_reduced: bool) -> bool:
        return any(match.holds(goods, is_reduced=is_reduced) for match in self.matches)

    def meets(self, other: _Node) -> bool:
        """Whether both can ever be in force at once, in one layer."""
        return self.layer is other.layer and _overlap(self.promotion, other.promotion)


def crowd_around(
    promotion: Promotion, others: Iterable[Promotion], goods: Iterable[tuple[Described, bool]]
) -> tuple[Promotion, ...]:
    """The promotions whose rules would hang together with those of this one, itself included, the strongest first,
    if these are more rules than MOST_SHARING; else none.

    `goods` are the store's variants, each with whether it is reduced. An older version of the promotion among `others`
    is the one that it replaces. Two that are never in force at once share nothing.
    """
    nodes = [*_nodes(promotion)]
    nodes += [node for other in others if other.id != promotion.id for node in _nodes(other)]
    groups = _groups(nodes, goods)
    for group in groups:
        members = [nodes[place] for place in group]
        if len(members) > MOST_SHARING and any(node.promotion.id == promotion.id for node in members):
            found = {node.promotion.id: node.promotion for node in members}
            return tuple(sorted(found.values(), key=lambda one: one.strength))
    return ()


def _nodes(promotion: Promotion) -> Iterator[_Node]:
    for action in promotion.actions:
        if action.layer is Layer.ORDER or isinstance(action, BuyGet | BundlePrice):
            yield _Node(promotion, action.layer, tuple(_matches(promotion, action)))


def _matches(promotion: Promotion, action: Action) -> Iterator[Match]:
    if isinstance(action, BundlePrice):
        yield from (promotion.goods if part.goods is None else part.goods for part in action.parts)
        return
    yield promotion.goods if action.goods is None else action.goods
    if isinstance(action, BuyGet) and action.gets is not None:
        yield action.gets


def _overlap(one: Promotion, other: Promotion) -> bool:
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: Promotion, other: Promotion) -> bool:
    starts_at, ends_at = one.conditions.starts_at, other.conditions.ends_at
    return starts_at is None or ends_at is None or starts_at < ends_at


def _groups(nodes: Sequence[_Node], goods: Iterable[tuple[Described, bool]]) -> list[set[int]]:
    """The rules, by place, that meet on some goods, directly or through others."""
    groups = [{place} for place in range(len(nodes))]
    seen: set[tuple[int, ...]] = set()
    for one, is_reduced in goods:
        holding = tuple(place for place, node in enumerate(nodes) if node.holds(one, is_reduced=is_reduced))
        if holding in seen:
            continue
        seen.add(holding)
        for index, place in enumerate(holding):
            for other in holding[index + 1 :]:
                if nodes[place].meets(nodes[other]):
                    _join(groups, place, other)
    return groups


def _join(groups: list[set[int]], place: int, other: int) -> None:
    (first,) = (group for group in groups if place in group)
    if other not in first:
        (second,) = (group for group in groups if other in group)
        groups.remove(second)
        first |= second
