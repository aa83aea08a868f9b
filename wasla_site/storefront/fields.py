"""The field a page's blocks are kept in."""

from typing import Any

from wagtail.fields import StreamField

from wasla_site.storefront.blocks import PageBody


class PageBodyField(StreamField):
    """A stream of the store's block vocabulary. Migrations name the field only, so a new block needs none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(PageBody(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
