"""Facets as a page shows them: what could be chosen, in the shop's words, with counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commerce.catalog.application.queries import categories_by_id, tags_by_id
from commerce.core.bilingual import Bilingual
from search_index.application.attribute_names import Name, names_of
from search_index.domain.choices import token
from search_index.domain.folding import as_one_word
from search_index.domain.labels import LANGUAGES, told_apart
from search_index.domain.values import Attribute, FacetCounts, Filters
from search_index.interfaces.asked import Asked, plain_amount

MOST_OPTIONS = 6
# Behind so many values the others are folded away.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: `value` in the address, how many products choosing it shows."""

    name: Bilingual
    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """`parameter` names it in the address."""

    heading: Bilingual | str
    parameter: str
    shown: tuple[Choice, ...]
    folded: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on, and the address without it."""

    name: Bilingual | str
    address: str


@dataclass(frozen=True, slots=True)
class PriceChoice:
    """A range of prices and the address that asks for it, or for any price where it is chosen. `low` and `high` as the
    parameters `from` and `to` have them, empty where the range has no such end."""

    name: str
    low: str
    high: str
    count: int
    is_chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What can be chosen, and what is."""

    facets: tuple[Facet, ...]
    chosen: tuple[Chosen, ...]


def narrowing_of(asked: Asked, counts: FacetCounts | None) -> Narrowing:
    """What can be chosen, and what is. Three statements."""
    filters = asked.question.filters
    attributes = {
        Attribute(option, value): count
        for option, values in (counts.attributes if counts else {}).items()
        for value, count in values.items()
    }
    attributes = {**dict.fromkeys(filters.attributes, 0), **attributes}
    numbers = {**dict.fromkeys(filters.categories, 0), **(counts.categories if counts else {})}
    marks = {**dict.fromkeys(filters.tags, 0), **(counts.tags if counts else {})}
    shelves, tags, names = categories_by_id(numbers), tags_by_id(marks), names_of(attributes)
    categories = [Choice(link.name, link.slug, numbers[pk], pk in filters.categories) for pk, link in shelves.items()]
    tagged = [Choice(link.name, link.slug, marks[pk], pk in filters.tags) for pk, link in tags.items()]
    by_option: dict[str, list[Choice]] = {}
    called: dict[str, Bilingual] = {}
    for option, of_option in _by_option(attributes, names).items():
        values = [names[attribute].value for attribute in of_option]
        called[option] = _name_of([names[attribute].option for attribute in of_option])
        named = zip(of_option, told_apart(values, [Bilingual(one.en, one.ar) for one in values]), strict=True)
        by_option[option] = [
            Choice(name, token(attribute), attributes[attribute], attribute in filters.attributes)
            for attribute, name in named
        ]
    options = _largest(by_option)
    headings = _headings({option: by_option[option] for option in options}, called)
    facets = [
        _facet(pgettext("shop", "Category"), "category", categories),
        *(_facet(headings[option], "option", by_option[option]) for option in options),
        _facet(pgettext("shop", "Tag"), "tag", tagged),
    ]
    chosen = [
        Chosen(choice.name, asked.less((facet.parameter, choice.value)))
        for facet in facets
        for choice in (*facet.shown, *facet.folded)
        if choice.is_chosen
    ]
    return Narrowing(tuple(facet for facet in facets if facet.shown), (*_flags(asked, filters), *chosen))


def price_choices(asked: Asked, counts: FacetCounts | None, currency: str) -> tuple[PriceChoice, ...]:
    """A single range of which none is chosen parts nothing, and is left out."""
    filters = asked.question.filters
    found = []
    for one in counts.ranges if counts else ():
        low, high = ("" if minor is None else plain_amount(minor, currency) for minor in (one.from_minor, one.to_minor))
        is_chosen = (filters.from_minor, filters.to_minor) == (one.from_minor, one.to_minor)
        address = asked.without("from", "to") if is_chosen else asked.with_prices(low, high)
        found.append(PriceChoice(_span_name(low, high), low, high, one.count, is_chosen, address))
    return tuple(found) if len(found) > 1 or any(one.is_chosen for one in found) else ()


def _by_option(attributes: Mapping[Attribute, int], names: Mapping[Attribute, Name]) -> dict[str, list[Attribute]]:
    """The attributes that have a name, those of most products first, by what the engines filter and count them as:
    Capacity and Sleeps are one where both are السعة, or choosing a value of each would widen what is found."""
    groups: dict[str, list[Attribute]] = {}
    for attribute in sorted(attributes, key=lambda one: -attributes[one]):
        if attribute in names:
            groups.setdefault(attribute.option, []).append(attribute)
    return groups


def _name_of(options: Sequence[Bilingual]) -> Bilingual:
    """The commonest, with all that its English is called: Capacity / Sleeps."""
    english = {as_one_word(option.en): option.en for option in reversed(options) if option.ar and option.en}
    return Bilingual(options[0].ar, " / ".join(reversed(english.values())) or options[0].en)


def _headings(options: Mapping[str, Sequence[Choice]], names: Mapping[str, Bilingual]) -> dict[str, Bilingual]:
    """No two alike: those that are get the commonest of their values that no other has."""
    besides = []
    for label, choices in options.items():
        others = {choice.name for other, of_other in options.items() if other != label for choice in of_other}
        own = [choice for choice in choices if choice.name not in others] or choices
        value = max(own, key=lambda choice: choice.count).name
        besides.append(Bilingual(*(f"{value.in_language(language)}…" for language in LANGUAGES)))
    return dict(zip(options, told_apart([names[label] for label in options], besides), strict=True))


def _span_name(low: str, high: str) -> str:
    if low and high:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    return _("%(low)s and more") % {"low": low} if low else _("Up to %(high)s") % {"high": high}


def _largest(by_option: Mapping[str, Sequence[Choice]]) -> list[str]:
    """The options that tell most products apart, and those of which something is chosen however few it tells."""
    is_chosen = {option: any(choice.is_chosen for choice in choices) for option, choices in by_option.items()}
    sums = {option: sum(choice.count for choice in choices) for option, choices in by_option.items()}
    ordered = sorted(by_option, key=lambda option: (not is_chosen[option], -sums[option]))
    return ordered[: max(MOST_OPTIONS, sum(is_chosen.values()))]


def _facet(heading: Bilingual | str, parameter: str, choices: list[Choice]) -> Facet:
    """What is chosen is never folded away."""
    ordered = sorted(choices, key=lambda choice: (not choice.is_chosen, -choice.count))
    shown = max(SHOWN, sum(choice.is_chosen for choice in choices))
    return Facet(heading, parameter, tuple(ordered[:shown]), tuple(ordered[shown:]))


def _flags(asked: Asked, filters: Filters) -> list[Chosen]:
    flags = []
    low, high = (next(iter(asked.chosen(name)), "") for name in ("from", "to"))
    if low and high:
        flags.append(Chosen(_("Price %(low)s to %(high)s") % {"low": low, "high": high}, asked.without("from", "to")))
    elif low:
        flags.append(Chosen(_("Price from %(low)s") % {"low": low}, asked.without("from")))
    elif high:
        flags.append(Chosen(_("Price up to %(high)s") % {"high": high}, asked.without("to")))
    if filters.only_available:
        flags.append(Chosen(_("Available now"), asked.without("available")))
    if filters.only_reduced:
        flags.append(Chosen(_("On sale"), asked.without("sale")))
    return flags
