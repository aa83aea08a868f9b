"""What shoppers choose of several options, as words that an index compares as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

from search_index.domain.values import MOST_VALUES, Attribute, Filters

# Three options make seven choices of each of the 250 variants that a product may have.
MOST_COMBINATIONS = 7 * 250
# Values of all options together that facets count; a store with more shows its most frequent ones.
MOST_ATTRIBUTES = 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """Any of the tokens fulfils it: on one variant of which a piece is left, or else anywhere on the product."""

    tokens: tuple[str, ...]
    on_one_variant: bool


def token(*attributes: Attribute) -> str:
    """colour=red|size=xl: in the options' order, so that each choice has one name."""
    ordered = sorted(attributes) if len(attributes) > 1 else attributes
    return "|".join([f"{attribute.option}={attribute.value}" for attribute in ordered])


def attribute_of_token(text: str) -> Attribute:
    """Of one attribute's token."""
    option, _, value = text.partition("=")
    return Attribute(option, value)


def combos_of(variants: tuple[tuple[Attribute, ...], ...]) -> list[str]:
    """Every choice that a variant with a piece left fulfils, of one option or more; at most MOST_COMBINATIONS of a
    product, those of fewer options first."""
    return list(_combos_of(variants))


@lru_cache(maxsize=1000)
def _combos_of(variants: tuple[tuple[Attribute, ...], ...]) -> tuple[str, ...]:
    """Remembered, for every engine asks, and what comes in the same sizes does in one product after the other."""
    longest = max((len(variant) for variant in variants), default=0)
    found = dict.fromkeys(
        token(*chosen)
        for length in range(1, longest + 1)
        for variant in variants
        for chosen in combinations(variant, length)
    )
    return tuple(found)[:MOST_COMBINATIONS]


def choice_of(filters: Filters) -> Choice:
    """What the filters' attributes ask: one option alone, what the product comes in; several, or one of what is there,
    what one variant is."""
    options = filters.options()
    if len(options) == 1 and not filters.only_available:
        return Choice(tuple(sorted(map(token, filters.attributes))), on_one_variant=False)
    choices = product(*([Attribute(option, value) for value in sorted(options[option])] for option in sorted(options)))
    return Choice(tuple(token(*choice) for choice in choices), on_one_variant=True)


def by_option(counts: Mapping[str, int], filters: Filters) -> dict[str, dict[str, int]]:
    """Counts of attributes' tokens by option, then value: what is chosen, then the most first, at most MOST_VALUES of
    each option."""
    chosen = set(map(token, filters.attributes))
    options: dict[str, dict[str, int]] = {}
    for key, count in sorted(counts.items(), key=lambda one: (one[0] not in chosen, -one[1], one[0])):
        attribute = attribute_of_token(key)
        values = options.setdefault(attribute.option, {})
        if count and len(values) < MOST_VALUES:
            values[attribute.value] = count
    return {option: values for option, values in options.items() if values}


def choices_instead(filters: Filters, attributes: Iterable[Attribute]) -> dict[Attribute, Choice]:
    """For each of the attributes, what would be asked if it were chosen in its option, with the others' choices."""
    found = {}
    for attribute in attributes:
        others = {other for other in filters.attributes if other.option != attribute.option}
        chosen = Filters(attributes=frozenset({*others, attribute}), only_available=filters.only_available)
        found[attribute] = choice_of(chosen)
    return found
