"""The questions that are judged, and which product is how right an answer to each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wasla_site.bench.relevance.catalogue import JudgedProduct
from wasla_site.bench.relevance.lines import lines_of

EXACT, NEAR, RELATED = 3, 2, 1
ANY_TYPE = "*"


@dataclass(frozen=True, slots=True)
class Rule:
    """What was asked for: one of `types` with all `attributes` (any of the values each), or just these `keys`.

    Exact is a product of the type with all attributes, near one that lacks one of several, related any other of the
    type and those of `kin`. Nothing is right where the rule says `none`.
    """

    types: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    kin: frozenset[str]
    keys: frozenset[str]

    @property
    def expects_nothing(self) -> bool:
        return not (self.types or self.keys)

    def grade(self, product: JudgedProduct) -> int:
        if product.key in self.keys:
            return EXACT
        if product.type in self.kin:
            return RELATED
        if product.type not in self.types and ANY_TYPE not in self.types:
            return 0
        lacking = sum(
            not values & product.attributes.get(name, frozenset()) for name, values in self.attributes.items()
        )
        if not lacking:
            return EXACT
        if ANY_TYPE in self.types:
            return 0
        return NEAR if lacking == 1 and len(self.attributes) > 1 else RELATED


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A question of a class (what makes it hard), and the rule that judges its answers."""

    kind: str
    language: str
    text: str
    rule: Rule

    def grades(self, products: Iterable[JudgedProduct]) -> dict[str, int]:
        """By key, those above 0."""
        graded = ((product.key, self.rule.grade(product)) for product in products)
        return {key: grade for key, grade in graded if grade}


def read_queries(file: Path) -> list[JudgedQuery]:
    """Lines `class | language | question | rule`."""
    return [_query(line) for line in lines_of(file)]


def _query(line: str) -> JudgedQuery:
    kind, language, text, rule = (part.strip() for part in line.split(" | "))
    return JudgedQuery(kind, language, _seen(text), rule_of(rule))


def _seen(text: str) -> str:
    """With the characters that `\\u200c` and its like stand for."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)


def rule_of(text: str) -> Rule:
    """`shoe,boots gender=kids colour=red,pink ~socks`, `@seeds/p6,seeds/p16`, or `none`."""
    parts = text.split()
    plain = [part for part in parts if part[0] not in "~@" and "=" not in part and part != "none"]
    pairs = [part.split("=") for part in parts if "=" in part and part[0] != "@"]
    return Rule(
        types=_values(plain),
        attributes={name: frozenset(values.split(",")) for name, values in pairs},
        kin=_values(_marked(parts, "~")),
        keys=_values(_marked(parts, "@")),
    )


def _marked(parts: Sequence[str], mark: str) -> list[str]:
    return [part[1:] for part in parts if part[0] == mark]


def _values(parts: Iterable[str]) -> frozenset[str]:
    return frozenset(value for part in parts for value in part.split(","))
