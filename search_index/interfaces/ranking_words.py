"""In the reader's words: a ranking, what is wrong with it, what changed, and why results stand where they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from commerce.catalog.application.queries import category_choices_by_id, tag_choices
from search_index.application.attribute_names import named_attributes
from search_index.domain.choices import token
from search_index.domain.folding import words_of
from search_index.domain.profiles import Boost, Defect, Placing, Problem, Profile, Rule, Weights
from search_index.domain.weighing import How, Reasons, Signal, Where, WordReason

WEIGHTS = {
    "text": pgettext_lazy("ranking", "Words that match"),
    Signal.POPULARITY: pgettext_lazy("ranking", "Sells well"),
    Signal.RECENCY: pgettext_lazy("ranking", "New"),
    Signal.STOCK: pgettext_lazy("ranking", "In stock"),
    Signal.MARGIN: pgettext_lazy("ranking", "Margin"),
    Signal.SALE: pgettext_lazy("ranking", "On sale"),
}
HELP = {
    "text": gettext_lazy(
        "How well the words of the question fit: a title counts more than a category, that more than a text."
    ),
    Signal.POPULARITY: gettext_lazy("Pieces sold in the last 90 days, the latest counting most."),
    Signal.RECENCY: gettext_lazy("Most in a product's first week, nothing after 90 days."),
    Signal.STOCK: gettext_lazy("Counts where sold-out products do not come last anyway."),
    Signal.MARGIN: gettext_lazy(
        "The share of the price that is left above the cost, of variants whose cost is typed in."
    ),
    Signal.SALE: gettext_lazy("The price is reduced now."),
}
DEFECTS = {
    Defect.WEIGHT_OUT_OF_RANGE: gettext_lazy("A weight lies between 0 and 10."),
    Defect.NOTHING_COUNTS: gettext_lazy("Something has to count: give at least one weight."),
    Defect.TOO_MANY_BOOSTS: gettext_lazy("There may be up to 20 boosts."),
    Defect.FACTOR_OUT_OF_RANGE: gettext_lazy("A boost lies between 1 and 10."),
    Defect.BOOST_OF_NOTHING: gettext_lazy("Please say what the boost is for."),
    Defect.TOO_MANY_PLACINGS: gettext_lazy("Products may be placed by hand for up to 200 questions."),
    Defect.QUESTION_WITHOUT_WORDS: gettext_lazy("“{about}” has no word that can be looked for."),
    Defect.QUESTION_TWICE: gettext_lazy("Products are placed for “{about}” already, perhaps in another spelling."),
    Defect.TOO_MANY_PLACED: gettext_lazy("Up to 20 products can stand first, and up to 20 last."),
    Defect.PLACED_TWICE: gettext_lazy("A product can't stand first and last."),
    Defect.TOO_MANY_SYNONYMS: gettext_lazy("There may be up to 200 lines of synonyms."),
    Defect.SYNONYM_OF_ONE: gettext_lazy("“{about}” needs a word and another one that means the same."),
    Defect.SYNONYM_OF_SEVERAL_WORDS: gettext_lazy("“{about}” is not one word. Synonyms are single words."),
    Defect.SYNONYM_TOO_LONG: gettext_lazy("“{about}” is too long: a word may have up to 40 letters."),
    Defect.TOO_MANY_SYNONYM_WORDS: gettext_lazy("“{about}” has too many words: a line may have up to 10."),
}
_WHERES = {
    Where.WHOLE: gettext_lazy("“{asked}” is all of its title, or its code"),
    Where.HEAD: gettext_lazy("“{asked}” says what it is"),
    Where.TITLE: gettext_lazy("“{asked}” in the title"),
    Where.CATEGORY: gettext_lazy("“{asked}” says what its category is"),
    Where.CODE: gettext_lazy("“{asked}” is its code"),
    Where.LABEL: gettext_lazy("“{asked}” in a category, a tag or an option"),
    Where.TEXT: gettext_lazy("“{asked}” in the description"),
}
_HOWS = {
    How.BEGINNING: gettext_lazy("begins a longer word"),
    How.OTHER: gettext_lazy("in another form, or another word for it"),
    How.STEM: gettext_lazy("a word of the same stem"),
}
MOST_ATTRIBUTES = 200
LONGEST_SHOWN = 40


def problem_words(problem: Problem) -> str:
    """What is wrong, about what; no more of that than is needed to find it."""
    if problem.defect is Defect.QUESTION_WITHOUT_WORDS and not problem.about:
        return _("Type the question that products are placed for.")
    return str(DEFECTS[problem.defect]).format(about=shortened(problem.about))


def shortened(typed: str) -> str:
    return typed if len(typed) <= LONGEST_SHOWN else f"{typed[:LONGEST_SHOWN].rstrip()}…"


def boost_code(boost: Boost) -> str:
    return f"{boost.rule}:{boost.value}"


def boost_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What boosts can be for, in groups, by code. Three statements."""
    language = get_language() or "ar"
    attributes = [
        (token(one), f"{name.option.in_language(language)}: {name.value.in_language(language)}")
        for one, name in named_attributes(MOST_ATTRIBUTES)
    ]
    plain = [(f"{Rule.SALE}:", _("Products on sale")), (f"{Rule.NEW}:", _("Products of the last 30 days"))]
    groups = [
        (_("Categories"), Rule.CATEGORY, category_choices_by_id()),
        (_("Tags"), Rule.TAG, tag_choices()),
        (_("Options"), Rule.OPTION, attributes),
    ]
    named = [(heading, [(f"{rule}:{value}", name) for value, name in found]) for heading, rule, found in groups]
    return [(_("All products"), plain), *((heading, found) for heading, found in named if found)]


