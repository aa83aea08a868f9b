"""The fields a campaign's rules are kept in. Migrations name the fields only, so a new block needs none."""

from typing import Any, ClassVar

from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from wasla_site.storefront.campaigns.banner_block import Banner
from wasla_site.storefront.campaigns.rule_blocks import Actions, Conditions, Coupons, Limits


class _OfBlocks(StreamField):
    block_class: ClassVar[type[StreamBlock]]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(self.block_class(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class ActionsField(_OfBlocks):
    block_class = Actions


class ConditionsField(_OfBlocks):
    block_class = Conditions


class CouponsField(_OfBlocks):
    block_class = Coupons


class LimitsField(_OfBlocks):
    block_class = Limits


class BannerField(_OfBlocks):
    block_class = Banner
