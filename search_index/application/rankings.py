"""The store's ranking: the version that counts, for one search or as a whole, and those before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce

from search_index.domain.profiles import (
    Boost,
    Placing,
    Profile,
    Rule,
    Synonyms,
    Weighing,
    Weights,
    day_of,
    others_of,
    question_key,
    spelled_key,
    weighing_of,
)
from search_index.models import RankingVersion


@dataclass(frozen=True, slots=True)
class Ranking:
    """One version: its number (0: nothing was ever saved), who made it and when, and the version it repeats."""

    number: int
    profile: Profile
    note: str = ""
    brought_back: int | None = None
    made_at: datetime | None = None
    made_by: str = ""


def weighing_for(text: str, *, now: datetime) -> Weighing:
    """What of the store's ranking counts for this question. One statement, which reads no other question's places."""
    placing_of = Coalesce(KeyTransform(_spelled(text), F("placings")), KeyTransform(_key(text), F("placings")))
    rows = RankingVersion.objects.order_by("-number").annotate(placing=placing_of)
    row = rows.values("number", "weights", "is_sold_out_last", "boosts", "synonyms", "placing").first()
    if row is None:
        return weighing_of(Profile(), text, now=now)
    placing = row["placing"] or {}
    return Weighing(
        Weights(**row["weights"]),
        row["is_sold_out_last"],
        _boosts(row["boosts"]),
        others_of(_synonyms(row["synonyms"])),
        tuple(placing.get("pinned", ())),
        tuple(placing.get("buried", ())),
        day_of(now),
        row["number"],
    )


def current_ranking() -> Ranking:
    """The store's ranking as a whole; the plain one where none was saved yet."""
    row = RankingVersion.objects.order_by("-number").first()
    return Ranking(0, Profile()) if row is None else ranking_of(row)


def rankings_of_store() -> Any:
    """Every version, the newest first: rows, for `ranking_of`."""
    return RankingVersion.objects.order_by("-number")


def ranking_of(row: RankingVersion) -> Ranking:
    profile = Profile(
        Weights(**row.weights),
        row.is_sold_out_last,
        _boosts(row.boosts),
        _placings(row.placings.values()),
        _synonyms(row.synonyms),
    )
    return Ranking(row.number, profile, row.note, row.brought_back, row.made_at, row.made_by_name)


def columns_of(profile: Profile) -> dict[str, Any]:
    return {
        "weights": asdict(profile.weights),
        "is_sold_out_last": profile.is_sold_out_last,
        "boosts": [asdict(boost) for boost in profile.boosts],
        "placings": {_key(placing.asked): asdict(placing) for placing in profile.placings},
        "synonyms": [asdict(line) for line in profile.synonyms],
    }


def _key(text: str) -> str:
    """Never a number, which PostgreSQL would take for a place in a list."""
    return f"={question_key(text)}"


def _spelled(text: str) -> str:
    """As versions have it that were saved when only one question's spellings were one."""
    return f"={spelled_key(text)}"


def _placings(kept: Iterable[Mapping[str, Any]]) -> tuple[Placing, ...]:
    """One for each question. Where one and its plural had places of their own, those of the second follow the first's:
    two would be refused whenever the ranking is saved."""
    found: dict[str, Placing] = {}
    for one in sorted(kept, key=lambda one: str(one["asked"])):
        placing = Placing(one["asked"], tuple(one["pinned"]), tuple(one["buried"]))
        known = found.get(placing.key)
        found[placing.key] = placing if known is None else known.joined_with(placing)
    return tuple(found.values())


def _boosts(kept: list[Mapping[str, Any]]) -> tuple[Boost, ...]:
    return tuple(Boost(Rule(one["rule"]), one["value"], one["factor"]) for one in kept)


def _synonyms(kept: list[Mapping[str, Any]]) -> tuple[Synonyms, ...]:
    return tuple(Synonyms(tuple(one["words"]), tuple(one["instead"])) for one in kept)
