"""Every address of the site, from the resolver: with a store's own, another store's and nobody's things in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

DESK = "manage/"
OWN, FOREIGN, MISSING = "own", "foreign", "missing"
# A word in an address names nobody's thing.
WORD = ""
MODEL_ARGUMENTS = ("app_label", "app_name", "content_type_app_name"), ("model_name", "content_type_model_name")
MODELS = (
    ("storefront", "campaignpage"),
    ("storefront", "contentpage"),
    ("storefront", "storepage"),
    ("media", "storeimage"),
    ("orders", "order"),
    ("accounts", "user"),
)

# What can stand in an argument, each with whose it is.
Choices = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Argument:
    name: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class View:
    """A named view, with the arguments of its address in their order."""

    name: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """`values` are its arguments; `parts` tells of each whose thing it names, or gives the word."""

    view: str
    path: str
    parts: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def is_own(self) -> bool:
        return not {FOREIGN, MISSING} & set(self.parts)


def desk_views() -> list[View]:
    return [view for top, view in _walk(get_resolver(), (), ()) if top == DESK]


def public_views() -> list[View]:
    return [view for top, view in _walk(get_resolver(), (), ()) if top != DESK]


def _walk(
    resolver: URLResolver, spaces: tuple[str, ...], before: tuple[Argument, ...], top: str = ""
) -> Iterator[tuple[str, View]]:
    for entry in resolver.url_patterns:
        arguments = before + tuple(_arguments(entry.pattern))
        if isinstance(entry, URLResolver):
            space = (str(entry.namespace),) if entry.namespace else ()
            yield from _walk(entry, (*spaces, *space), arguments, top or str(entry.pattern))
        elif isinstance(entry, URLPattern) and entry.name:
            yield top, View(":".join([*spaces, entry.name]), arguments)


def _arguments(pattern: Any) -> Iterator[Argument]:
    """Of a route by its converters; of a regular expression by its groups."""
    for name, converter in pattern.converters.items():
        yield Argument(name, type(converter).__name__ == "IntConverter")
    if not pattern.converters:
        for number, group in enumerate(_groups(pattern.regex.pattern)):
            named = {index: name for name, index in pattern.regex.groupindex.items()}
            yield Argument(named.get(number + 1, f"#{number}"), r"\d" in group)


def _groups(expression: str) -> list[str]:
    return [part.partition(")")[0] for part in expression.split("(")[1:]]


def addresses(view: View, choices: Callable[[View, Argument], Choices]) -> Iterator[Address]:
    """One for every combination of what can stand in its arguments; models go by pairs."""
    for combination in product(*(choices(view, argument) for argument in view.arguments)):
        named = {argument.name: value for argument, (_, value) in zip(view.arguments, combination, strict=True)}
        app, model = (next((named[name] for name in names if name in named), None) for names in MODEL_ARGUMENTS)
        if app is None or model is None or (app, model) in MODELS:
            path = reverse(view.name, args=[value for _, value in combination])
            parts = tuple(whose or value for whose, value in combination)
            yield Address(view.name, path, parts, tuple(str(value) for _, value in combination))


def one_of_each(all_addresses: Iterable[Address]) -> list[Address]:
    """Of every view one address with one's own things alone, and one with another store's."""
    found: dict[tuple[str, bool], Address] = {}
    for address in all_addresses:
        found.setdefault((address.view, address.is_own), address)
    return list(found.values())


def twin_of(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The same with nobody's thing wherever another store's is named."""
    return tuple(MISSING if part == FOREIGN else part for part in parts)
