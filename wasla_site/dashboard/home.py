"""The first page of the desk: what there is to do today, and what came in last. Everyone sees what they may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from commerce.accounts.application.queries import rights_in_scope
from commerce.accounts.domain.policies import Right
from commerce.catalog.application.queries import stock_to_watch
from commerce.orders.application.queries import latest_orders, orders_to_do
from commerce.orders.interfaces.labels import ORDER_STATUS
from commerce.orders.interfaces.rights import may_handle_money
from commerce.payments.application.money_queries import open_discrepancies_count

ORDERS_SHOWN = 6


class StoreToday(Component):
    """Orders waiting for a hand, what does not agree, and products about to run out; each number leads to the list that
    explains it."""

    name = "store_today"
    template_name = "dashboard/store_today.html"
    order = 10

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        rights = rights_in_scope(user)
        orders = orders_to_do() if Right.VIEW_ORDERS in rights else ()
        return {
            "orders": [(ORDER_STATUS[waiting.status], waiting) for waiting in orders],
            "differences": open_discrepancies_count() if may_handle_money(user) else None,
            "stock": stock_to_watch() if Right.VIEW_PRODUCTS in rights else None,
            "may_add_products": Right.EDIT_PRODUCTS in rights,
            "may_edit_pages": Right.EDIT_PAGES in rights,
        }


class LatestOrders(Component):
    """The newest orders, each with what it waits for."""

    name = "latest_orders"
    template_name = "dashboard/latest_orders.html"
    order = 20

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {"orders": [(ORDER_STATUS[order.status], order) for order in latest_orders(ORDERS_SHOWN)]}


def panels_for(request: HttpRequest) -> list[Component]:
    panels: list[Component] = [StoreToday()]
    if Right.VIEW_ORDERS in rights_in_scope(request.user):
        panels.append(LatestOrders())
    return panels
