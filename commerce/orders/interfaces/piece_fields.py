"""Pieces of an order in forms of the desk: told beside a field that says how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commerce.core.numerals import western_digits
from commerce.orders.domain.values import PieceView

_MOST_DIGITS = 6


def told_piece(piece: PieceView) -> dict[str, Any]:
    language = get_language() or "ar"
    return {
        "line_id": piece.line_id,
        "title": piece.title.in_language(language),
        "choice": piece.option_label.in_language(language),
        "sku": piece.sku,
        "quantity": piece.quantity,
    }


class PiecesField(forms.Field):
    """How many of one line; Arabic digits are digits."""

    default_error_messages = {"invalid": _("Please give a number of pieces.")}

    def __init__(self, piece: PieceView, first: int) -> None:
        widget = forms.NumberInput(attrs={"dir": "ltr", "min": 0, "max": piece.quantity})
        super().__init__(required=False, initial=str(first), widget=widget)
        self.piece = piece

    def clean(self, value: Any) -> int:
        text = western_digits(str(value or "0")).strip()
        if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
            raise forms.ValidationError(self.error_messages["invalid"])
        return int(text)


class PiecesForm(forms.Form):
    """So many of each line, and why. All of them are proposed, or none (`is_all`)."""

    reason = forms.CharField(max_length=300, required=False)

    def __init__(self, *args: Any, pieces: Sequence[PieceView], is_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pieces = pieces
        own = {f"pieces_{each.line_id}": PiecesField(each, each.quantity if is_all else 0) for each in pieces}
        self.fields = {**own, **self.fields}

    def rows(self) -> Iterator[tuple[dict[str, Any], Any]]:
        """Each line, and its field."""
        for piece in self._pieces:
            yield told_piece(piece), self[f"pieces_{piece.line_id}"]

    def asked(self) -> dict[int, int]:
        """Of a valid form, by line."""
        return {piece.line_id: self.cleaned_data[f"pieces_{piece.line_id}"] for piece in self._pieces}
