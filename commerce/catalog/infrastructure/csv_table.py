"""A CSV file as rows of named cells. What is no such file is refused before its first row is used.

Quotes are read strictly: a quote that is never closed would otherwise swallow the rest of the file as one cell.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING

from commerce.catalog.domain.imports import Remark
from commerce.core.errors import Refusal

CHUNK = 1 << 16
LONGEST_CELL = 1 << 20
_UTF_16_AND_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
_FEWEST_ARABIC = 0.2
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])", re.IGNORECASE)

if TYPE_CHECKING:
    from _csv import Reader

Row = dict[str, str]


class FileMissing(Refusal):
    code = "import_file_missing"


class NotCsv(Refusal):
    """The file is a workbook, a picture, or anything but text."""

    code = "import_not_csv"


class WrongEncoding(Refusal):
    """The text is not UTF-8. Facts: `encoding`, the one it seems to have, or "" ."""

    code = "import_wrong_encoding"


class EmptyFile(Refusal):
    code = "import_file_empty"


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` stand in row `header_row`; `lines` is the number of text lines: at least the number of rows."""

    path: Path
    columns: tuple[str, ...]
    delimiter: str
    lines: int
    header_row: int = 1

    def rows(self, tell: Callable[[Remark], None]) -> Iterator[tuple[int, Row]]:
        """Each row's number, counted from the top of the file, and its cells by column, stripped; blank rows are left
        out.

        A row that is no row of this table is told and left out too. When it isn't clear where it ends (a quote that is
        not closed), that is told and nothing after it is read.
        """
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            reader = _reader(islice(file, self.header_row - 1, None), self.delimiter)
            next(reader)
            for number, cells in _records(reader, self.header_row + 1, tell):
                if not any(cells):
                    continue
                if len(cells) > len(self.columns):
                    # Also when the last ones are empty: an unquoted 12,50 in the middle pushes an empty cell out.
                    tell(Remark(number, "cells_too_many", {"cells": len(cells), "columns": len(self.columns)}))
                else:
                    yield number, dict(zip(self.columns, cells, strict=False))


def _records(reader: Reader, first: int, tell: Callable[[Remark], None]) -> Iterator[tuple[int, list[str]]]:
    for number in count(first):
        line = reader.line_num
        try:
            yield number, [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            is_one_line = reader.line_num == line + 1
            tell(Remark(number, "row_broken" if is_one_line else "rest_broken", {"error": str(error)}))
            if not is_one_line:
                return


def open_table(path: Path) -> Table:
    """Refuses FileMissing, NotCsv, WrongEncoding and EmptyFile. Reads the file once, in small pieces.

    The header is the first line that says something; a `sep=;` before it, as Excel writes it, names the delimiter.
    """
    csv.field_size_limit(LONGEST_CELL)
    if not path.is_file():
        raise FileMissing(file=str(path))
    lines = _checked_lines(path)
    delimiter = ""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row, line in enumerate(file, start=1):
            if named := _SEPARATOR_LINE.fullmatch(line.strip("\r\n")):
                delimiter = named[1]
            elif line.strip(" ,;\t\r\n"):
                delimiter = delimiter or max(",;\t", key=line.count)
                return Table(path, _header(chain([line], file), delimiter), delimiter, lines, row)
    raise EmptyFile(file=path.name)


def _header(lines: Iterable[str], delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(name.strip() for name in next(_reader(lines, delimiter)))
    except csv.Error:
        raise NotCsv from None


def _reader(lines: Iterable[str], delimiter: str) -> Reader:
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _checked_lines(path: Path) -> int:
    lines = 0
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if lines == 0:
                _refuse_by_first_bytes(chunk)
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError:
                raise WrongEncoding(encoding=_guess(chunk)) from None
            if _BINARY.search(text):
                raise NotCsv(file=path.name)
            lines += text.count("\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise WrongEncoding(encoding="") from None
    return lines + 1


def _refuse_by_first_bytes(chunk: bytes) -> None:
    if chunk.startswith(_UTF_16_AND_32):
        raise WrongEncoding(encoding="UTF-16")
    if chunk[:4] == b"PK\x03\x04":
        raise NotCsv(looks_like="xlsx")
    halves = chunk[:1000:2], chunk[1:1000:2]
    if any(half and half.count(0) > len(half) * 0.4 for half in halves) and not all(0 in half for half in halves):
        raise WrongEncoding(encoding="UTF-16")


def _guess(chunk: bytes) -> str:
    """cp1256, as old Arabic spreadsheets save it, when that makes Arabic letters of what is not ASCII."""
    if _looks_binary(chunk):
        raise NotCsv
    high = bytes(byte for byte in chunk if byte >= 0x80)
    letters = _ARABIC_LETTER.findall(high.decode("cp1256"))
    return "cp1256" if len(letters) > len(high) * _FEWEST_ARABIC else ""


def _looks_binary(chunk: bytes) -> bool:
    return _BINARY.search(chunk.decode("latin-1")) is not None
