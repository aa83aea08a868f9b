"""HyperPay, by its widget: the Open Payment Platform's COPYandPAY.

Account: secrets `access_token`, `webhook` (64 hex digits), `webhook_before`; settings `entity`, and `entity_mada`;
regions as in `hosts`. mada has a channel of its own, and a checkout belongs to one channel for good: so mada is a way
to pay of its own, chosen before the checkout is prepared.

Safe readings where the contract is not confirmed: amounts have two decimals in test mode too (the official plugin sends
whole numbers there, which may be needed no more); currencies of two decimals only; one capture per hold; a 5xx is
unclear whatever its body says; the key of an operation may be missing from its payment (`back_office`).
"""

from __future__ import annotations

from commerce.core.bilingual import Bilingual
from commerce.payments.domain.accounts import AccountShape, GatewayAccount, KeyField
from commerce.payments.domain.capabilities import Capabilities, PartialCaptures, Voids
from commerce.payments.domain.conversations import (
    AttemptReference,
    OperationRequest,
    RawRequest,
    ReturnHint,
    VerifiedEvent,
)
from commerce.payments.domain.declines import DeclineReason
from commerce.payments.domain.matching import matched
from commerce.payments.domain.values import PageSources, PaymentMethod, Snapshot, StartRequest, StartResult
from commerce.payments.infrastructure.hyperpay import back_office, checkout, result_codes, returns, status, webhooks
from commerce.payments.infrastructure.hyperpay.hosts import DOMAINS, REGIONS
from commerce.payments.infrastructure.transport.answers import Unanswered, unsupported
from commerce.payments.infrastructure.transport.hosts import origins_of
from commerce.payments.infrastructure.transport.whole_calls import within_one_deadline

_CARDS = Capabilities(
    offered_without_script=False,
    holds=True,
    page_holds=True,
    partial_captures=PartialCaptures.ONE,
    voids=Voids.HOLDS_ONLY,
    refunds=True,
    partial_refunds=True,
    names_each_refund=True,
    currencies=checkout.CURRENCIES,
    seconds_between_asks=30,
    page_seconds=30 * 60,
    hold_days=7,
)


@within_one_deadline
class HyperPay:
    method = PaymentMethod(
        code="hyperpay",
        name=Bilingual(ar="فيزا أو ماستركارد عبر هايبر باي", en="Visa or Mastercard with HyperPay"),
        description=Bilingual(
            ar="تُدخل بيانات بطاقتك في نموذج هايبر باي.", en="You enter your card in HyperPay's own form."
        ),
        capabilities=_CARDS,
        provider="hyperpay",
        needs_setting="entity",
    )
    shape = AccountShape(
        fields=(
            KeyField("access_token", is_secret=True),
            KeyField("entity", is_secret=False, pattern="[0-9A-Za-z]{32}"),
            KeyField("entity_mada", is_secret=False, is_needed=False, pattern="[0-9A-Za-z]{32}"),
            KeyField("webhook", is_secret=True, is_needed=False, pattern="[0-9A-Fa-f]{64}"),
        ),
        regions={mode: tuple(hosts) for mode, hosts in REGIONS.items()},
        identity="access_token",
        webhook="webhook",
    )
    forged_status = 401

    def page_sources(self) -> PageSources:
        origins = origins_of(self.method.provider, DOMAINS)
        return PageSources(scripts=origins, pages=origins)

    def capabilities(self, account: GatewayAccount, brand: str = "") -> Capabilities:
        return self.method.capabilities

    def start(self, account: GatewayAccount, request: StartRequest) -> StartResult:
        try:
            return checkout.prepare(account, request)
        except Unanswered as trouble:
            return StartResult(trouble.snapshot)

    def find(self, account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
        try:
            return matched(status.stand_of(account, attempt), attempt, account)
        except Unanswered as trouble:
            return trouble.snapshot

    def find_all(self, account: GatewayAccount, attempt: AttemptReference) -> tuple[Snapshot, ...] | None:
        try:
            return status.all_moved(account, attempt)
        except Unanswered:
            return None

    def read_return(self, account: GatewayAccount, attempt: AttemptReference, request: RawRequest) -> ReturnHint:
        return returns.read_return(attempt, request)

    def why_declined(self, code: str) -> DeclineReason | None:
        return result_codes.why_declined(code)

    def open_webhook(self, account: GatewayAccount, request: RawRequest) -> VerifiedEvent:
        return webhooks.open_webhook(account, request)

    def capture(self, account: GatewayAccount, operation: OperationRequest) -> Snapshot:
        return self._operate(account, operation)

    def void(self, account: GatewayAccount, operation: OperationRequest) -> Snapshot:
        return self._operate(account, operation)

    def refund(self, account: GatewayAccount, operation: OperationRequest) -> Snapshot:
        return self._operate(account, operation)

    def _operate(self, account: GatewayAccount, operation: OperationRequest) -> Snapshot:
        try:
            return back_office.operate(account, operation)
        except Unanswered as trouble:
            return trouble.snapshot

    def find_operation(self, account: GatewayAccount, operation: OperationRequest) -> Snapshot:
        try:
            return back_office.find(account, operation)
        except Unanswered as trouble:
            return trouble.snapshot

    def close_page(self, account: GatewayAccount, attempt: AttemptReference) -> Snapshot:
        return unsupported()


class HyperPayMada(HyperPay):
    """The same account, by mada's channel."""

    method = PaymentMethod(
        code="hyperpay_mada",
        name=Bilingual(ar="مدى عبر هايبر باي", en="mada with HyperPay"),
        description=Bilingual(
            ar="تُدخل بيانات بطاقة مدى في نموذج هايبر باي.", en="You enter your mada card in HyperPay's own form."
        ),
        capabilities=_CARDS,
        provider="hyperpay",
        brand="mada",
        needs_setting="entity_mada",
    )
