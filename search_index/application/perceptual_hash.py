"""64 bits that are nearly the same for one picture in any size, and differ in about half for two pictures."""

from __future__ import annotations

import numpy as np
from PIL import Image
from scipy.fft import dctn

SIDE, KEPT = 32, 8


def perceptual_hash(picture: Image.Image) -> int:
    """Which of the slowest 64 waves of its lightness are stronger than their median, as a signed number of 64 bits."""
    grey = np.asarray(picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX), dtype=np.float64)
    waves = dctn(grey, norm="ortho")[:KEPT, :KEPT].ravel()
    bits = np.packbits(waves > np.median(waves[1:]))
    return int.from_bytes(bits.tobytes(), "big", signed=True)


def bits_apart(one: int, other: int) -> int:
    return ((one ^ other) & (2**64 - 1)).bit_count()
