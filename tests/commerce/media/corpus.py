"""Files that somebody may send as a picture: honest ones in every form, and those meant to harm.

Whatever is hidden in one says MARK; nothing that is kept may say so.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PIL import Image, PngImagePlugin
from PIL.Image import Exif

MARK = b"qzhidden"
SCRIPT = b"<script>/*" + MARK + b"*/alert(1)</script>"
KEPT, REFUSED = "kept", "refused"
# name, what becomes of it, and how it is made
File = tuple[str, str, Callable[[], bytes]]


def saved(form: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, form, **options)
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, depth: int, colour: int, *extra: bytes) -> bytes:
    """A PNG of nothing but zeros, made a few rows at a time; bombs take no memory here."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = b"\0" * (1 + -(-width * channels * depth // 8))
    squeeze = zlib.compressobj(9)
    data = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    palette = chunk(b"PLTE", bytes(range(48))) if colour == 3 else b""
    return b"".join([b"\x89PNG\r\n\x1a\n", header, *extra, palette, chunk(b"IDAT", data), chunk(b"IEND", b"")])


def small_png(*extra: bytes) -> bytes:
    return png(60, 40, 8, 2, *extra)


def jpeg_of(width: int, height: int) -> bytes:
    """A small JPEG whose header claims to be large."""
    content = bytearray(saved("JPEG"))
    place = content.index(b"\xff\xc0") + 5
    content[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def gif_of(width: int, height: int) -> bytes:
    content = bytearray(saved("GIF"))
    content[6:10] = struct.pack("<HH", width, height)
    return bytes(content)


def webp_of(width: int, height: int) -> bytes:
    """A lossless WebP whose header claims to be large: 14 bits less one for each side."""
    content = bytearray(saved("WEBP", lossless=True))
    place = content.index(b"VP8L") + 9
    content[place : place + 4] = struct.pack("<I", (width - 1) | (height - 1) << 14)
    return bytes(content)


def avif_of(width: int, height: int) -> bytes:
    content = bytearray(saved("AVIF"))
    place = content.index(b"ispe") + 8
    content[place : place + 8] = struct.pack(">II", width, height)
    return bytes(content)


def gif_frames(count: int) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + frame * count + b"\x3b"


def moving(form: str, count: int, size: tuple[int, int] = (16, 16)) -> bytes:
    frames = [Image.new("RGB", size, (number % 256, 90, 40)) for number in range(count)]
    file = io.BytesIO()
    frames[0].save(file, form, save_all=True, append_images=frames[1:])
    return file.getvalue()


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("index.html", SCRIPT)
    return file.getvalue()


def exif() -> Exif:
    notes = Exif()
    notes[0x010E] = SCRIPT.decode()
    notes[0x0112] = 6
    return notes


def exif_of(text: bytes) -> bytes:
    notes = Exif()
    notes[0x010E] = text.decode()
    return notes.tobytes()


def itxt(key: bytes, text: bytes, *, squeezed: bool = False) -> bytes:
    body = zlib.compress(text, 9) if squeezed else text
    return chunk(b"iTXt", key + b"\0" + (b"\1" if squeezed else b"\0") + b"\0\0\0" + body)


def ztxt(text: bytes) -> bytes:
    return chunk(b"zTXt", b"Comment\0\0" + zlib.compress(text, 9))


def profile(size: int) -> bytes:
    return MARK + b"\0" * size


def png_with_text() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SCRIPT.decode())
    notes.add_itxt("XML:com.adobe.xmp", SCRIPT.decode())
    return saved("PNG", pnginfo=notes)


def jpeg_segments(kind: int, count: int) -> bytes:
    """A JPEG that is mostly segments of one kind: comments, or profiles of 64 kB each."""
    content = saved("JPEG")
    body = MARK * 8000
    segment = bytes([0xFF, kind]) + struct.pack(">H", len(body) + 2) + body
    return content[:2] + segment * count + content[2:]


def bombs() -> Iterator[File]:
    """Claim, or have, more pixels than are decoded."""
    for side in (8_000, 10_000, 12_000, 14_000):
        yield f"png of {side} pixels a side", REFUSED, partial(png, side, side, 1, 0)
        yield f"jpeg of {side}", REFUSED, partial(jpeg_of, side, side)
        yield f"webp of {side}", REFUSED, partial(webp_of, side, side)
        yield f"gif of {side}", REFUSED, partial(gif_of, side, side)
        yield f"avif of {side}", REFUSED, partial(avif_of, side, side)
    yield "png of 2 billion pixels", REFUSED, lambda: png(2**31 - 1, 1, 1, 0)[:4096]
    yield "png in colour, 14 000", REFUSED, lambda: png(14_000, 14_000, 8, 2)
    yield "a long line", KEPT, lambda: png(60_000, 500, 1, 0)


