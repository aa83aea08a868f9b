"""In what pictures are alike."""

from enum import StrEnum


class Likeness(StrEnum):
    """In what two pictures are compared: in all of what can be seen, in their colours, or in their outline."""

    SIMILAR = "similar"
    COLOUR = "colour"
    SHAPE = "shape"
