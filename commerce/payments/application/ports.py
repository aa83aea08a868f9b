"""The door to payment gateways: what an adapter promises, and which ones this site has."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast, runtime_checkable

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from commerce.core.errors import Refusal
from commerce.payments.domain.accounts import KEYS_LOST, AccountShape, GatewayAccount
from commerce.payments.domain.capabilities import Capabilities
from commerce.payments.domain.conversations import (
    AttemptReference,
    OperationRequest,
    RawRequest,
    ReturnHint,
    VerifiedEvent,
)
from commerce.payments.domain.declines import DeclineReason
from commerce.payments.domain.values import Outcome, PageSources, PaymentMethod, Snapshot, StartRequest, StartResult


class UnknownPaymentMethod(Refusal):
    """The store offers no such way to pay."""

    code = "unknown_payment_method"


class TransactionOpen(RuntimeError):
    """A gateway was about to be called inside a transaction, which would hold locks meanwhile and could undo the
    record of money that moved. A defect."""


@runtime_checkable
class PaymentGateway(Protocol):
    """An adapter bears the company's name and speaks its protocol.

    No exception of the network crosses: what never left is NOT_SENT, what got no clear answer is UNKNOWN. Every call
    has connect and read limits within `domain.states.CALL_LIMIT`. What the gateway can't do by the account's
    capabilities is not asked of it; asked all the same, it is NOT_SENT with the code `unsupported`.
    """

    @property
    def method(self) -> PaymentMethod:
        """How shoppers choose it, and what it can do at most."""
        ...

    def capabilities(self, account: GatewayAccount, brand: str = "") -> Capabilities:
        """What can be done with this account, and with this kind of card or wallet."""
        ...

    def start(self, account: GatewayAccount, request: StartRequest) -> StartResult:
        """The gateway knows the payment, and says what the payer does next.

        Repeated with the same `gateway_key` it begins no second payment that could be paid as well.
        """
        ...

    def find(self, account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
        """What the gateway knows now, compared with what was asked for (`domain.matching`). Changes nothing there."""
        ...


@runtime_checkable
class OnlineGateway(PaymentGateway, Protocol):
    """A gateway that is a company with a network in between."""

    @property
    def shape(self) -> AccountShape:
        """What a store's account with it is made of."""
        ...

    @property
    def forged_status(self) -> int:
        """The HTTP status a webhook whose signature does not hold is answered with, by the gateway's own rule."""
        ...

    def page_sources(self) -> PageSources:
        """From where the page on which the shopper pays may load, and where its forms may lead."""
        ...

    def find_all(self, account: GatewayAccount, attempt: AttemptReference) -> tuple[Snapshot, ...] | None:
        """Every payment under the attempt's key that took or holds money, for some pages can be paid at twice; and what
        was done with that money, at the gateway's own desk too, where such movements have names (their `parent` says
        of what). None where that could not be told."""
        ...

    def read_return(self, account: GatewayAccount, attempt: AttemptReference, request: RawRequest) -> ReturnHint:
        """The payer came back. Calls nobody, and says nothing about money."""
        ...

    def why_declined(self, code: str) -> DeclineReason | None:
        """What this code of a declined snapshot tells a payer; None for all that is not known for certain."""
        ...

    def open_webhook(self, account: GatewayAccount, request: RawRequest) -> VerifiedEvent:
        """The event, when its signature over the raw bytes holds. Raises Forged, Malformed, OtherMode; calls nobody."""
        ...

    def capture(self, account: GatewayAccount, operation: OperationRequest) -> Snapshot:
        """Held money is the store's (CAPTURED)."""
        ...

    def void(self, account: GatewayAccount, operation: OperationRequest) -> Snapshot:
        """Held money is let go (VOIDED)."""
        ...

    def refund(self, account: GatewayAccount, operation: OperationRequest) -> Snapshot:
        """Money goes back to the payer (REFUNDED, or SETTLING while the bank takes its time)."""
        ...

    def find_operation(self, account: GatewayAccount, operation: OperationRequest) -> Snapshot:
        """What came of an operation whose answer was not clear. NOT_FOUND: it may be sent again, with the same key."""
        ...

    def close_page(self, account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
        """Nobody can pay at the payer's page any more (VOIDED). DECLINED: it was paid at, or closed, before; NOT_FOUND:
        this attempt has none there."""
        ...


_UNASKED = Snapshot(Outcome.NOT_SENT, code=KEYS_LOST, needs_operator=True)
# What is asked over the network, with what is answered where the account's keys are lost; the rest is reckoned here.
_CALLS: dict[str, object] = {
    **dict.fromkeys(("find", "capture", "void", "refund", "find_operation", "close_page"), _UNASKED),
    "start": StartResult(_UNASKED),
    "find_all": None,
}


class _OutsideTransactions:
    """An adapter that refuses (TransactionOpen) to be called inside a transaction, and is not called for an account
    whose keys are lost."""

    def __init__(self, adapter: PaymentGateway) -> None:
        self._adapter = adapter

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._adapter, name)
        return _guarded(found, _CALLS[name]) if name in _CALLS else found


def _guarded(call: Callable[..., Any], unasked: object) -> Callable[..., Any]:
    @wraps(call)
    def guarded(account: GatewayAccount, *args: Any, **kwargs: Any) -> Any:
        _require_no_transaction()
        return unasked if account.are_keys_lost else call(account, *args, **kwargs)

    return guarded


def _require_no_transaction() -> None:
    if connection.in_atomic_block:
        raise TransactionOpen("gateways are called with no transaction open")


def gateway_for(code: str) -> PaymentGateway:
    """The adapter that `PAYMENT_GATEWAYS` names for this code. Refuses UnknownPaymentMethod."""
    path = settings.PAYMENT_GATEWAYS.get(code)
    if path is None:
        raise UnknownPaymentMethod(method=code)
    return cast(PaymentGateway, _OutsideTransactions(import_string(path)()))


def online_gateway_for(code: str) -> OnlineGateway:
    """As `gateway_for`, of a gateway that a store has an account with. Refuses UnknownPaymentMethod for all others."""
    gateway = gateway_for(code)
    if gateway.method.needs_account:
        return cast(OnlineGateway, gateway)
    raise UnknownPaymentMethod(method=code)


def gateway_of_company(provider: str) -> OnlineGateway:
    """The adapter that knows this company's accounts and webhooks. Refuses UnknownPaymentMethod for what is only a way
    to pay by one."""
    gateway = online_gateway_for(provider)
    if gateway.method.provider != provider:
        raise UnknownPaymentMethod(method=provider)
    return gateway


def payment_methods() -> tuple[PaymentMethod, ...]:
    """The ways to pay that this site knows, in the order of the settings. Which of them a store has is
    `queries.ways_to_pay`'s to say."""
    return tuple(gateway_for(code).method for code in settings.PAYMENT_GATEWAYS)