def heavy() -> Iterator[File]:
    """The most that is taken, in the form that costs most."""
    colours = {"RGBA": (8, 6), "RGBA of 16 bits": (16, 6), "grey of 16 bits": (16, 0), "palette": (8, 3),
               "RGB": (8, 2), "black and white": (1, 0), "grey with alpha": (8, 4)}  # fmt: skip
    for name, (depth, colour) in colours.items():
        yield f"40 megapixels, {name}", KEPT, partial(png, 8_000, 5_000, depth, colour)
    transparent = chunk(b"tRNS", b"\0" * 16)
    yield (
        "40 megapixels, palette with holes",
        KEPT,
        lambda: png(8_000, 5_000, 8, 3).replace(
            chunk(b"PLTE", bytes(range(48))), chunk(b"PLTE", bytes(range(48))) + transparent
        ),
    )
    yield "40 megapixels, jpeg", KEPT, lambda: saved("JPEG", (8_000, 5_000), "L")
    yield "40 megapixels, gif", KEPT, lambda: saved("GIF", (8_000, 5_000), "L")
    yield (
        "24 megapixels, progressive jpeg",
        KEPT,
        lambda: saved("JPEG", (6_000, 4_000), progressive=True, subsampling=0),
    )
    yield "25 megapixels, progressive jpeg", REFUSED, lambda: saved("JPEG", (6_250, 4_000), "L", progressive=True)
    yield "20 megapixels, CMYK jpeg", KEPT, lambda: saved("JPEG", (5_000, 4_000), "CMYK")
    yield "12 megapixels, webp", KEPT, lambda: saved("WEBP", (4_000, 3_000), method=0)
    yield "8 megapixels, webp with alpha", KEPT, lambda: saved("WEBP", (4_000, 2_000), "RGBA", lossless=True, method=0)
    yield (
        "12 megapixels, webp with alpha",
        REFUSED,
        lambda: saved("WEBP", (4_000, 3_000), "RGBA", lossless=True, method=0),
    )
    yield "12 megapixels, avif", KEPT, lambda: saved("AVIF", (4_000, 3_000), speed=10, subsampling="4:4:4")


def frames() -> Iterator[File]:
    yield "100 000 frames, gif", KEPT, lambda: gif_frames(100_000)
    yield "400 frames, gif", KEPT, lambda: moving("GIF", 400)
    yield "500 frames, webp", KEPT, lambda: moving("WEBP", 500)
    yield "300 frames, png", KEPT, lambda: moving("PNG", 300)
    yield "20 frames, avif", KEPT, lambda: moving("AVIF", 20, (64, 64))


def two_things_at_once() -> Iterator[File]:
    yield "jpeg with a page behind it", KEPT, lambda: saved("JPEG") + b"<html>" + SCRIPT
    yield "jpeg with a page in a comment", KEPT, lambda: saved("JPEG", comment=SCRIPT)
    yield "png with an archive behind it", KEPT, lambda: saved("PNG") + archive()
    yield "webp with an archive behind it", KEPT, lambda: saved("WEBP") + archive()
    yield "avif with a page behind it", KEPT, lambda: saved("AVIF") + SCRIPT
    yield "gif that is a script", KEPT, lambda: b"GIF89a/*" + saved("GIF")[8:] + b"*/=1;" + SCRIPT
    yield "gif with a script behind it", KEPT, lambda: saved("GIF") + SCRIPT
    yield "gif with a script in a comment", KEPT, lambda: saved("GIF", comment=SCRIPT)
    yield "document with a picture behind it", REFUSED, lambda: b"%PDF-1.7\n" + MARK + saved("JPEG")
    yield "picture with a document behind it", KEPT, lambda: saved("JPEG") + b"%PDF-1.7\n" + MARK
    yield "php behind a png", KEPT, lambda: saved("PNG") + b"<?php system($_GET['" + MARK + b"']); ?>"
    yield "page before a png", REFUSED, lambda: SCRIPT + saved("PNG")
    yield "a chunk that is a script", KEPT, lambda: small_png(chunk(b"prVt", SCRIPT))


