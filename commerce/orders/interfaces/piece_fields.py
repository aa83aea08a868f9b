"""Pieces of an order in forms of the desk: told beside a field that says how many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

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


def pieces_asked(request: HttpRequest, pieces: Iterable[PieceView]) -> dict[int, int]:
    """What was typed beside each line; what is no number of pieces is none."""
    return {piece.line_id: _number(request.POST.get(f"pieces_{piece.line_id}", "")) for piece in pieces}


def _number(typed: str) -> int:
    text = western_digits(typed).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else 0
