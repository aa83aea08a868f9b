"""Products page by page, wherever the desk lists them."""

from __future__ import annotations

from django.utils.translation import npgettext
from wagtail.admin.paginator import WagtailPaginator


class ProductPages(WagtailPaginator):
    """Counts in the merchant's words."""

    @property
    def items_count_label(self) -> str:
        return npgettext("in a list", "%(count)s product", "%(count)s products", self.count) % {"count": self.count}