def metadata() -> Iterator[File]:
    yield "exif with a script, turned", KEPT, lambda: saved("JPEG", exif=exif())
    yield "png, exif with a script", KEPT, lambda: saved("PNG", exif=exif())
    yield "webp, exif and xmp with a script", KEPT, lambda: saved("WEBP", exif=exif(), xmp=SCRIPT)
    yield "avif, exif and xmp with a script", KEPT, lambda: saved("AVIF", exif=exif(), xmp=SCRIPT)
    yield "exif that is full", KEPT, lambda: saved("JPEG", exif=exif_of(MARK * 8000))
    yield "png with texts", KEPT, png_with_text
    yield "webp with a profile of 5 MB", KEPT, lambda: saved("WEBP", icc_profile=profile(5_000_000))
    yield "png with a profile of 8 MB", REFUSED, lambda: saved("PNG", icc_profile=profile(8_000_000))
    yield "jpeg with a profile of 4 MB", KEPT, lambda: saved("JPEG", icc_profile=profile(4_000_000))
    yield "jpeg of profiles that don't fit", KEPT, lambda: jpeg_segments(0xE2, 140)
    yield "jpeg of comments, 9 MB", KEPT, lambda: jpeg_segments(0xFE, 140)
    yield "a text that unpacks to 200 MB", REFUSED, lambda: small_png(ztxt(MARK + b"\0" * 200_000_000))
    yield (
        "an international text that unpacks to 100 MB",
        REFUSED,
        lambda: small_png(itxt(b"Comment", MARK + b"\0" * 100_000_000, squeezed=True)),
    )
    yield "a hundred texts that unpack to 1 MB each", REFUSED, lambda: small_png(*[ztxt(b"\0" * 1_000_000)] * 100)
    yield (
        "a profile that unpacks to 200 MB",
        REFUSED,
        lambda: small_png(chunk(b"iCCP", b"icc\0\0" + zlib.compress(b"\0" * 200_000_000, 9))),
    )


def forms() -> Iterator[File]:
    yield "jpeg, grey", KEPT, lambda: saved("JPEG", mode="L")
    yield "jpeg, CMYK", KEPT, lambda: saved("JPEG", mode="CMYK")
    yield "png, 16 bits", KEPT, lambda: png(60, 40, 16, 0)
    yield "png, 16 bits in colour", KEPT, lambda: png(60, 40, 16, 2)
    yield "png, one bit", KEPT, lambda: saved("PNG", mode="1")
    yield "png, palette", KEPT, lambda: saved("PNG", mode="P")
    yield "png, grey with alpha", KEPT, lambda: saved("PNG", mode="LA")
    yield "gif, see-through", KEPT, lambda: saved("GIF", mode="P", transparency=0)
    yield "one pixel", KEPT, lambda: saved("PNG", (1, 1))
    yield "one pixel high", KEPT, lambda: saved("PNG", (5_000, 1))


def no_pictures() -> Iterator[File]:
    yield "nothing", REFUSED, lambda: b""
    yield "one byte", REFUSED, lambda: b"\x89"
    yield "svg", REFUSED, lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>"
    yield "svg, zipped", REFUSED, lambda: zlib.compress(b"<svg>" + SCRIPT + b"</svg>")
    yield "svg with a declaration", REFUSED, lambda: b"<?xml version='1.0'?><svg onload='alert(1)'/>"
    yield "page", REFUSED, lambda: b"<!doctype html>" + SCRIPT
    yield "php", REFUSED, lambda: b"<?php echo 1; ?>"
    yield "archive", REFUSED, archive
    yield "program", REFUSED, lambda: b"\x7fELF" + b"\0" * 60
    yield "document", REFUSED, lambda: b"%PDF-1.7\n1 0 obj"
    yield "postscript", REFUSED, lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage"
    yield "drawing for Windows", REFUSED, lambda: b"\xd7\xcd\xc6\x9a" + b"\0" * 40
    for form in ("BMP", "TIFF", "ICO", "PPM", "TGA", "JPEG2000", "PCX"):
        yield form, REFUSED, partial(saved, form)
    for form in ("JPEG", "PNG", "WEBP", "GIF", "AVIF"):
        whole = saved(form, (400, 300))
        yield f"{form}, its first half", REFUSED, partial(bytes, whole[: len(whole) // 2])
        yield f"{form}, its head", REFUSED, partial(bytes, whole[:24])
    yield "png with no pixels", REFUSED, lambda: png(0, 0, 8, 2)
    yield "png with a broken sum", REFUSED, lambda: small_png().replace(b"IDAT", b"IDAT\xff", 1)


def files() -> list[File]:
    made = (bombs, heavy, frames, two_things_at_once, metadata, forms, no_pictures)
    return [file for group in made for file in group()]
