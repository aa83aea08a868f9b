"""The addresses of the platform's own host: opening a store, and what gateways call. Nothing of any store."""

from django.urls import include, path
from django.views.generic import RedirectView

from wasla_site.dashboard.sign_up import sign_up

handler404 = "wasla_site.errors.page_not_found"
handler500 = "wasla_site.errors.server_error"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="platform-sign-up")),
    path("open/", sign_up, name="platform-sign-up"),
    path("", include("commerce.payments.interfaces.hook_urls")),
]
