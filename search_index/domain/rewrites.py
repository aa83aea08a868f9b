"""What was typed on the wrong keyboard, and Arabic that was written in Latin letters and digits."""

from __future__ import annotations

import re

from search_index.domain.folding import words_of
from search_index.domain.meanings import JOINING

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvnm,./`"
_ARABIC_KEYS = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ"
_TO_ARABIC = {**dict(zip(_LATIN_KEYS, _ARABIC_KEYS, strict=True)), "b": "لا", "H": "أ", "Y": "إ", "N": "آ"}
_TO_LATIN = {arabic: latin for latin, arabic in zip(_LATIN_KEYS, _ARABIC_KEYS, strict=True)}

# Which Arabic letters may stand behind what is typed in chats, by the longest spelling first.
_CONSONANTS = {
    "sh": "ش", "ch": "[شك]", "th": "[ثذ]", "dh": "[ذضظ]", "kh": "خ", "gh": "غ", "ph": "ف", "7'": "خ", "3'": "غ",
    "2": "[اق]", "3": "ع", "4": "ش", "5": "خ", "6": "ط", "7": "ح", "8": "[قغ]", "9": "[صق]",
    "b": "ب", "c": "[كس]", "d": "[دض]", "f": "ف", "g": "[جقغ]", "h": "[هح]", "j": "ج", "k": "[كق]", "l": "ل", "m": "م",
    "n": "ن", "p": "ب", "q": "[قغ]", "r": "ر", "s": "[سص]", "t": "[تط]", "v": "ف", "w": "و", "x": "كس", "y": "ي",
    "z": "[زذظ]",
}  # fmt: skip
_VOWELS = {"aa": "ا", "ee": "ي", "oo": "و", "ou": "و", "a": "[اه]?", "e": "[يا]?", "i": "ي?", "o": "[وا]?", "u": "و?"}
_SPELLED = re.compile("|".join(sorted(map(re.escape, {**_CONSONANTS, **_VOWELS}), key=len, reverse=True)))
_ARABIZI = re.compile(r"[a-z2-9']+")
SHORTEST_ARABIZI = 4


def typed_on_other_keyboard(text: str) -> str | None:
    """What the same keys give with the other layout, Arabic or English: hdt,k is ايفون.

    None where the text holds letters of both, or nothing that a slip explains, as where what it gives names nothing.
    """
    slip = _on_other_keyboard(text)
    return slip if slip and any(word not in JOINING for word in words_of(slip)) else None


def _on_other_keyboard(text: str) -> str | None:
    has_latin = any(letter.isascii() and letter.isalpha() for letter in text)
    has_arabic = any("\u0621" <= letter <= "\u064a" for letter in text)
    if has_latin == has_arabic:
        return None
    if has_latin:
        return "".join(_TO_ARABIC.get(letter, _TO_ARABIC.get(letter.lower(), letter)) for letter in text)
    return "".join(_TO_LATIN.get(letter, letter) for letter in text.replace("لا", "b"))


def arabizi_pattern(word: str) -> re.Pattern[str] | None:
    """What folded Arabic words a Latin one may be a writing of: 3abaya is عبايه. None where it can't be one.

    Short vowels may stand behind a letter or behind none. Two consonants alone would fit too much.
    """
    if len(word) < SHORTEST_ARABIZI or not _ARABIZI.fullmatch(word) or word.isdigit():
        return None
    spelled = _SPELLED.findall(word)
    if sum(part in _CONSONANTS for part in spelled) < 2:
        return None
    behind = [_CONSONANTS.get(part) or _VOWELS[part] for part in spelled]
    if spelled[0] in _VOWELS:
        behind[0] = "[اعو]"
    return re.compile("".join(behind))


def first_letters(pattern: re.Pattern[str]) -> str:
    """The Arabic letters a word that fits the pattern may begin with."""
    first = re.match(r"\[(\w+)\]|(\w)", pattern.pattern)
    return (first[1] or first[2]) if first else ""
