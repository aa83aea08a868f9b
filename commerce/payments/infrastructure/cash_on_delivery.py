"""Cash on delivery: no gateway, no call. Staff confirm the order, the carrier collects."""

from commerce.core.bilingual import Bilingual
from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.capabilities import Capabilities
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.values import (
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

    def capabilities(self, account: GatewayAccount, brand: str = "") -> Capabilities:
        return self.method.capabilities

    def start(self, account: GatewayAccount, request: StartRequest) -> StartResult:
        return StartResult(Snapshot(Outcome.PENDING), Offline())

    def find(self, account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
        """Nobody outside knows anything about cash."""
        return Snapshot(Outcome.PENDING, attempt.reference)
