from django.urls import path

from commerce.orders.interfaces import transfers, web

app_name = "orders"

urlpatterns = [
    path("checkout/", web.checkout, name="checkout"),
    path("orders/<slug:token>/", web.order, name="order"),
    path("orders/<slug:token>/pay/", web.pay, name="pay"),
    path("orders/<slug:token>/another-way/", web.another_way, name="another_way"),
    path("orders/<slug:token>/payment/", web.payment, name="payment"),
    path("orders/<slug:token>/returned/", web.returned, name="returned"),
    path("orders/<slug:token>/check/", web.check, name="check"),
    path("orders/<slug:token>/receipt/", transfers.receipt, name="receipt"),
]
