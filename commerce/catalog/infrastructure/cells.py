"""Cells of a product file as values. What can't be read becomes a remark, and the row is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from commerce.catalog.domain.imports import Remark
from commerce.catalog.infrastructure.csv_table import Row
from commerce.core.bilingual import Bilingual
from commerce.core.money import InvalidAmount, Money
from commerce.core.numerals import western_digits

MOST_PIECES = 10_000_000
MOST_GRAMS = 10_000_000

_ARABIC = re.compile("[\u0600-\u06ff]")
_FURTHER_OPTION = re.compile(r"option\s?([4-9]|\d\d+)[ _]", re.IGNORECASE)


class Unreadable(Exception):
    """This cell spoils its row. Carries the remark."""

    def __init__(self, remark: Remark) -> None:
        self.remark = remark
        super().__init__(remark.code)


@dataclass(frozen=True, slots=True)
class RowReader:
    """One row of the file; `remarks` collects what is worth telling of it. Prices are in the store's currency."""

    row: int
    cells: Row
    currency: str
    remarks: list[Remark]

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def note(self, code: str, **facts: object) -> None:
        self.remarks.append(Remark(self.row, code, facts, is_note=True))

    def unreadable(self, code: str, **facts: object) -> Unreadable:
        return Unreadable(Remark(self.row, code, facts))

    def price(self, column: str) -> int:
        """Minor units."""
        text = self.text(column)
        try:
            amount = Money.parse(text, self.currency)
        except InvalidAmount:
            code = "price_unreadable" if text else "price_missing"
            raise self.unreadable(code, column=column, text=text, currency=self.currency) from None
        if amount.is_negative:
            raise self.unreadable("price_negative", column=column, text=text)
        return amount.minor

    def former_price(self, column: str, price_minor: int) -> int | None:
        """The price before a reduction; one that is no higher than the price is left out with a note."""
        if not self.text(column):
            return None
        before = self.price(column)
        if 0 < before <= price_minor:
            self.note("compare_at_not_above_price", text=self.text(column))
        return before if before > price_minor else None

    def whole_number(self, column: str, most: int, *, least: int = 0) -> int | None:
        """None for an empty cell; "12.0", as spreadsheets write it, is 12."""
        text = self.text(column)
        if not text:
            return None
        plain = re.sub(r"\.0+$", "", western_digits(text).replace(",", ""))
        if not re.fullmatch(r"-?\d{1,12}", plain) or not least <= int(plain) <= most:
            raise self.unreadable("number_unreadable", column=column, text=text)
        return int(plain)

    def refuse_further_options(self) -> None:
        """A product has three options at most."""
        for column, text in self.cells.items():
            if text and _FURTHER_OPTION.match(column):
                raise self.unreadable("too_many_options", column=column)


def in_its_script(text: str) -> Bilingual:
    """A text of a file with one language, in the language it is written in."""
    return Bilingual(text, "") if _ARABIC.search(text) else Bilingual("", text)
