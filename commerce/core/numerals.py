"""Digits as people type them."""

# Arabic-Indic (U+0660-0669) and Extended Arabic-Indic (U+06F0-06F9) digits.
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def western_digits(text: str) -> str:
    """The same text with Arabic-Indic and Persian digits turned into 0-9."""
    return text.translate(_WESTERN)
