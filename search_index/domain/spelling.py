"""Which spellings are one word, as rules that can be switched off one by one, and the letters each of them changes.

Together they do what `commerce.core.folding.fold` does; a test holds the two equal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from commerce.core.folding import fold


class Rule(StrEnum):
    """Something two spellings of a word may differ in, or two forms of it."""

    ALEFS = "alef with hamza, madda or wasla is alef"
    HAMZA_SEATS = "hamza on waw is waw, on yeh is yeh, alone it is nothing"
    TEH_MARBUTA = "teh marbuta is heh"
    ALEF_MAKSURA = "alef maksura is yeh"
    TATWEEL = "tatweel is nothing"
    VOWEL_SIGNS = "vowel signs and other marks are nothing"
    PERSIAN = "Persian and Urdu letters are the Arabic ones"
    PRESENTATION = "presentation forms are plain letters"
    INVISIBLE = "invisible marks are nothing"
    DIGITS = "every digit is 0-9"
    LATIN = "accents, case and ligatures make no difference"
    SCRIPTS = "a word ends where the script changes"
    ARTICLE = "an article before a word makes no difference"
    STEMS = "endings make no difference, at a lower rank"
    PROTECTED = "words that an ending only seems to end keep it"
    PLURALS = "broken plurals are their singular"


ALL_RULES = frozenset(Rule)

CARRIERS = {"ؤ": "و", "ئ": "ي", "ء": ""}
_LETTERS = {
    Rule.ALEFS: "أإآٱ",
    Rule.TEH_MARBUTA: "ة",
    Rule.ALEF_MAKSURA: "ى",
    Rule.TATWEEL: "ـ",
    Rule.PERSIAN: "کیہھەڤپچگژ",
}
# Hamza as a mark of its own behind the letter that carries it.
_COMPOSED = {"و\u0654": "ؤ", "ي\u0654": "ئ", "ا\u0654": "أ", "ا\u0655": "إ", "ا\u0653": "آ"}
_ARABIC_BEYOND = ((0x0672, 0x06D3), (0x06FA, 0x06FF), (0x0750, 0x077F))
_ARABIC_FORMS = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
_LATIN = ((0x00A0, 0x024F), (0x1E00, 0x1EFF), (0x2019, 0x2019), (0x2070, 0x218F), (0x2460, 0x24FF), (0xFB00, 0xFB06))
_WIDE = ((0xFF00, 0xFF64), (0xFFE0, 0xFFEF))


def _characters(blocks: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """The assigned characters of the blocks, but for digits, marks and invisible ones, which have their own rules."""
    for first, last in blocks:
        for letter in map(chr, range(first, last + 1)):
            if unicodedata.category(letter) not in {"Cn", "Mn", "Cf", "Nd"}:
                yield letter


# Other languages' letters that are made of two are as foreign to Arabic as those listed.
_RULE_OF_LETTER = dict.fromkeys(_characters(_ARABIC_BEYOND), Rule.PERSIAN) | {
    letter: rule for rule, letters in _LETTERS.items() for letter in letters
}


def changed_letters(rules: frozenset[Rule] = ALL_RULES) -> dict[str, str]:
    """What each letter or sequence becomes before words are told apart, but for the carriers of hamza, which a word's
    endings are looked for behind."""
    changes = {letter: _letter(letter, rules) for letter in _RULE_OF_LETTER}
    if Rule.PRESENTATION in rules:
        changes |= {form: _plain_arabic(form, rules) for form in _characters(_ARABIC_FORMS)}
    if Rule.LATIN in rules:
        changes |= {letter: fold(letter) for letter in _characters(_LATIN + _WIDE)}
        changes["\u0345"] = "ι"  # the one mark that in lower case is a letter
    changes |= {pair: _letter(letter, rules) for pair, letter in _COMPOSED.items()}
    return {letter: plain for letter, plain in changes.items() if letter != plain and _matters(letter + plain)}


def _matters(text: str) -> bool:
    """Whether it has to do with words at all: one separator is as good as another."""
    return any(unicodedata.category(letter)[0] in "LN" for letter in text)


def _letter(letter: str, rules: frozenset[Rule]) -> str:
    return fold(letter) if _RULE_OF_LETTER.get(letter) in rules else letter


def _plain_arabic(form: str, rules: frozenset[Rule]) -> str:
    return "".join(_letter(letter, rules) for letter in unicodedata.normalize("NFKC", form))
