"""By which name a bank knows a transfer."""

from __future__ import annotations

import re
import unicodedata

from commerce.core.numerals import western_digits

# Spaces, dashes and marks that nobody sees: statements, receipts and people set them as they like.
_BETWEEN = re.compile(r"[\s\-\u00ad\u200b-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff]")


def normal_reference(text: str) -> str:
    """One form for one reference, however it is typed: Western digits, capitals, nothing between them. Empty where
    nothing else was typed."""
    return _BETWEEN.sub("", western_digits(unicodedata.normalize("NFKC", text))).upper()
