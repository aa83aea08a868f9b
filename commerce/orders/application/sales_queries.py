"""What was sold, for those who compare products."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db.models import Sum
from django.db.models.functions import TruncDate

from commerce.orders.domain.states import CALLED_OFF, UNCONFIRMED
from commerce.orders.models import OrderLine


def pieces_sold(*, since: datetime) -> list[tuple[int, date, int]]:
    """(product, day in UTC, pieces) of confirmed orders placed since; gifts, and products that are gone, are left out.
    One statement."""
    lines = OrderLine.objects.filter(order__placed_at__gte=since, variant__isnull=False, is_gift=False)
    confirmed = lines.exclude(order__status__in=[status.value for status in UNCONFIRMED | CALLED_OFF])
    by_day = confirmed.annotate(day=TruncDate("order__placed_at", tzinfo=UTC)).values_list("variant__product_id", "day")
    return list(by_day.annotate(pieces=Sum("quantity")).order_by())
