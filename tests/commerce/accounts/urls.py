"""The site's addresses, and before them a page that tells who is asking."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from wasla_site.urls import urlpatterns as site_urlpatterns


def who(request: Any) -> HttpResponse:
    customer = request.customer
    staff = request.user.email if request.user.is_authenticated else None
    return JsonResponse(
        {
            "staff": staff,
            "may_enter": request.user.has_perm("wagtailadmin.access_admin"),
            "customer": customer.email if customer else None,
            "cart": request.session.get("shopper.cart"),
        }
    )


def fill_cart(request: HttpRequest) -> HttpResponse:
    request.session["shopper.cart"] = 7
    return HttpResponse()


urlpatterns = [path("who/", who), path("fill-cart/", fill_cart), *site_urlpatterns]
