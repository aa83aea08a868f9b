"""Taking a picture from a merchant: never the bytes that came, always our own."""

from __future__ import annotations

import io
import warnings
from typing import BinaryIO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

from commerce.core.errors import Refusal
from commerce.media.domain.policies import FORMATS, LARGEST_FILE, LONGEST_SIDE, MOST_PIXELS


class NotAPicture(Refusal):
    """The file can't be read as a JPEG, PNG, WebP, AVIF or GIF, whatever its name says."""

    code = "not_a_picture"


class PictureFileTooLarge(Refusal):
    code = "picture_file_too_large"


class PictureHasTooManyPixels(Refusal):
    code = "picture_has_too_many_pixels"


def accept_picture(*, file: BinaryIO) -> ContentFile[bytes]:
    """The picture decoded and encoded again as WebP, upright, at most 2560 pixels a side, without any metadata.

    Whatever else the file carried (a script behind the pixels, a place in its EXIF, a huge profile) is gone. Size and
    pixels are refused from the header, before anything is decoded.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > LARGEST_FILE:
        raise PictureFileTooLarge(megabytes=LARGEST_FILE // 1024**2)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(file, formats=FORMATS) as picture:
                return _encode(picture)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise PictureHasTooManyPixels(megapixels=MOST_PIXELS // 10**6) from None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
            raise NotAPicture from None


def _encode(picture: Image.Image) -> ContentFile[bytes]:
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureHasTooManyPixels(megapixels=MOST_PIXELS // 10**6)
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    plain.save(out, "WEBP", quality=90, method=4, exif=b"", icc_profile=b"")
    return ContentFile(out.getvalue(), name="picture.webp")
