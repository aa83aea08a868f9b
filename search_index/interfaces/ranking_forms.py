"""What a merchant types about the order of search results; what can't be is said beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from commerce.catalog.interfaces.finding import FindingForm
from commerce.catalog.interfaces.variant_forms import hidden_number, number, words
from search_index.application.queries import MOST_CHARACTERS
from search_index.application.rankings import Ranking
from search_index.domain.profiles import (
    MOST_BOOSTS,
    MOST_PLACED,
    MOST_WEIGHT,
    Boost,
    Defect,
    Placing,
    Problem,
    Profile,
    Rule,
    Synonyms,
    Weights,
    problems_of,
)
from search_index.interfaces.ranking_words import (
    HELP,
    WEIGHTS,
    boost_choices,
    boost_code,
    problem_words,
    shortened,
)
from search_index.models import LONGEST_NOTE

PLACE, BURY = "place_", "bury_"
WEIGHT = "weight_"
EMPTY_BOOSTS = 2
MOST_VERSIONS = 2_000_000_000
ONE_WAY = "=>"
LONGEST_SYNONYMS = 20_000
_OF_SYNONYMS = {defect for defect in Defect if "synonym" in defect}


class _VersionForm(FindingForm):
    """Made from version `after` of the ranking. Valid when what it makes of `ranking` can be the store's; `profile` is
    that then."""

    after = hidden_number(MOST_VERSIONS)
    note = words(gettext_lazy("Note for the history"), LONGEST_NOTE)

    def __init__(self, *args: Any, ranking: Ranking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ranking = ranking

    def clean(self) -> dict[str, Any]:
        """All that is wrong is said at once: what could not be read is as the ranking has it meanwhile."""
        unread = set(self.errors)
        self.profile = self.make()
        for problem in problems_of(self.profile):
            if (field := self.field_of(problem)) not in unread or field == "synonyms":
                self.add_error(field, problem_words(problem))
        return self.cleaned_data

    def make(self) -> Profile:
        raise NotImplementedError

    def field_of(self, problem: Problem) -> str | None:
        return None


class RankingForm(_VersionForm):
    """Weights, boosts and synonyms; the products placed by hand stay as they are."""

    is_sold_out_last = forms.BooleanField(label=gettext_lazy("Sold-out products come last"), required=False)
    synonyms = forms.CharField(
        label=gettext_lazy("Synonyms"),
        required=False,
        max_length=LONGEST_SYNONYMS,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy(
            "A line for each group of single words that mean the same, with commas between them. With => those before "
            "it also find those behind it, and not the other way round."
        ),
    )
    try_text = words(gettext_lazy("Try a question"), MOST_CHARACTERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in fields(Weights):
            field = number(WEIGHTS[one.name], MOST_WEIGHT, required=True)
            field.help_text = HELP[one.name]
            self.fields[f"{WEIGHT}{one.name}"] = field
        choices = [("", "—"), *boost_choices()]
        known = {code for _group, found in choices[1:] for code, _name in found}
        kept = {boost_code(boost) for boost in self.ranking.profile.boosts} - known
        choices += [(code, _("something that is gone")) for code in sorted(kept)]
        for place in range(self._boost_rows()):
            self.fields[f"boost_{place}"] = forms.ChoiceField(
                label=pgettext_lazy("ranking", "Boost"), required=False, choices=choices
            )
            self.fields[f"factor_{place}"] = number(pgettext_lazy("ranking", "How much, 1 to 10"), MOST_WEIGHT)

    def _boost_rows(self) -> int:
        if self.is_bound:
            return min(sum(name.startswith("boost_") for name in self.data), MOST_BOOSTS)
        return min(len(self.ranking.profile.boosts) + EMPTY_BOOSTS, MOST_BOOSTS)

    def weight_fields(self) -> list[Any]:
        return [self[f"{WEIGHT}{one.name}"] for one in fields(Weights)]

    def boost_fields(self) -> list[tuple[Any, Any]]:
        rows = [name.removeprefix("boost_") for name in self.fields if name.startswith("boost_")]
        return [(self[f"boost_{row}"], self[f"factor_{row}"]) for row in rows]

    def clean_synonyms(self) -> tuple[Synonyms, ...]:
        """Those that can be read; the others are told, each."""
        read = []
        for line in filter(None, map(str.strip, self.cleaned_data["synonyms"].splitlines())):
            synonyms = _synonyms(line)
            if line.count(ONE_WAY) > 1:
                self.add_error("synonyms", _("“%(line)s” has more than one =>.") % {"line": shortened(line)})
            elif not synonyms.words:
                self.add_error("synonyms", _("“%(line)s” has no word before =>.") % {"line": shortened(line)})
            else:
                read.append(synonyms)
        return tuple(read)

    def make(self) -> Profile:
        typed, known = self.cleaned_data, self.ranking.profile
        weights = {
            one.name: typed.get(f"{WEIGHT}{one.name}", getattr(known.weights, one.name)) for one in fields(Weights)
        }
        return replace(
            known,
            weights=Weights(**weights),
            is_sold_out_last=typed.get("is_sold_out_last", known.is_sold_out_last),
            boosts=tuple(self._boosts()),
            synonyms=typed.get("synonyms", ()),
        )

    def _boosts(self) -> list[Boost]:
        """What is half typed is refused: neither half says anything alone."""
        found = []
        for chosen, factor in self.boost_fields():
            if chosen.name in self.errors or factor.name in self.errors:
                continue
            code, given = self.cleaned_data[chosen.name], self.cleaned_data[factor.name]
            if code and given is not None:
                rule, _colon, value = code.partition(":")
                found.append(Boost(Rule(rule), value, given))
            elif code:
                self.add_error(factor.name, _("Say how much this boost counts, from 1 to 10."))
            elif given is not None:
                self.add_error(chosen.name, _("Choose what this boost is for, or empty its number."))
        return found

    def field_of(self, problem: Problem) -> str | None:
        if problem.defect in _OF_SYNONYMS:
            return "synonyms"
        return f"{WEIGHT}{problem.about}" if problem.defect is Defect.WEIGHT_OUT_OF_RANGE else None

    @property
    def asked(self) -> str:
        return str(self.cleaned_data["try_text"]).strip()


def ranking_start(ranking: Ranking) -> dict[str, Any]:
    """What the form shows of a ranking."""
    profile = ranking.profile
    weights = {f"{WEIGHT}{one.name}": getattr(profile.weights, one.name) for one in fields(Weights)}
    boosts = {f"boost_{place}": boost_code(boost) for place, boost in enumerate(profile.boosts)}
    factors = {f"factor_{place}": boost.factor for place, boost in enumerate(profile.boosts)}
    return {
        "after": ranking.number,
        "is_sold_out_last": profile.is_sold_out_last,
        "synonyms": "\n".join(line.line for line in profile.synonyms),
        **weights,
        **boosts,
        **factors,
    }


def _synonyms(line: str) -> Synonyms:
    asked, is_one_way, meant = line.partition(ONE_WAY)
    return Synonyms(_split(asked), _split(meant) if is_one_way else ())


def _split(text: str) -> tuple[str, ...]:
    return tuple(word for word in (part.strip() for part in text.replace("،", ",").split(",")) if word)


class PlacingForm(_VersionForm):
    """Products for one question: `place_<id>` says in which order products stand first, each another number;
    `bury_<id>` puts a product last. One with neither is not placed. `key` is that of the question as it was."""

    asked = words(pgettext_lazy("search", "Question"), MOST_CHARACTERS)

    def __init__(self, *args: Any, product_ids: list[int], key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product_ids, self.key = product_ids, key
        for product_id in product_ids:
            self.fields[f"{PLACE}{product_id}"] = number(pgettext_lazy("ranking", "Order"), MOST_PLACED)
            self.fields[f"{BURY}{product_id}"] = forms.BooleanField(label=gettext_lazy("Last"), required=False)

    def make(self) -> Profile:
        typed = self.cleaned_data
        places = {product_id: typed.get(f"{PLACE}{product_id}") for product_id in self.product_ids}
        for one, place in places.items():
            if place == 0:
                self.add_error(f"{PLACE}{one}", _("The first place is 1. Empty it where the product needs no place."))
        for one in self._with_a_place_taken(places):
            self.add_error(f"{PLACE}{one}", _("Another product has this place: give each its own, first, second…"))
        pinned = sorted((one for one, place in places.items() if place), key=lambda one: places[one] or 0)
        buried = [one for one in self.product_ids if typed.get(f"{BURY}{one}")]
        placing = Placing(typed.get("asked", "").strip(), tuple(pinned), tuple(buried))
        if not pinned and not buried and not any(name.startswith(PLACE) for name in self.errors):
            self.add_error(None, _("Give at least one product a place, or put one last."))
        profile = self.ranking.profile
        others = tuple(one for one in profile.placings if one.key != self.key)
        return replace(profile, placings=(*others, placing))

    def _with_a_place_taken(self, places: Mapping[int, int | None]) -> list[int]:
        """All but the first of those that have the same."""
        given = [(one, place) for one, place in places.items() if place]
        return [one for number, (one, place) in enumerate(given) if place in {taken for _, taken in given[:number]}]

    def field_of(self, problem: Problem) -> str | None:
        return "asked" if problem.defect in {Defect.QUESTION_TWICE, Defect.QUESTION_WITHOUT_WORDS} else None

    @property
    def question(self) -> str:
        return str(self.cleaned_data["asked"]).strip()


def placing_start(ranking: Ranking, placing: Placing | None) -> Mapping[str, Any]:
    if placing is None:
        return {"after": ranking.number}
    places = {f"{PLACE}{pk}": place for place, pk in enumerate(placing.pinned, start=1)}
    buried = {f"{BURY}{pk}": True for pk in placing.buried}
    return {"after": ranking.number, "asked": placing.asked, **places, **buried}
