"""Moyasar: its form where the payer's browser runs scripts, its hosted invoice where not.

Account: secrets `secret_key`, `webhook` and, while that is rotated, `webhook_before`; setting `publishable_key`. The
prefixes of the keys decide between test and live. References are the paths of its API, "payments/<id>",
"invoices/<id>".

Safe readings where the contract is not confirmed: dinars of Iraq are refused (its plugin counts them without decimals,
ISO with three); holds are short (seven days, mada's older window); a 429 is unclear.
"""

from __future__ import annotations

from dataclasses import replace

from commerce.core.bilingual import Bilingual
from commerce.core.money import EXPONENTS
from commerce.payments.domain.accounts import AccountShape, GatewayAccount, KeyField, Mode
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
from commerce.payments.domain.values import (
    Outcome,
    PageSources,
    PaymentMethod,
    Snapshot,
    StartRequest,
    StartResult,
)
from commerce.payments.infrastructure.moyasar import back_office, form, invoice, reasons, returns, status, webhooks
from commerce.payments.infrastructure.moyasar.hosts import DOMAINS
from commerce.payments.infrastructure.transport.answers import NotSent, Unanswered
from commerce.payments.infrastructure.transport.hosts import origins_of
from commerce.payments.infrastructure.transport.whole_calls import within_one_deadline

CURRENCIES = frozenset(EXPONENTS) - {"IQD"}

_CARDS = Capabilities(
    holds=True,
    partial_captures=PartialCaptures.ONE,
    voids=Voids.UNTIL_SETTLED,
    refunds=True,
    partial_refunds=True,
    names_each_refund=False,
    currencies=CURRENCIES,
    smallest_minor=100,
    seconds_between_asks=5,
    page_seconds=60 * 60,
    closes_page=True,
    hold_days=7,
)
_BY_BRAND = {
    "stcpay": replace(_CARDS, holds=False, partial_captures=PartialCaptures.NONE),
    "sadadbill": replace(
        _CARDS,
        holds=False,
        partial_captures=PartialCaptures.NONE,
        voids=Voids.NONE,
        refunds=False,
        partial_refunds=False,
    ),
}


@within_one_deadline
class Moyasar:
    method = PaymentMethod(
        code="moyasar",
        name=Bilingual(ar="بطاقة عبر ميسر", en="Card with Moyasar"),
        description=Bilingual(
            ar="مدى وفيزا وماستركارد. بيانات بطاقتك لا تمر إلا بميسر.",
            en="mada, Visa and Mastercard. Your card is seen by Moyasar alone.",
        ),
        capabilities=_CARDS,
        provider="moyasar",
    )
    shape = AccountShape(
        fields=(
            KeyField("publishable_key", is_secret=False, pattern="pk_{mode}_[0-9A-Za-z_]{1,200}"),
            KeyField("secret_key", is_secret=True, pattern="sk_{mode}_[0-9A-Za-z_]{1,200}"),
            KeyField("webhook", is_secret=True, is_needed=False, pattern="[!-~]{8,200}"),
        ),
        regions=dict.fromkeys(Mode, ("sa",)),
        identity="secret_key",
        webhook="webhook",
    )
    forged_status = 401

    def page_sources(self) -> PageSources:
        origins = origins_of(self.method.provider, DOMAINS)
        return PageSources(scripts=origins, pages=origins)

    def capabilities(self, account: GatewayAccount, brand: str = "") -> Capabilities:
        return _BY_BRAND.get(brand, self.method.capabilities)

    def start(self, account: GatewayAccount, request: StartRequest) -> StartResult:
        try:
            _require_payable(request)
            return form.offer(account, request) if request.has_script else invoice.issue(account, request)
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
        return reasons.why_declined(code)

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
        """The form stands on a page of the shop: an invoice alone can be closed."""
        if not attempt.reference.startswith("invoices/"):
            return Snapshot(Outcome.NOT_FOUND)
        try:
            return invoice.cancel(account, attempt)
        except Unanswered as trouble:
            return trouble.snapshot


def _require_payable(request: StartRequest) -> None:
    if request.amount.currency not in CURRENCIES:
        raise NotSent("currency_not_supported", needs_operator=True)
    if not _CARDS.takes_amount(request.amount):
        raise NotSent("amount_too_small")
