"""How merchants write what they sell: templates filled with the words of attributes, not always with care."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from wasla_site.bench.relevance.lines import lines_of

ARABIC, BESIDE_FEMININE, ENGLISH = range(3)
_PLACE = re.compile(r"{(\w+)(?:\.(f|en))?}")
_CARELESS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ئ": "ي"})
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True)
class Words:
    """What values of attributes are called: Arabic, Arabic beside a feminine noun, English."""

    names: Mapping[tuple[str, str], Sequence[str]]

    def name(self, attribute: str, value: str, form: int) -> str:
        """A value without words, such as 128, is its own name."""
        names = self.names.get((attribute, value))
        return names[form] if names else value

    def both(self, attribute: str, value: str) -> tuple[str, str]:
        return self.name(attribute, value, ARABIC), self.name(attribute, value, ENGLISH)

    def is_told(self, attribute: str, value: str, text: str) -> bool:
        names = self.names.get((attribute, value), (value,))
        return any(name in text for name in names)

    def filled(self, template: str, attributes: Mapping[str, str], language: str) -> str:
        """`{colour}` is the word in the template's language, `{colour.f}` the feminine, `{brand.en}` the English."""

        def word(place: re.Match[str]) -> str:
            attribute, form = place.groups()
            if language == "en" or form == "en":
                return self.name(attribute, attributes[attribute], ENGLISH)
            return self.name(attribute, attributes[attribute], BESIDE_FEMININE if form else ARABIC)

        return _PLACE.sub(word, template)


def read_words(file: Path) -> Words:
    names: dict[tuple[str, str], Sequence[str]] = {}
    attribute = ""
    for line in lines_of(file):
        value, colon, written = line.partition(":")
        if not colon:
            attribute = line
        else:
            names[attribute, value] = tuple(name.strip() for name in written.split("|"))
    return Words(names)


def short_code(value: str) -> str:
    """black is BLCK, 128 is 128."""
    return (value if len(value) <= 4 else value[:2] + value[-2:]).upper()


def code_filled(template: str, attributes: Mapping[str, str]) -> str:
    """`APL-{storage}-{colour}` is APL-256-BLCK."""
    return _PLACE.sub(lambda place: short_code(attributes[place[1]]), template)


def as_typed(title: str, key: str) -> str:
    """Every fifth Arabic title without hamzas and the dots of ة, every sixth with Arabic digits."""
    number = crc32(key.encode())
    if number % 5 == 0:
        title = re.sub(r"ة\b", "ه", title.translate(_CARELESS))
    return title.translate(_ARABIC_DIGITS) if number // 5 % 6 == 0 else title


def lacks_english(key: str) -> bool:
    return crc32(key.encode()) // 30 % 10 == 0


def one_of(choices: Sequence[str], key: str, salt: str = "") -> str:
    return choices[crc32(f"{salt}{key}".encode()) % len(choices)]
