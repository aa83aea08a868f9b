"""What is left of a hold when nothing more is to be taken of it."""

from datetime import datetime

from django.db import transaction

from commerce.payments.application.late_holds import let_go_of_remains
from commerce.payments.application.locks import lock_payment


def release_rest(*, payment_id: int, now: datetime) -> None:
    """What somebody left of a hold at the gateway's own desk, of which they took a part there, is let go by the sweep
    where the gateway keeps it; elsewhere a person was told when the part was taken. Once, and not when the bank has let
    it go by itself."""
    with transaction.atomic():
        let_go_of_remains(lock_payment(payment_id), now)
