"""A shopper's photograph: looked at, never kept."""

from typing import BinaryIO

from PIL import Image

from commerce.media.application.use_cases.accept_picture import (
    NotAPicture,
    PictureFileTooLarge,
    PictureHasTooManyPixels,
    PictureTooHeavy,
    accept_picture,
)
from search_index.application.picture_files import decoded

# Larger than any embedder looks at.
LONGEST_SIDE = 512
PHOTO_REFUSALS = NotAPicture, PictureFileTooLarge, PictureHasTooManyPixels, PictureTooHeavy


def photo_from(file: BinaryIO) -> Image.Image:
    """The photograph upright, without what was written beside its pixels; of one that moves, the first frame.

    Refuses what `accept_picture` refuses, within its limits of memory and time, and takes up to 10 seconds: call it
    with no transaction open.
    """
    return decoded(accept_picture(file=file, longest_side=LONGEST_SIDE).read())
