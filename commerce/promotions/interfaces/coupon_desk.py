"""The desk's list of a batch's codes, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, npgettext
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from commerce.core.bilingual import Bilingual
from commerce.promotions.application.queries import coupons_of, get_batch, uses_of_codes
from commerce.promotions.interfaces.coupon_csv import coupon_csv
from commerce.promotions.models import CouponBatch

ROWS = 100


def promotion_name(batch: CouponBatch) -> str:
    version = batch.promotion.current
    if version is None:
        return ""
    return Bilingual(version.name_ar, version.name_en).in_language(get_language() or "ar")


class CouponPages(WagtailPaginator):
    """Counts in whole words: Arabic has a form for two, for a few and for many."""

    @property
    def items_count_label(self) -> str:
        return npgettext("in a list", "%(count)s coupon", "%(count)s coupons", self.count) % {"count": self.count}


class BatchView(PermissionCheckedMixin, View):
    """Of one batch, for those who run promotions."""

    model = CouponBatch
    any_permission_required = ("view",)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.batch = get_batch(kwargs["batch_id"])


class CouponList(BatchView, WagtailAdminTemplateMixin):
    template_name = "promotions_desk/coupons.html"
    header_icon = "tag"

    def get(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        rows = CouponPages(coupons_of(self.batch), ROWS).get_page(request.GET.get("p"))
        uses = uses_of_codes(self.batch, [row.pk for row in rows])
        return self.render_to_response(
            self.get_context_data(
                batch=self.batch,
                rows=rows,
                coupons=[(row, uses.get(row.pk, 0)) for row in rows],
                index_url=reverse("promotions_desk:coupons", args=[batch_id]),
            )
        )

    def get_page_title(self) -> str:
        return _("Coupons")

    def get_page_subtitle(self) -> str:
        return promotion_name(self.batch)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]


class CouponExport(BatchView):
    def get(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        body = coupon_csv(self.batch, coupons_of(self.batch), uses_of_codes(self.batch))
        headers = {"Content-Disposition": f'attachment; filename="coupons-{batch_id}.csv"'}
        return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)
