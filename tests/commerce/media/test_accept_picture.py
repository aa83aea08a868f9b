"""Pictures come in as anything and are kept as our own WebP."""

import io
import struct
import zlib

import pytest
from django.utils import translation
from PIL import Image
from PIL.Image import Exif

from commerce.core.refusal_words import message_for
from commerce.media.application.use_cases.accept_picture import (
    NotAPicture,
    PictureFileTooLarge,
    PictureHasTooManyPixels,
    accept_picture,
)
from commerce.media.domain.policies import LARGEST_FILE, MOST_PIXELS


def picture(form: str = "PNG", size: tuple[int, int] = (60, 40), **options: object) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, (200, 120, 60)).save(file, form, **options)
    return file


def decoded(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def bomb(side: int) -> io.BytesIO:
    """A PNG of a few kilobytes that unpacks to side × side pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0" * (side // 8)) * 100)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_every_usual_form_becomes_webp(form: str) -> None:
    kept = decoded(accept_picture(file=picture(form)).read())
    assert (kept.format, kept.size) == ("WEBP", (60, 40))


def test_what_hides_behind_the_pixels_is_gone() -> None:
    file = picture("PNG")
    file.seek(0, io.SEEK_END)
    file.write(b"<script>alert(1)</script>")
    assert b"script" not in accept_picture(file=file).read()


def test_exif_is_obeyed_and_dropped() -> None:
    exif = Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010E] = "taken at home"
    content = accept_picture(file=picture("JPEG", (60, 40), exif=exif)).read()
    assert decoded(content).size == (40, 60)
    assert b"taken at home" not in content


def test_a_large_picture_is_made_smaller() -> None:
    assert max(decoded(accept_picture(file=picture("JPEG", (4000, 1000))).read()).size) == 2560


@pytest.mark.parametrize("side", [8_000, 12_000, 16_000])
def test_a_decompression_bomb_is_refused_from_its_header(side: int) -> None:
    with pytest.raises(PictureHasTooManyPixels):
        accept_picture(file=bomb(side))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"GIF89a" + b"\0" * 20,
        b"%PDF-1.7",
        picture("JPEG").getvalue()[:100],
        picture("BMP").getvalue(),
    ],
    ids=["empty", "svg", "html", "fake gif", "pdf", "truncated", "bmp"],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        accept_picture(file=io.BytesIO(content))


def test_a_file_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(PictureFileTooLarge):
        accept_picture(file=io.BytesIO(b"\0" * (LARGEST_FILE + 1)))


def test_who_sent_something_else_is_told_what_is_read() -> None:
    for language in ("ar", "en"):
        with translation.override(language):
            said = message_for(NotAPicture())
        assert all(form in said.upper() for form in MOST_PIXELS), said
