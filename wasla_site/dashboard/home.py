"""The first page of the desk: what there is to do today."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component

from commerce.catalog.application.queries import stock_to_watch
from commerce.orders.application.queries import orders_to_do
from commerce.orders.interfaces.labels import ORDER_STATUS


class StoreToday(Component):
    """Orders waiting for a hand, and products about to run out; each number leads to the list that explains it."""

    name = "store_today"
    template_name = "dashboard/store_today.html"
    order = 10

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        orders = [(ORDER_STATUS[waiting.status], waiting) for waiting in orders_to_do()]
        return {"store": request.tenant, "orders": orders, "stock": stock_to_watch()}