def boost_names() -> dict[str, str]:
    return {code: name for _group, found in boost_choices() for code, name in found}


def name_of(boost: Boost, names: Mapping[str, str]) -> str:
    return names.get(boost_code(boost)) or _("something that is gone")


def reason_lines(reasons: Reasons, names: Mapping[str, str], text: str) -> list[tuple[str, int]]:
    """What a result's points are made of; they come to `reasons.points`. Words are said as they stand in `text`."""
    typed = {folded: word for word in text.split() for folded in words_of(word)}
    words = [(_word(word, typed), reasons.text_weight * word.points) for word in reasons.words]
    signals = [(str(WEIGHTS[signal]), points) for signal, points in reasons.signals.items() if points]
    boosts = [(_("Boost: %(name)s") % {"name": name_of(boost, names)}, points) for boost, points in reasons.boosts]
    return [*words, *signals, *boosts]


def _word(reason: WordReason, typed: Mapping[str, str]) -> str:
    where = str(_WHERES[reason.where]).format(asked=typed.get(reason.asked, reason.asked))
    return where if reason.how is How.ITSELF else f"{where} ({_HOWS[reason.how]})"


def steps_of(reasons: Reasons) -> list[str]:
    """What comes before all points."""
    if reasons.pinned is not None:
        return [_("Put first by hand, in place %(place)s") % {"place": reasons.pinned}]
    matched = reasons.words_matched
    words = ngettext("%(count)s word of the question", "%(count)s words of the question", matched)
    steps = [words % {"count": matched}]
    if reasons.is_buried:
        steps.insert(0, _("Put last by hand"))
    if reasons.is_sold_out_last and not reasons.is_available:
        steps.append(_("Sold out: behind what can be bought"))
    return steps


def changes(before: Profile, after: Profile, names: Mapping[str, str]) -> Iterator[str]:
    """What the second ranking has otherwise than the first."""
    for one in fields(Weights):
        was, is_now = (getattr(profile.weights, one.name) for profile in (before, after))
        if was != is_now:
            facts = {"weight": WEIGHTS[one.name], "before": was, "after": is_now}
            yield _("%(weight)s: %(after)s instead of %(before)s") % facts
    if before.is_sold_out_last != after.is_sold_out_last:
        yield _("Sold-out products come last") if after.is_sold_out_last else _("Sold-out products may come earlier")
    for boosts, words in (
        (set(after.boosts) - set(before.boosts), _("Added the boost “%(name)s”, %(factor)s")),
        (set(before.boosts) - set(after.boosts), _("Removed the boost “%(name)s”, %(factor)s")),
    ):
        for boost in sorted(boosts, key=boost_code):
            yield words % {"name": name_of(boost, names), "factor": boost.factor}
    yield from _placing_changes(before, after)
    for synonyms, words in (
        (set(after.synonyms) - set(before.synonyms), _("Added the synonyms “%(line)s”")),
        (set(before.synonyms) - set(after.synonyms), _("Removed the synonyms “%(line)s”")),
    ):
        for line in sorted(one.line for one in synonyms):
            yield words % {"line": line}


def _placing_changes(before: Profile, after: Profile) -> Iterator[str]:
    was, is_now = ({placing.key: placing for placing in profile.placings} for profile in (before, after))
    for key in sorted(was.keys() | is_now.keys()):
        old, new = was.get(key), is_now.get(key)
        if old == new:
            continue
        asked = (new or old or Placing("")).asked
        if new is None:
            yield _("Products are no longer placed by hand for “%(asked)s”") % {"asked": asked}
        else:
            facts = {"asked": asked, "first": len(new.pinned), "last": len(new.buried)}
            yield pgettext("ranking", "For “%(asked)s”: %(first)s first, %(last)s last") % facts
