"""All addresses of a store. Those that speak no language are reversed without one (`settings.LANGUAGE_FREE`)."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from commerce.accounts.interfaces import entrance_urls
from commerce.accounts.interfaces.urls import with_account_page
from commerce.media.interfaces.web import serve_rendition
from wasla_site.api_schema import schema
from wasla_site.dashboard import page_picker
from wasla_site.storefront.account import account
from wasla_site.storefront.web import home, page

handler404 = "wasla_site.errors.page_not_found"
handler500 = "wasla_site.errors.server_error"

urlpatterns = [
    path("manage/", include([path("", include(each)) for each in (entrance_urls, page_picker, wagtailadmin_urls)])),
    path("media/<int:tenant_id>/renditions/<str:name>", serve_rendition, name="media-rendition"),
    path("documents/", include(wagtaildocs_urls)),
    path("api/store/", include("search_index.interfaces.api_urls")),
    path("api/schema/", schema, name="api-schema"),
    path("", home, name="storefront-home"),
    path("", include("commerce.catalog.interfaces.urls")),
    path("", include("search_index.interfaces.urls")),
    path("", include("commerce.carts.interfaces.urls")),
    path("", include("commerce.orders.interfaces.urls")),
    path("", include(with_account_page(account))),
    path("", include("wasla_site.storefront.time_travel.urls")),
    path("<path:path>", page, name="storefront-page"),
]
