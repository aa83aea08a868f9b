"""What a member of staff may do with orders, by the policies of their membership."""

from __future__ import annotations

from typing import Any

from wagtail.permissions import policy_registry

from commerce.orders.models import Order
from commerce.payments.models import PaymentWay


def may_see_orders(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Order).user_has_permission(user, "view"))


def may_move_orders(user: Any) -> bool:
    """Packs, sends and takes back."""
    return bool(policy_registry.get_by_type(Order).user_has_permission(user, "move"))


def may_handle_money(user: Any) -> bool:
    """Says what money came in, takes what is held, and sends payers theirs."""
    return bool(policy_registry.get_by_type(PaymentWay).user_has_permission(user, "change"))
