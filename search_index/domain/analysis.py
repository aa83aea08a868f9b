"""How the search engine takes texts apart: its analysis block as plain data, made from the rules that are on.

Titles and labels are kept three times: as they are spelled (`bi_norm`), without article and endings (`bi_stem`), and by
the beginnings of words (`bi_ac`). One chain serves both languages: their stemmers touch different letters. What no
ending explains is looked for at search time (`bi_search`, `bi_stem_search`), so that the list can grow without writing
every document anew. Nothing is a stop word: the usual lists take "after" out of "cream for after shaving".
"""

from __future__ import annotations

from typing import Any

from search_index.domain.spelling import ALL_RULES, CARRIERS, Rule, changed_letters
from search_index.domain.word_families import PROTECTED_WORDS, WORD_FAMILIES, usable

ARABIC = "\\u0621-\\u064A"
SHORTEST_BEGINNING, LONGEST_BEGINNING = 1, 15
# What stands before an Arabic word and is none of it; a word of two letters would not be left.
ARTICLE = "^(?:[وبكف]?ال|لل)(?=.{3})"


def analysis(rules: frozenset[Rule] = ALL_RULES) -> dict[str, Any]:
    """The block of an index's settings. A rule that is off changes nothing else; tests prove that each is needed."""
    spelled = ["spelling", *_on(rules, marks=Rule.VOWEL_SIGNS, invisible=Rule.INVISIBLE)]
    seated = [*spelled, *_on(rules, hamza=Rule.HAMZA_SEATS)]
    plain = [*_on(rules, lowercase=Rule.LATIN, decimal_digit=Rule.DIGITS)]
    article, plurals = _on(rules, article=Rule.ARTICLE), _on(rules, plurals=Rule.PLURALS)
    stems = [
        *_on(rules, protected=Rule.PROTECTED),
        *(["arabic_stems", "english_stems", "english_plurals"] if Rule.STEMS in rules else []),
        *(["hamza_on_waw", "hamza_on_yeh", "hamza_alone", "not_empty"] if Rule.HAMZA_SEATS in rules else []),
    ]
    return {
        "char_filter": _char_filters(rules),
        "tokenizer": {"words": {"type": "pattern", "group": 0, "pattern": _words(rules)}},
        "filter": _filters(),
        "analyzer": {
            "bi_norm": _analyzer(seated, plain),
            "bi_search": _analyzer(seated, [*plain, *plurals]),
            "bi_stem": _analyzer(spelled, [*plain, *article, *stems]),
            "bi_stem_search": _analyzer(spelled, [*plain, *article, *plurals, *stems]),
            "bi_ac": _analyzer(seated, [*plain, *article, "beginnings"]),
            "bi_ac_q": _analyzer(seated, [*plain, *article, "longest_beginning"]),
        },
        "normalizer": {"sku": {"type": "custom", "char_filter": [*seated, "separators"], "filter": plain}},
    }


def _analyzer(char_filters: list[str], filters: list[str]) -> dict[str, Any]:
    return {"type": "custom", "char_filter": char_filters, "tokenizer": "words", "filter": filters}


def _on(rules: frozenset[Rule], **named: Rule) -> list[str]:
    return [name for name, rule in named.items() if rule in rules]


def _char_filters(rules: frozenset[Rule]) -> dict[str, Any]:
    return {
        # Never empty, which the engine refuses: a byte order mark is nothing at the beginning of any text.
        "spelling": {"type": "mapping", "mappings": _mappings(changed_letters(rules)) or ["\\uFEFF=>"]},
        "hamza": {"type": "mapping", "mappings": _mappings(CARRIERS)},
        "marks": _replacing("\\p{Mn}+"),
        "invisible": _replacing("\\p{Cf}+"),
        "separators": _replacing("[^\\p{L}\\p{N}]+"),
    }


def _filters() -> dict[str, Any]:
    return {
        "article": _replacing(ARTICLE),
        "plurals": {"type": "synonym", "synonyms": [", ".join(family) for family in usable(WORD_FAMILIES)]},
        "protected": {"type": "keyword_marker", "keywords": list(PROTECTED_WORDS)},
        "arabic_stems": {"type": "stemmer", "language": "arabic"},
        # The careful one knows many words, and leaves plurals of theirs alone, bags and books: a second takes those.
        "english_stems": {"type": "stemmer", "language": "light_english"},
        "english_plurals": {"type": "stemmer", "language": "minimal_english"},
        "hamza_on_waw": _replacing("ؤ", "و"),
        "hamza_on_yeh": _replacing("ئ", "ي"),
        "hamza_alone": _replacing("ء"),
        "not_empty": {"type": "length", "min": 1},
        "beginnings": {"type": "edge_ngram", "min_gram": SHORTEST_BEGINNING, "max_gram": LONGEST_BEGINNING},
        "longest_beginning": {"type": "truncate", "length": LONGEST_BEGINNING},
    }


def _replacing(pattern: str, replacement: str = "") -> dict[str, str]:
    return {"type": "pattern_replace", "pattern": pattern, "replacement": replacement}


def _words(rules: frozenset[Rule]) -> str:
    if Rule.SCRIPTS in rules:
        return f"[{ARABIC}]+|[\\p{{L}}\\p{{N}}&&[^{ARABIC}]]+"
    return "[\\p{L}\\p{N}]+"


def _mappings(changes: dict[str, str]) -> list[str]:
    return [f"{_escaped(before)}=>{_escaped(after)}" for before, after in changes.items()]


def _escaped(text: str) -> str:
    """Blanks at either side of a rule would be taken for part of its arrow."""
    return "".join(f"\\u{ord(letter):04X}" if letter.isspace() or letter in "\\=>" else letter for letter in text)
