"""The door to payment gateways: what an adapter promises, and which ones this site has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from commerce.core.errors import Refusal
from commerce.payments.domain.values import PaymentMethod, Snapshot, StartRequest, StartResult


class UnknownPaymentMethod(Refusal):
    """The store offers no such way to pay."""

    code = "unknown_payment_method"


class TransactionOpen(RuntimeError):
    """A gateway was about to be called inside a transaction, which would hold locks meanwhile and could undo the
    record of money that moved. A defect."""


class PaymentGateway(Protocol):
    """An adapter bears the company's name and speaks its protocol.

    No exception of the network crosses: what never left is NOT_SENT, what got no clear answer is UNKNOWN. Every call
    has connect and read limits within `domain.states.CALL_LIMIT`.
    """

    @property
    def method(self) -> PaymentMethod:
        """How shoppers choose it, and what it can do."""
        ...

    def start(self, request: StartRequest) -> StartResult:
        """The gateway knows the payment, and says what the payer does next.

        Repeated with the same `gateway_key` it begins no second payment: an adapter whose gateway does not recognise
        repeats looks for the first one before it sends.
        """
        ...

    def find(self, gateway_key: UUID, reference: str) -> Snapshot:
        """What the gateway knows now. `reference` is empty while it has not named one. Changes nothing there."""
        ...


@dataclass(frozen=True, slots=True)
class _OutsideTransactions:
    """An adapter that refuses (TransactionOpen) to be called inside a transaction."""

    adapter: PaymentGateway

    @property
    def method(self) -> PaymentMethod:
        return self.adapter.method

    def start(self, request: StartRequest) -> StartResult:
        _require_no_transaction()
        return self.adapter.start(request)

    def find(self, gateway_key: UUID, reference: str) -> Snapshot:
        _require_no_transaction()
        return self.adapter.find(gateway_key, reference)


def _require_no_transaction() -> None:
    if connection.in_atomic_block:
        raise TransactionOpen("gateways are called with no transaction open")


def gateway_for(code: str) -> PaymentGateway:
    """The adapter that `PAYMENT_GATEWAYS` names for this code. Refuses UnknownPaymentMethod."""
    path = settings.PAYMENT_GATEWAYS.get(code)
    if path is None:
        raise UnknownPaymentMethod(method=code)
    return _OutsideTransactions(import_string(path)())


def payment_methods() -> tuple[PaymentMethod, ...]:
    """The ways to pay that this site offers, in the order of the settings."""
    return tuple(gateway_for(code).method for code in settings.PAYMENT_GATEWAYS)
