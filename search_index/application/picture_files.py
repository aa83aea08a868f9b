"""From the bytes of a picture that is ours to its pixels."""

import io

from PIL import Image


class UnreadablePicture(Exception):
    """The bytes are no picture, or only its beginning."""


def decoded(content: bytes) -> Image.Image:
    """The first frame in RGB, on white where it is see-through. For our own files only: strangers' are decoded by
    `accept_picture`, in a process of its own. Raises UnreadablePicture."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            shown = picture.convert("RGBA")
    except Exception as error:
        raise UnreadablePicture from error
    ground = Image.new("RGBA", shown.size, "white")
    ground.alpha_composite(shown)
    return ground.convert("RGB")
