"""Cells of a product file as values. What can't be read becomes a remark, and the row is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from commerce.catalog.domain.imports import Remark
from commerce.catalog.infrastructure.csv_table import Row
from commerce.core.bilingual import Bilingual
from commerce.core.money import InvalidAmount, Money
from commerce.core.numerals import western_digits

# Thousands in groups of three or not at all, decimals after a point: as `Money.parse` reads amounts.
_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
_ONE_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)
_FIGURES = re.compile(r"-?[\d.,]+", re.ASCII)
_LONGEST_NUMBER = 30

_ARABIC = re.compile("[\u0600-\u06ff]")
_FURTHER_OPTION = re.compile(r"option\s?([4-9]|\d\d+)[ _]", re.IGNORECASE)


class Unreadable(Exception):
    """This cell spoils its row. Carries the remark."""

    def __init__(self, remark: Remark) -> None:
        self.remark = remark
        super().__init__(remark.code)


@dataclass(frozen=True, slots=True)
class RowReader:
    """One row of the file; `remarks` collects what is worth telling of it. Prices are in the store's currency.

    `has_semicolons`: the file parts its cells by semicolons, as is done where decimals begin with a comma.
    """

    row: int
    cells: Row
    currency: str
    remarks: list[Remark]
    has_semicolons: bool = False

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def note(self, code: str, **facts: object) -> None:
        self.remarks.append(Remark(self.row, code, facts, is_note=True))

    def unreadable(self, code: str, **facts: object) -> Unreadable:
        return Unreadable(Remark(self.row, code, facts))

    def price(self, column: str) -> int:
        """Minor units."""
        text = self.text(column)
        self._refuse_decimal_comma(column)
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

    def price_if_any(self, column: str) -> int | None:
        """Minor units; None for an empty cell."""
        return self.price(column) if self.text(column) else None

    def whole_number(self, column: str, most: int, *, least: int = 0, rounds_down: bool = False) -> int | None:
        """None for an empty cell; "12.0", as spreadsheets write it, is 12."""
        text = self.text(column)
        if not text:
            return None
        self._refuse_decimal_comma(column)
        plain = _in_western_signs(text)
        if not _NUMBER.fullmatch(plain) or len(plain) > _LONGEST_NUMBER:
            raise self.unreadable("number_unreadable", column=column, text=text)
        number = Decimal(plain.replace(",", ""))
        whole = int(number)
        if (whole != number and not rounds_down) or not least <= whole <= most:
            raise self.unreadable("number_unreadable", column=column, text=text)
        return whole

    def _refuse_decimal_comma(self, column: str) -> None:
        """A comma that can't be, or in a file that parts cells by semicolons need not be, between thousands."""
        plain = _in_western_signs(self.text(column))
        looks_like_thousands = _NUMBER.fullmatch(plain) and not (self.has_semicolons and _ONE_COMMA.fullmatch(plain))
        if "," in plain and _FIGURES.fullmatch(plain) and not looks_like_thousands:
            raise self.unreadable("decimal_comma", column=column, text=self.text(column))

    def refuse_further_options(self) -> None:
        """A product has three options at most."""
        for column, text in self.cells.items():
            if text and _FURTHER_OPTION.match(column):
                raise self.unreadable("too_many_options", column=column)


def _in_western_signs(text: str) -> str:
    return western_digits(text).replace("٬", ",").replace("٫", ".")


def in_its_script(text: str) -> Bilingual:
    """A text of a file with one language, in the language it is written in."""
    return Bilingual(text, "") if _ARABIC.search(text) else Bilingual("", text)
