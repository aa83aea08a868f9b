"""What the activity log is told of money: that it came, or won't."""

from commerce.core.actors import Actor
from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import Payment

_TOLD = frozenset({PaymentStatus.CAPTURED, PaymentStatus.FAILED})


def record_payment(payment: Payment, *, before: PaymentStatus, actor: Actor | None = None) -> None:
    """The payment came from `before` to the status it has. Nothing but captures and failures is told."""
    after = PaymentStatus(payment.status)
    if after not in _TOLD:
        return
    name = Bilingual(ar=str(payment.amount), en=str(payment.amount))
    was, now = {"status": before.value}, {"status": after.value, "amount": payment.amount}
    record(Deed("payment", after.value, payment.pk, name, was, now), actor=actor)
