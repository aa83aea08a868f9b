"""Words as they are compared: one form for all the spellings a reader takes for the same word."""

import unicodedata

# Letters that Unicode does not take apart. Persian and Urdu letters stand for the Arabic ones shoppers type instead.
_LETTERS = str.maketrans(
    {
        "ٱ": "ا", "ة": "ه", "ى": "ي", "ء": None, "ـ": None, "ک": "ك", "ی": "ي", "ہ": "ه", "ھ": "ه", "ە": "ه",
        "ڤ": "ف", "پ": "ب", "چ": "ج", "گ": "ج", "ژ": "ز",
        "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "’": "'",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """The text in lower case without hamza seats, vowel signs, tatweel, accents and invisible marks.

    Teh marbuta is heh, alef maksura is yeh, every digit is 0-9, presentation forms are plain letters. Folding twice
    changes nothing more.
    """
    while (folded := _fold_once(text)) != text:
        text = folded
    return folded


def _fold_once(text: str) -> str:
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each character becomes, by its number; remembered, for a whole catalogue goes through here."""

    def __missing__(self, number: int) -> str:
        folded = _folded_letter(chr(number))
        if len(self) < _MOST_REMEMBERED:
            self[number] = folded
        return folded


_MOST_REMEMBERED = 4096
_FOLDED = _Folded()


def _folded_letter(letter: str) -> str:
    if unicodedata.category(letter) in {"Mn", "Cf"}:
        return ""
    value = unicodedata.decimal(letter, None)
    return (letter if value is None else str(value)).translate(_LETTERS)
