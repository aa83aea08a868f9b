"""International bank account numbers."""

from __future__ import annotations

import re

from commerce.core.numerals import western_digits

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_SAUDI = re.compile(r"SA[0-9]{2}[0-9]{2}[A-Z0-9]{18}")


def normal_iban(text: str) -> str | None:
    """The number without spaces, in capitals; None when it is none: its check digits (ISO 7064, mod 97-10) don't fit,
    or a Saudi one has not its 24 characters. Arabic digits are digits."""
    iban = re.sub(r"[\s-]", "", western_digits(text)).upper()
    if not _IBAN.fullmatch(iban) or (iban.startswith("SA") and not _SAUDI.fullmatch(iban)):
        return None
    digits = "".join(str(int(character, 36)) for character in iban[4:] + iban[:4])
    return iban if int(digits) % 97 == 1 else None


def in_groups(iban: str) -> str:
    """As it is printed: four by four."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
