"""Bank transfer: no gateway, no call. The payer's own bank sends the money, and staff see it arrive."""

from commerce.core.bilingual import Bilingual
from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.domain.capabilities import Capabilities
from commerce.payments.domain.conversations import AttemptReference
from commerce.payments.domain.values import Offline, Outcome, PaymentMethod, Snapshot, StartRequest, StartResult


class BankTransfer:
    method = PaymentMethod(
        code="bank_transfer",
        name=Bilingual(ar="تحويل بنكي", en="Bank transfer"),
        description=Bilingual(
            ar="تحوّل المبلغ من بنكك خلال ثلاثة أيام، ونؤكد طلبك عند وصوله.",
            en="You transfer the amount from your bank within three days; we confirm your order when it arrives.",
        ),
        capabilities=Capabilities(offline=True, awaits_transfer=True),
    )

    def capabilities(self, account: GatewayAccount, brand: str = "") -> Capabilities:
        return self.method.capabilities

    def start(self, account: GatewayAccount, request: StartRequest) -> StartResult:
        return StartResult(Snapshot(Outcome.PENDING), Offline())

    def find(self, account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
        """Nobody can be asked but the store's own bank, by its own people."""
        return Snapshot(Outcome.PENDING, attempt.reference)
