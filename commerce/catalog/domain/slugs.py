"""Names of products and categories in addresses. Arabic letters stay; browsers show them as they are."""

import re
import unicodedata

LONGEST_SLUG = 120

_VOWEL_SIGNS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670ـ]")
_SEPARATORS = re.compile(r"[\W_]+")
_SLUG = re.compile(r"[^\W_]+(?:[-_]+[^\W_]+)*")


def slug_from(*texts: str) -> str:
    """A slug of the first text that gives one, in lower case; empty when none does (only signs and emoji)."""
    for text in texts:
        plain = _VOWEL_SIGNS.sub("", unicodedata.normalize("NFKC", text)).lower()
        slug = _SEPARATORS.sub("-", plain).strip("-")[:LONGEST_SLUG].rstrip("-")
        if slug:
            return slug
    return ""


def is_slug(text: str) -> bool:
    """Letters and digits of any script in words joined by hyphens or underscores."""
    return len(text) <= LONGEST_SLUG and _SLUG.fullmatch(text) is not None


def free_slug(wanted: str, taken: frozenset[str]) -> str:
    """`wanted`, or with the first number from 2 that makes it one that nobody has."""
    if wanted not in taken:
        return wanted
    number = 2
    while (candidate := f"{wanted[: LONGEST_SLUG - 6]}-{number}") in taken:
        number += 1
    return candidate
