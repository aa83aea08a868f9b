"""A CSV file as rows of named cells. What is no such file is refused before its first row is used."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commerce.core.errors import Refusal

CHUNK = 1 << 16
LONGEST_CELL = 1 << 20
_UTF_16_AND_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
_FEWEST_ARABIC = 0.2

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
    """`lines` is the number of text lines, header included: at least the number of rows."""

    path: Path
    columns: tuple[str, ...]
    delimiter: str
    lines: int

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Each row's number (the header is 1) and its cells by column, stripped; blank rows are passed over.

        A row that can't be told apart any more (an unclosed quote) is a csv.Error.
        """
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter)
            next(reader)
            for number, cells in enumerate(reader, start=2):
                if any(cells):
                    yield number, dict(zip(self.columns, (cell.strip() for cell in cells), strict=False))


def open_table(path: Path) -> Table:
    """Refuses FileMissing, NotCsv, WrongEncoding and EmptyFile. Reads the file once, in small pieces."""
    csv.field_size_limit(LONGEST_CELL)
    if not path.is_file():
        raise FileMissing(file=str(path))
    lines = _checked_lines(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
    if not header.strip():
        raise EmptyFile(file=path.name)
    delimiter = max(",;\t", key=header.count)
    columns = tuple(name.strip() for name in next(csv.reader([header], delimiter=delimiter)))
    return Table(path, columns, delimiter, lines)


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
