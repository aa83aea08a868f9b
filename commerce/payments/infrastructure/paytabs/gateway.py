"""PayTabs (PT2), by its hosted page.

Account: secrets `server_key` and, while it is rotated, `server_key_before`; setting `profile_id`; regions as in
`hosts`. The profile decides between test and live, so a reference that begins with TST is compared with the account's
mode.

Safe readings where the contract is not confirmed: a void is of holds only (a sale is refunded); one capture per hold,
after which the rest is released by a request of its own, and a person is told where that is refused;
amounts of three-decimal currencies are sent with three; an answer 5xx is unclear whatever its body says.
"""

from __future__ import annotations

from dataclasses import replace

from commerce.core.bilingual import Bilingual
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
from commerce.payments.domain.values import PageSources, PaymentMethod, Snapshot, StartRequest, StartResult
from commerce.payments.infrastructure.paytabs import back_office, page, result_codes, returns, status, webhooks
from commerce.payments.infrastructure.paytabs.hosts import DOMAINS, REGIONS
from commerce.payments.infrastructure.transport.answers import NotSent, Unanswered, unsupported
from commerce.payments.infrastructure.transport.hosts import origins_of
from commerce.payments.infrastructure.transport.whole_calls import within_one_deadline

CURRENCIES = frozenset({"SAR", "AED", "BHD", "EGP", "EUR", "GBP", "JOD", "JPY", "KWD", "MAD", "OMR", "QAR", "USD"})

_CARDS = Capabilities(
    holds=True,
    page_holds=True,
    partial_captures=PartialCaptures.ONE,
    keeps_rest=True,
    voids=Voids.HOLDS_ONLY,
    refunds=True,
    partial_refunds=True,
    names_each_refund=True,
    currencies=CURRENCIES,
    seconds_between_asks=5,
    page_seconds=page.PAGE_MINUTES * 60,
    hold_days=7,
)
# Wallets and bills that can do less. Source: PayTabs' own shop plugins (2026-03).
_BY_BRAND = {
    "stcpay": replace(_CARDS, holds=False, partial_captures=PartialCaptures.NONE, voids=Voids.NONE),
    "sadad": replace(
        _CARDS,
        holds=False,
        partial_captures=PartialCaptures.NONE,
        voids=Voids.NONE,
        refunds=False,
        partial_refunds=False,
    ),
    "samsungpay": replace(_CARDS, holds=False, partial_captures=PartialCaptures.NONE, voids=Voids.NONE),
}


@within_one_deadline
class PayTabs:
    method = PaymentMethod(
        code="paytabs",
        name=Bilingual(ar="بطاقة عبر بيتابس", en="Card with PayTabs"),
        description=Bilingual(
            ar="مدى وفيزا وماستركارد على صفحة الدفع لدى بيتابس.", en="mada, Visa and Mastercard, on PayTabs' own page."
        ),
        capabilities=_CARDS,
        provider="paytabs",
    )
    shape = AccountShape(
        fields=(
            KeyField("profile_id", is_secret=False, pattern="[0-9]{1,12}"),
            KeyField("server_key", is_secret=True),
        ),
        regions=dict.fromkeys(Mode, tuple(REGIONS)),
        identity="server_key",
        webhook="server_key",
    )
    forged_status = 400

    def page_sources(self) -> PageSources:
        return PageSources(pages=origins_of(self.method.provider, DOMAINS))

    def capabilities(self, account: GatewayAccount, brand: str = "") -> Capabilities:
        return _BY_BRAND.get(brand, self.method.capabilities)

    def start(self, account: GatewayAccount, request: StartRequest) -> StartResult:
        try:
            if request.amount.currency not in CURRENCIES:
                raise NotSent("currency_not_supported", needs_operator=True)
            return page.open_page(account, request)
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
        return returns.read_return(account, attempt, request)

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
