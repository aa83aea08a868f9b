from django.urls import path

from commerce.carts.interfaces import web

app_name = "carts"

urlpatterns = [
    path("cart/", web.cart, name="cart"),
    path("cart/add/", web.add, name="add"),
    path("cart/codes/", web.add_code, name="add_code"),
    path("cart/codes/remove/", web.take_code_out, name="remove_code"),
    path("cart/lines/<int:variant_id>/", web.change, name="change"),
]
