"""How much two spellings differ, and how much a word may differ from what was meant.

Counted in halves of a mistake, because letters that sound alike are mistaken for each other more easily than others.
"""

import re

SOUNDS_ALIKE, ANY_OTHER = 1, 2
# Long vowels that are left out, as in فوحة for فواحة: not of the shortest words, which nearly every other word is near.
_LONG_VOWELS = frozenset("اوي")
_SHORTEST_LACKING_ONE = 4
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
_SOUNDS = ("سصث", "زذظض", "تط", "دذض", "قغجك", "هح", "اعى", "ckq", "sz", "fv", "ie", "oua")
# A letter too many that repeats the one before is a key held down.
_ALIKE = frozenset((one, other) for sound in _SOUNDS for one in sound for other in sound if one != other)


def most_mistakes(word: str) -> int:
    """None in words with digits and in short ones, where nearly every other word is a word too.

    An Arabic word says in five letters what an English one says in seven: of three and four it may have one letter
    that sounds like the right one.
    """
    if any(letter.isdigit() for letter in word):
        return 0
    if word.isascii():
        return 0 if len(word) < 4 else ANY_OTHER if len(word) < 8 else 2 * ANY_OTHER
    return 0 if len(word) < 3 else SOUNDS_ALIKE if len(word) < 5 else ANY_OTHER if len(word) < 9 else 2 * ANY_OTHER


def is_short(word: str) -> bool:
    """So that nearly every longer text has a word near to it: tent is not ten because something lasts ten uses."""
    return len(word) < (6 if word.isascii() else 5)


def mistakes_between(one: str, other: str, most: int) -> int:
    """Letters left out, added, mistaken or swapped with their neighbour; anything above `most` where there are more."""
    if abs(len(one) - len(other)) * SOUNDS_ALIKE > most:
        return most + 1
    lacks_vowels = len(one) >= _SHORTEST_LACKING_ONE
    before: list[int] = []
    last = [place * ANY_OTHER for place in range(len(other) + 1)]
    for row, letter in enumerate(one, 1):
        costs = [row * ANY_OTHER]
        for column, wanted in enumerate(other, 1):
            cost = min(
                last[column] + (SOUNDS_ALIKE if row > 1 and letter == one[row - 2] else ANY_OTHER),
                costs[-1] + (SOUNDS_ALIKE if lacks_vowels and wanted in _LONG_VOWELS else ANY_OTHER),
                last[column - 1] + _cost(letter, wanted),
            )
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + ANY_OTHER)
            costs.append(cost)
        if min(costs) > most:
            return most + 1
        before, last = last, costs
    return last[-1]


def not_drawn_out(word: str) -> list[str]:
    """What a word may be that is written at length: عووود is عود, loooong may be long or loong. Nothing where no letter
    stands three times in a row."""
    return [_DRAWN_OUT.sub(kept, word) for kept in (r"\1", r"\1\1")] if _DRAWN_OUT.search(word) else []


def sounds_like(letter: str) -> str:
    """The letters that sound like it, itself first."""
    return letter + "".join(sorted(other for one, other in _ALIKE if one == letter))


def _cost(letter: str, wanted: str) -> int:
    if letter == wanted:
        return 0
    return SOUNDS_ALIKE if (letter, wanted) in _ALIKE else ANY_OTHER
