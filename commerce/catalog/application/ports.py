"""What the catalog asks of others."""

from collections.abc import Collection, Mapping
from typing import Protocol


class ImageSource(Protocol):
    """Knows the pictures a product file names."""

    def image_ids(self, names: Collection[str]) -> Mapping[str, int]:
        """The id of the store's image of each name it knows; it may make one. Called in the store's scope, outside any
        transaction."""
        ...
