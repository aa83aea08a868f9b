"""Cash on delivery: no gateway, no call. Staff confirm the order, the carrier collects."""

from uuid import UUID

from commerce.core.bilingual import Bilingual
from commerce.payments.domain.values import (
    Capabilities,
    Offline,
    Outcome,
    PaymentMethod,
    Snapshot,
    StartRequest,
    StartResult,
)


class CashOnDelivery:
    method = PaymentMethod(
        code="cash_on_delivery",
        name=Bilingual(ar="الدفع عند الاستلام", en="Cash on delivery"),
        description=Bilingual(
            ar="تدفع نقدًا لمندوب التوصيل عند استلام طلبك.", en="You pay the courier in cash when your order arrives."
        ),
        capabilities=Capabilities(offline=True),
    )

    def start(self, request: StartRequest) -> StartResult:
        return StartResult(Snapshot(Outcome.PENDING), Offline())

    def find(self, gateway_key: UUID, reference: str) -> Snapshot:
        """Nobody outside knows anything about cash."""
        return Snapshot(Outcome.PENDING, reference)
