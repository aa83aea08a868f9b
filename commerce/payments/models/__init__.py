from commerce.payments.models.accounts import GatewayAccount, PaymentWay
from commerce.payments.models.discrepancies import Discrepancy
from commerce.payments.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from commerce.payments.models.operations import Operation, Refund
from commerce.payments.models.payments import Payment, PaymentAttempt
from commerce.payments.models.transfers import BankDetails, TransferConfirmation, TransferReceipt
from commerce.payments.models.webhooks import GatewayEvent

__all__ = [
    "BankDetails",
    "Discrepancy",
    "GatewayAccount",
    "GatewayEvent",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Operation",
    "Payment",
    "PaymentAttempt",
    "PaymentWay",
    "Refund",
    "TransferConfirmation",
    "TransferReceipt",
]
