"""The names of shop pages as templates use them, over views that are never called here."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def _page(_request: HttpRequest, **_where: str) -> HttpResponse:
    return HttpResponse()


_catalog = (
    [
        path("products/", _page, name="list"),
        path("products/<str:slug>/", _page, name="product"),
        path("collections/<str:slug>/", _page, name="category"),
    ],
    "catalog",
)
_carts = (
    [
        path("cart/", _page, name="cart"),
        path("cart/add/", _page, name="add"),
        path("cart/codes/", _page, name="add_code"),
        path("cart/codes/remove/", _page, name="remove_code"),
        path("cart/lines/<int:variant_id>/", _page, name="change"),
    ],
    "carts",
)
_orders = (
    [
        path("checkout/", _page, name="checkout"),
        path("orders/<str:token>/", _page, name="order"),
        path("orders/<str:token>/pay/", _page, name="pay"),
        path("orders/<str:token>/check/", _page, name="check"),
        path("orders/<str:token>/another-way/", _page, name="another_way"),
        path("orders/<str:token>/receipt/", _page, name="receipt"),
    ],
    "orders",
)
_accounts = (
    [
        path("account/sign-in/", _page, name="sign_in"),
        path("account/register/", _page, name="register"),
        path("account/sign-out/", _page, name="sign_out"),
        path("account/password/forgotten/", _page, name="forgotten"),
        path("account/", _page, name="account"),
    ],
    "accounts",
)

urlpatterns = [
    path("", _page, name="storefront-home"),
    path("", include(_catalog)),
    path(
        "",
        include(
            ([path("search/", _page, name="results"), path("search/picture/", _page, name="by_picture")], "search")
        ),
    ),
    path("api/store/", include(([path("suggest/", _page, name="suggest")], "store-api"))),
    path("", include(_carts)),
    path("", include(_orders)),
    path("", include(_accounts)),
    path("", include(([path("store-preview/leave/", _page, name="leave")], "preview"))),
]
