"""A campaign: one page that is the banner, the landing page, the codes and the price rule, in one revision."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.search import index

from commerce.accounts.domain.policies import Right
from commerce.core.bilingual import Bilingual
from commerce.core.owned import TenantForeignKey, TenantOwned
from commerce.tenants.interfaces.instants import shop_instant
from wasla_site.storefront.campaigns.drafting import name_of
from wasla_site.storefront.campaigns.fields import (
    ActionsField,
    BannerField,
    ConditionsField,
    CouponsField,
    LimitsField,
)
from wasla_site.storefront.campaigns.forms import CampaignForm
from wasla_site.storefront.campaigns.sentence_panel import SentencePanel
from wasla_site.storefront.campaigns.typed_fields import whole_number
from wasla_site.storefront.fields import PageBodyField
from wasla_site.storefront.models import StorePage

BRANCH = "campaigns"
PRODUCTS = 24

TITLE = _("As your staff know it. Shoppers read it where no name in the shop is given.")
PRECEDENCE = _("Of two campaigns that are as good for the shopper the one with the higher number wins.")
GROUP = _("Campaigns of one group never reduce the same goods together. A word of your own, as “season”.")
COMBINES = _("Groups, parted by commas. Both campaigns must name each other's group.")
APART = _("Goods that one of those has reduced already are left alone by this one.")


class CampaignPage(StorePage):
    """A campaign of the store, below its home page at /campaigns/<slug>/.

    Published it is what the store promises: `publishing` keeps its promotion in step, in the same transaction. It shows
    and counts while the instant lies between its dates; Wagtail's own dates are refused.
    """

    heading_ar = models.CharField(_("Name, Arabic"), max_length=120, blank=True)
    heading_en = models.CharField(_("Name, English"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("Begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("Ends"), null=True, blank=True)
    actions = ActionsField(verbose_name=_("What it gives"), blank=True)
    conditions = ConditionsField(verbose_name=_("For whom and for what"), blank=True)
    limits = LimitsField(verbose_name=_("How far it goes"), blank=True)
    coupons = CouponsField(verbose_name=_("Coupons"), blank=True)
    banner = BannerField(verbose_name=_("Banner"), blank=True)
    body = PageBodyField(verbose_name=_("Content"), blank=True)
    priority = models.PositiveSmallIntegerField(_("Precedence"), default=0)
    group = models.CharField(_("Group"), max_length=40, blank=True)
    combines_with = models.CharField(_("Adds to campaigns of these groups"), max_length=200, blank=True)
    apart_from = models.CharField(_("Never together with these groups"), max_length=200, blank=True)

    base_form_class = CampaignForm
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    SentencePanel(),
                    TitleFieldPanel("title", placeholder=_("Name of the campaign"), help_text=TITLE),
                    MultiFieldPanel(
                        [FieldPanel("heading_ar"), FieldPanel("heading_en")], heading=_("Name in the shop")
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("starts_at", help_text=_("Empty: as soon as it is published.")),
                            FieldPanel("ends_at", help_text=_("Empty: until it is taken back.")),
                        ],
                        heading=_("When"),
                    ),
                    FieldPanel("actions"),
                    FieldPanel("conditions"),
                    FieldPanel("coupons"),
                    FieldPanel("limits"),
                    MultiFieldPanel(
                        [
                            FieldPanel("priority", help_text=PRECEDENCE, widget=whole_number()),
                            FieldPanel("group", help_text=GROUP),
                            FieldPanel("combines_with", help_text=COMBINES),
                            FieldPanel("apart_from", help_text=APART),
                        ],
                        heading=_("Together with other campaigns"),
                        classname="collapsed",
                    ),
                ],
                heading=_("Offer"),
            ),
            ObjectList([FieldPanel("banner"), FieldPanel("body")], heading=_("Banner and page")),
            ObjectList(
                [
                    FieldPanel("slug", heading=_("Address"), help_text=_("The last part, as in /campaigns/eid/.")),
                    CommentPanel(),
                ],
                heading=_("Address"),
            ),
        ]
    )
    search_fields: ClassVar = [
        *StorePage.search_fields,
        index.SearchField("heading_ar"),
        index.SearchField("heading_en"),
        index.AutocompleteField("heading_ar"),
        index.AutocompleteField("heading_en"),
        index.SearchField("body"),
    ]
    template = "storefront/campaign.html"
    parent_page_types: ClassVar = ["storefront.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    # A copy is a promotion of its own, and a code is one promotion's.
    exclude_fields_in_copy: ClassVar = ["coupons"]
    needed_right: ClassVar = Right.RUN_PROMOTIONS

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    @property
    def name(self) -> Bilingual:
        return name_of(self.title, self.heading_ar, self.heading_en)

    def clean(self) -> None:
        """Refuses Wagtail's dates, which a job would have to keep, and an end before the beginning."""
        super().clean()
        if self.go_live_at or self.expire_at:
            raise ValidationError(_("A campaign begins and ends by its own dates."))
        if self.starts_at and self.ends_at and self.starts_at >= self.ends_at:
            raise ValidationError({"ends_at": _("It ends before it begins.")})

    def set_url_path(self, parent: Any) -> str:
        """All campaigns have one branch of addresses, without a page in between that could be edited or lost."""
        super().set_url_path(parent)
        if parent:
            self.url_path = f"{parent.url_path}{BRANCH}/{self.slug}/"
        return str(self.url_path)

    def is_on_at(self, instant: Any) -> bool:
        """Whether the instant lies in its interval; the end is outside."""
        has_begun = self.starts_at is None or self.starts_at <= instant
        return has_begun and (self.ends_at is None or instant < self.ends_at)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The landing page, in a preview too: what it gives in plain words, and what of the shop it is about."""
        from wasla_site.storefront.campaigns.queries import products_of  # noqa: PLC0415 - asks for this model
        from wasla_site.storefront.campaigns.telling import told_of  # noqa: PLC0415 - at the desk and here

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        instant = shop_instant(request)
        products = products_of(self, request.tenant.currency, PRODUCTS, instant)  # type: ignore[attr-defined]
        return context | {"told": told_of(self, instant, to_staff=False), "products": products}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The landing page while the campaign is on; before and after it a page that says no more than that (404)."""
        if self.is_on_at(shop_instant(request)):
            response: HttpResponse = super().serve(request, *args, **kwargs)
            return response
        is_over = self.ends_at is not None and self.ends_at <= shop_instant(request)
        return TemplateResponse(request, "storefront/campaign_closed.html", {"is_over": is_over}, status=404)


class CampaignPromise(TenantOwned):
    """Which promotion a campaign is, from its first publishing on. No part of a revision, so no rollback loses it."""

    page = TenantForeignKey(
        settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, db_index=False, related_name="campaign_promises"
    )
    promotion = TenantForeignKey("promotions.Promotion", on_delete=models.RESTRICT, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "page"], name="campaign_promise_of_page"),
            models.UniqueConstraint(fields=["tenant", "promotion"], name="campaign_promise_of_promotion"),
        ]

    def __str__(self) -> str:
        return str(self.promotion_id)
