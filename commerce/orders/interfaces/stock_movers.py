"""Orders as the history of a product's stock names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commerce.catalog.interfaces.movers import Mover
from commerce.orders.application.queries import orders_of_subjects
from commerce.orders.interfaces.rights import may_see_orders


def movers_named(subjects: frozenset[str], user: Any) -> Mapping[str, Mover]:
    """The number of each order, with its page for those who may see orders."""
    may_see = may_see_orders(user)
    return {
        subject: Mover(
            _("Order %(number)s") % {"number": number},
            reverse("wagtailsnippets_orders_order:inspect", args=[order_id]) if may_see else "",
        )
        for subject, (order_id, number) in orders_of_subjects(subjects).items()
    }
