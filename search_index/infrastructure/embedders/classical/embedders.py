"""Pictures as vectors without any weights of others: by colour, outline, texture and layout, not by meaning.

Photographs before a plain background do well; a cluttered one is taken for a part of what is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from search_index.infrastructure.embedders.classical.fitted import VERSION, reduced
from search_index.infrastructure.embedders.classical.parts import PARTS
from search_index.infrastructure.embedders.classical.subject import subject_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class ClassicalEmbedder:
    """An `Embedder` of some of the parts."""

    parts: tuple[str, ...]
    id: str = f"classical-{VERSION}"
    modality: str = "image"

    @property
    def dim(self) -> int:
        return sum(PARTS[name][1] for name in self.parts)

    def embed(self, batch: Sequence[Image]) -> NDArray[np.float32]:
        subjects = [subject_of(picture) for picture in batch]
        found = {name: np.stack([PARTS[name][0](subject) for subject in subjects]) for name in self.parts}
        return reduced(found, self.parts)


def similar() -> ClassicalEmbedder:
    return ClassicalEmbedder(tuple(PARTS))


def same_colour() -> ClassicalEmbedder:
    return ClassicalEmbedder(("colours",))


def same_shape() -> ClassicalEmbedder:
    return ClassicalEmbedder(("outline",))
