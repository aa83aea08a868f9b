"""What happens to a payment, in one line each."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from commerce.payments.application.queries import get_payment
from commerce.payments.application.use_cases.apply_observation import apply_observation
from commerce.payments.application.use_cases.start_payment import Checkout, start_payment
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.domain.values import Snapshot
from commerce.payments.models import PaymentAttempt
from tests.commerce.carts.shop import NOON

LATER = NOON + timedelta(hours=2)


def start(payment_id: int, now: Any = NOON) -> Any:
    checkout = Checkout("1001", "ar", "http://noor.localhost/back/")
    return start_payment(payment_id=payment_id, checkout=checkout, now=now)


def status_of(payment_id: int) -> PaymentStatus:
    with transaction.atomic():
        return get_payment(payment_id).status


def attempts() -> list[PaymentAttempt]:
    with transaction.atomic():
        return list(PaymentAttempt.objects.order_by("id"))


def die() -> None:
    raise SystemExit


def observe(snapshot: Snapshot, now: Any = NOON) -> list[int]:
    return apply_observation(attempt_id=attempts()[-1].pk, snapshot=snapshot, now=now)
