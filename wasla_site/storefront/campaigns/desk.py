"""The desk's list of campaigns, and what tells as one types what a campaign does."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext
from django.views import View
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from commerce.accounts.application.queries import rights_in_scope
from commerce.accounts.domain.policies import Right
from commerce.core import clock
from commerce.tenants.application.queries import currency_in_scope
from wasla_site.storefront.campaigns.models import CampaignPage, CampaignPromise
from wasla_site.storefront.campaigns.queries import campaign_rows, campaigns_newest_first
from wasla_site.storefront.campaigns.telling import told_of
from wasla_site.storefront.models import HomePage

ROWS = 50


class CampaignPages(WagtailPaginator):
    """Counts in whole words: Arabic has a form for two, for a few and for many."""

    @property
    def items_count_label(self) -> str:
        return npgettext("in a list", "%(count)s campaign", "%(count)s campaigns", self.count) % {"count": self.count}


class CampaignList(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """For all who may see campaigns; only who runs them is led to their forms."""

    model = CampaignPromise
    any_permission_required = ("view",)
    template_name = "campaigns_desk/campaigns.html"
    header_icon = "calendar-check"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = CampaignPages(campaigns_newest_first(), ROWS).get_page(request.GET.get("p"))
        return self.render_to_response(
            self.get_context_data(
                rows=rows,
                campaigns=campaign_rows(rows, clock.now(), currency_in_scope()),
                may_run=self.may_run,
                index_url=reverse("campaigns_desk:list"),
            )
        )

    @property
    def may_run(self) -> bool:
        return Right.RUN_PROMOTIONS in rights_in_scope(self.request.user)

    def get_page_title(self) -> str:
        return _("Campaigns")

    def get_header_buttons(self) -> list[Any]:
        home = HomePage.objects.filter(depth=2).first()
        if home is None or not self.may_run:
            return []
        add = reverse("wagtailadmin_pages:add", args=["storefront", "campaignpage", home.pk])
        address = f"{add}?{urlencode({'next': reverse('campaigns_desk:list')})}"
        return [HeaderButton(_("New campaign"), url=address, icon_name="plus")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class TellCampaign(View):
    """The sentences of the campaign as it is typed right now. Nothing is written; what is not valid is left out."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if Right.RUN_PROMOTIONS not in rights_in_scope(request.user):
            raise PermissionDenied
        form_class = CampaignPage.get_edit_handler().get_form_class()
        form = form_class(request.POST, instance=CampaignPage(), for_user=request.user)
        form.defer_required_fields()
        form.is_valid()
        told = told_of(form.typed, clock.now(), to_staff=True)
        return render(request, "campaigns_desk/told.html", {"told": told})
