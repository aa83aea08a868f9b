"""Holding promised pieces for longer."""

from datetime import datetime

from django.db import transaction

from commerce.catalog.models import StockReservation


def prolong_stock(*, subject: str, until: datetime) -> None:
    """What the subject holds is held until then at least."""
    with transaction.atomic():
        # An UPDATE alone locks rows as it meets them: it would have one while another hand had the first.
        held = StockReservation.objects.of(subject).held().filter(expires_at__lt=until).select_for_update()
        StockReservation.objects.filter(pk__in=held.values("pk")).update(expires_at=until)
