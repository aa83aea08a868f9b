"""An order falls, or fell after all: its uses of promotions are free again."""

from datetime import datetime

from django.db import transaction

from commerce.promotions.application.giving_back import give_back
from commerce.promotions.models import Redemption


def release_redemptions(*, subject: str, now: datetime) -> int:
    """Whatever the subject holds or had committed is free again; returns how many uses that is."""
    with transaction.atomic():
        return give_back(Redemption.objects.of(subject).open(), now)
