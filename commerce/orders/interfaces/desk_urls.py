from django.urls import path

from commerce.orders.interfaces import desk

app_name = "orders_desk"

urlpatterns = [
    path("orders/<int:order_id>/move/", desk.move_order, name="move"),
]
