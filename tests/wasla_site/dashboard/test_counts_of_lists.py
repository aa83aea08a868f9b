"""Lists of the desk count in whole words: Arabic has forms of its own for one, two, a few and many."""

from __future__ import annotations

import pytest
from django.utils import translation
from wagtail.admin.paginator import WagtailPaginator

from commerce.catalog.interfaces.collection_desk import CollectionPages
from commerce.catalog.interfaces.price_list_desk import PriceListPages
from commerce.catalog.interfaces.product_pages import ProductPages
from commerce.orders.interfaces.admin import OrderPages
from commerce.promotions.interfaces.coupon_desk import CouponPages
from wasla_site.storefront.campaigns.choosers import VariantPages
from wasla_site.storefront.campaigns.desk import CampaignPages

COUNTED = {
    CouponPages: ("قسيمة واحدة", "قسيمتان", "3 قسائم", "20 قسيمة", "20 coupons"),
    VariantPages: ("متغير واحد", "متغيران", "3 متغيرات", "20 متغيرًا", "20 variants"),
    ProductPages: ("منتج واحد", "منتجان", "3 منتجات", "20 منتجًا", "20 products"),
    OrderPages: ("طلب واحد", "طلبان", "3 طلبات", "20 طلبًا", "20 orders"),
    CampaignPages: ("حملة واحدة", "حملتان", "3 حملات", "20 حملة", "20 campaigns"),
    CollectionPages: ("مجموعة واحدة", "مجموعتان", "3 مجموعات", "20 مجموعة", "20 collections"),
    PriceListPages: (
        *("قائمة أسعار مجدولة واحدة", "قائمتا أسعار مجدولة", "3 قوائم أسعار مجدولة", "20 قائمة أسعار مجدولة"),
        "20 lists of scheduled prices",
    ),
}


@pytest.mark.parametrize(("pages", "told"), COUNTED.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_lists_count_in_whole_words(pages: type[WagtailPaginator], told: tuple[str, ...]) -> None:
    with translation.override("ar"):
        arabic = [str(pages(range(number), 50).items_count_label) for number in (1, 2, 3, 20)]
    with translation.override("en"):
        assert (*arabic, str(pages(range(20), 50).items_count_label)) == told
