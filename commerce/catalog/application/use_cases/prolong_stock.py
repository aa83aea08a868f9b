"""Holding promised pieces for longer."""

from datetime import datetime

from django.db import transaction

from commerce.catalog.models import StockReservation


def prolong_stock(*, subject: str, until: datetime) -> None:
    """What the subject holds is held until then at least."""
    with transaction.atomic():
        StockReservation.objects.of(subject).held().filter(expires_at__lt=until).update(expires_at=until)
