"""What a picture shows, told from what it stands before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from scipy import ndimage
from skimage.color import rgb2lab
from skimage.transform import resize

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A picture is looked at no larger than this, and what it shows is then brought to the second size.
LOOKED_AT = 160
SIDE = 64
# How far from the border's colour a point must be, in Lab, to belong to what is shown: noise is not, pale things are.
FAR = 9.0
# A border's width, and the room left around what is shown, as shares of a side.
BORDER, ROOM = 0.03, 0.06
# With less of the picture, or with more, the border told nothing: then all of it is shown.
LEAST, MOST = 0.03, 0.97


@dataclass(frozen=True, slots=True)
class Subject:
    """`lab`, of shape (SIDE, SIDE, 3), is what the picture shows in the middle of white; `mask` is true where it is."""

    lab: NDArray[np.float32]
    mask: NDArray[np.bool_]

    def mirrored(self) -> Subject:
        return Subject(self.lab[:, ::-1], self.mask[:, ::-1])


def subject_of(picture: Image.Image) -> Subject:
    small = picture.convert("RGB")
    small.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.BOX, reducing_gap=None)
    lab = rgb2lab(np.asarray(small, dtype=np.float32) / 255)
    mask = foreground(lab)
    return _in_the_middle(lab, mask)


def foreground(lab: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Where the picture is unlike its own border, without specks and holes; everywhere if that says nothing."""
    height, width = lab.shape[:2]
    deep, wide = max(1, round(height * BORDER)), max(1, round(width * BORDER))
    border = np.concatenate([side.reshape(-1, 3) for side in (lab[:deep], lab[-deep:], lab[:, :wide], lab[:, -wide:])])
    distance = np.linalg.norm(lab - np.median(border, axis=0), axis=2)
    mask = ndimage.binary_opening(ndimage.median_filter(distance, size=3) > FAR)
    mask = ndimage.binary_fill_holes(mask)
    return mask if LEAST <= mask.mean() <= MOST else np.ones((height, width), dtype=bool)


def _in_the_middle(lab: NDArray[np.float32], mask: NDArray[np.bool_]) -> Subject:
    """Cut out with some room, made square, brought to SIDE; what does not belong to it is white."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    long = int(max(bottom - top, right - left))
    side = long + 2 * max(1, round(long * ROOM))
    down, across = (side - (bottom - top)) // 2, (side - (right - left)) // 2
    place = slice(down, down + bottom - top), slice(across, across + right - left)
    square, inside = np.full((side, side, 3), (100.0, 0.0, 0.0), dtype=np.float32), np.zeros((side, side), dtype=bool)
    cut = mask[top:bottom, left:right]
    square[place][cut], inside[place] = lab[top:bottom, left:right][cut], cut
    return Subject(
        resize(square, (SIDE, SIDE), anti_aliasing=side > SIDE).astype(np.float32),
        resize(inside.astype(np.float32), (SIDE, SIDE), anti_aliasing=side > SIDE) > 0.5,
    )
