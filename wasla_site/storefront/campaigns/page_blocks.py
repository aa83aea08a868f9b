"""Blocks of any page that show a campaign while it is on: its banner, the time that is left, its products."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from commerce.tenants.interfaces.instants import shop_instant


def campaign_choices() -> list[tuple[str, str]]:
    from wasla_site.storefront.campaigns import queries  # noqa: PLC0415 - asks for pages, which hold these blocks

    return queries.campaign_choices()


class CampaignChoiceBlock(blocks.ChoiceBlock):
    """A campaign of this store. Reading a stored one asks nothing; one that is gone is not shown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=campaign_choices, search_index=False, label=_("Campaign"), **kwargs)

    def normalize_choice(self, value: Any) -> str:
        return str(value or "")


class _OfCampaign(blocks.StructBlock):
    """`request` is there wherever a page is shown; without one nothing is on."""

    campaign = CampaignChoiceBlock()

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        chosen = str(value["campaign"] or "")
        if request is not None and chosen.isdecimal():
            context.update(self.shown(request, int(chosen), value))
        return context

    def shown(self, request: Any, campaign_id: int, value: Any) -> dict[str, Any]:
        raise NotImplementedError


class CampaignBannerBlock(_OfCampaign):
    def shown(self, request: Any, campaign_id: int, value: Any) -> dict[str, Any]:
        from wasla_site.storefront.campaigns.queries import banners_on  # noqa: PLC0415 - as above

        return {"banners": tuple(one for one in banners_on(request) if one.campaign_id == campaign_id)}

    class Meta:
        template = "storefront/blocks/campaign_banner.html"
        icon = "image"
        label = _("Banner of a campaign")
        group = _("Promote")


class CampaignCountdownBlock(_OfCampaign):
    heading_ar = blocks.CharBlock(required=False, max_length=60, label=_("Heading, Arabic"))
    heading_en = blocks.CharBlock(required=False, max_length=60, label=_("Heading, English"))

    def shown(self, request: Any, campaign_id: int, value: Any) -> dict[str, Any]:
        from wasla_site.storefront.campaigns.queries import campaign_on  # noqa: PLC0415 - as above

        return {"campaign": campaign_on(request, campaign_id)}

    class Meta:
        template = "storefront/blocks/campaign_countdown.html"
        icon = "time"
        label = _("Countdown of a campaign")
        group = _("Promote")


class CampaignProductsBlock(_OfCampaign):
    heading_ar = blocks.CharBlock(required=False, max_length=60, label=_("Heading, Arabic"))
    heading_en = blocks.CharBlock(required=False, max_length=60, label=_("Heading, English"))
    count = blocks.IntegerBlock(min_value=2, max_value=24, default=8, label=_("How many"))

    def shown(self, request: Any, campaign_id: int, value: Any) -> dict[str, Any]:
        from wasla_site.storefront.campaigns.queries import campaign_on, products_of  # noqa: PLC0415 - as above

        campaign = campaign_on(request, campaign_id)
        if campaign is None:
            return {"campaign": None, "products": ()}
        products = products_of(campaign, request.tenant.currency, value["count"] or 8, shop_instant(request))
        return {"campaign": campaign, "products": products}

    class Meta:
        template = "storefront/blocks/campaign_products.html"
        icon = "list-ul"
        label = _("Products of a campaign")
        group = _("Products")
