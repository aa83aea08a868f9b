from commerce.payments.models.accounts import GatewayAccount, PaymentWay
from commerce.payments.models.payments import Payment, PaymentAttempt
from commerce.payments.models.transfers import BankDetails, TransferConfirmation, TransferReceipt
from commerce.payments.models.webhooks import GatewayEvent

__all__ = [
    "BankDetails",
    "GatewayAccount",
    "GatewayEvent",
    "Payment",
    "PaymentAttempt",
    "PaymentWay",
    "TransferConfirmation",
    "TransferReceipt",
]
