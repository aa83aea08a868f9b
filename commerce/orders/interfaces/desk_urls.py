from django.urls import path

from commerce.orders.interfaces import desk, discrepancy_desk, fulfilment_desk, payment_desk, return_desk, transfer_desk

app_name = "orders_desk"

urlpatterns = [
    path("orders/<int:order_id>/move/", desk.move_order, name="move"),
    path("orders/<int:order_id>/shipments/", fulfilment_desk.plan, name="plan_shipment"),
    path("orders/shipments/<int:fulfilment_id>/", fulfilment_desk.move_shipment, name="move_shipment"),
    path("orders/<int:order_id>/returns/", return_desk.ask_back, name="ask_back"),
    path("orders/returns/<int:return_id>/", return_desk.move_return, name="move_return"),
    path("orders/<int:order_id>/transfer/", transfer_desk.confirm, name="confirm_transfer"),
    path("orders/<int:order_id>/transfer/enough/", transfer_desk.accept_part, name="accept_part"),
    path("orders/<int:order_id>/give-back/", payment_desk.give_back, name="give_back"),
    path("orders/<int:order_id>/by-hand/", payment_desk.give_by_hand, name="give_by_hand"),
    path("orders/<int:order_id>/unapplied/", payment_desk.return_unapplied, name="return_unapplied"),
    path("orders/<int:order_id>/held-money/", payment_desk.held_money, name="held_money"),
    path("orders/<int:order_id>/came-back/", desk.came_back, name="came_back"),
    path("orders/differences/", discrepancy_desk.Discrepancies.as_view(), name="discrepancies"),
    path("orders/differences/<int:discrepancy_id>/close/", discrepancy_desk.close, name="close_discrepancy"),
    path("orders/differences/<int:discrepancy_id>/settle/", discrepancy_desk.settle, name="settle_movement"),
    path("orders/receipts/<int:receipt_id>/", transfer_desk.receipt, name="receipt"),
]
