"""Which attempt a gateway is asked about."""

from __future__ import annotations

from commerce.payments.application.ports import gateway_for
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.models import PaymentAttempt


def reference_of(attempt: PaymentAttempt, named: str = "", beside: frozenset[str] = frozenset()) -> AttemptReference:
    """The attempt as its gateway knows it, by the channel it was begun on; `named` is what it is called while no
    reference was stored, and `beside` what is not it (`known_beside`)."""
    reference = attempt.gateway_reference or named
    brand = gateway_for(attempt.gateway).method.brand
    key = attempt.known_by or attempt.gateway_key
    return AttemptReference(key, reference, attempt.payment.amount, brand, attempt.channel, beside)


def known_beside(attempt: PaymentAttempt) -> frozenset[str]:
    """What the payment's other attempts are called: payments under this one's key may be among them."""
    others = PaymentAttempt.objects.filter(payment=attempt.payment_id).exclude(pk=attempt.pk)
    return frozenset(others.exclude(gateway_reference="").values_list("gateway_reference", flat=True))
