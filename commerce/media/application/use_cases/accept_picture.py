"""Taking a picture from a merchant or a shopper: never the bytes that came, always our own."""

from __future__ import annotations

import io
from typing import BinaryIO

from django.core.files.base import ContentFile

from commerce.core.errors import Refusal
from commerce.media.application import encoder
from commerce.media.application.encoding import encode
from commerce.media.domain.policies import LARGEST_FILE, LONGEST_SIDE


class NotAPicture(Refusal):
    """The file can't be read as a JPEG, PNG, WebP, AVIF or GIF, whatever its name says."""

    code = "not_a_picture"


class PictureFileTooLarge(Refusal):
    code = "picture_file_too_large"


class PictureHasTooManyPixels(Refusal):
    code = "picture_has_too_many_pixels"


class PictureTooHeavy(Refusal):
    """Reading it takes more memory or time than a picture is given."""

    code = "picture_too_heavy"


def accept_picture(*, file: BinaryIO, longest_side: int = LONGEST_SIDE) -> ContentFile[bytes]:
    """The picture decoded and encoded again as WebP, upright, at most so many pixels a side, without any metadata.

    Whatever else the file carried (a script behind the pixels, a place in its EXIF, a huge profile, more frames) is
    gone. Its size is refused unread, its pixels from the header; it is decoded in a process of its own, within
    300 MiB and 10 seconds.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > LARGEST_FILE:
        raise PictureFileTooLarge(megabytes=LARGEST_FILE // 1024**2)
    answer = encode(file.read(), longest_side=longest_side)
    if answer.ended == encoder.NOT_A_PICTURE:
        raise NotAPicture
    if answer.ended == encoder.TOO_MANY_PIXELS:
        raise PictureHasTooManyPixels(megapixels=answer.facts["megapixels"])
    if answer.ended:
        raise PictureTooHeavy
    return ContentFile(answer.webp, name="picture.webp")
