"""The addresses of the desk: Wagtail's, and before them those that stand in the place of one of Wagtail's."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from commerce.accounts.interfaces import entrance_urls
from wasla_site.dashboard.account import Account

urlpatterns = [
    path("", include(entrance_urls)),
    path("account/", require_admin_access(Account.as_view()), name="wagtailadmin_account"),
    path("", include(wagtailadmin_urls)),
]
