"""Orders whose time is up, and what they hold: not those that are being paid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from commerce.catalog.application.queries import overdue_subjects
from commerce.catalog.application.use_cases.release_due_stock import release_due_stock
from commerce.orders.domain.policies import is_time_up
from commerce.orders.models import Order
from commerce.payments.application.pages import subjects_being_paid


def time_is_up(order: Order, now: datetime) -> bool:
    """Whether this unconfirmed order is to be called off now."""
    is_being_paid = order.subject in subjects_being_paid([order.subject], now)
    return is_time_up(expires_at=order.expires_at, is_being_paid=is_being_paid, now=now)


def release_overdue(variant_ids: Iterable[int], now: datetime) -> int:
    """Pieces of these variants are free that were held for orders whose time is up; returns how many, with the others
    that such orders held."""
    with transaction.atomic():
        subjects = overdue_subjects(variant_ids, now)
        return release_due_stock(subjects=subjects - subjects_being_paid(subjects, now), now=now)
