"""What staff call the movements of money, and what does not agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commerce.core.amounts import spelt
from commerce.core.money import EXPONENTS, InvalidAmount, Money
from commerce.payments.application.use_cases.refund_payment import RefundNotOffered
from commerce.payments.domain.accounts import KEYS_LOST, Mode
from commerce.payments.domain.postings import Entry
from commerce.payments.interfaces.account_words import COMPANIES, MODES

HAPPENINGS = {
    "attempt": pgettext_lazy("money", "The shopper went to pay"),
    "capture": pgettext_lazy("money", "Held money taken"),
    "void": pgettext_lazy("money", "Undone at the payment company"),
    "refund": pgettext_lazy("money", "Refund at the payment company"),
    "refund_staff": pgettext_lazy("money", "Given back by staff"),
    "refund_return": pgettext_lazy("money", "Given back for pieces that came back"),
    "refund_system": pgettext_lazy("money", "Owed back and returned"),
    "refund_by_hand": pgettext_lazy("money", "Given back by hand"),
    "refund_external": pgettext_lazy("money", "Refunded at the payment company's own desk"),
}

STATUSES = {
    "intent": pgettext_lazy("money", "not begun"),
    "pending": pgettext_lazy("money", "under way"),
    "settling": pgettext_lazy("money", "the bank is asked"),
    "unknown": pgettext_lazy("money", "no clear answer yet"),
    "held": pgettext_lazy("money", "held by the bank"),
    "let_go": pgettext_lazy("money", "the hold was let go"),
    "succeeded": pgettext_lazy("money", "done"),
    "declined": pgettext_lazy("money", "declined"),
    "abandoned": pgettext_lazy("money", "given up"),
    "mismatched": pgettext_lazy("money", "does not fit"),
    "planned": pgettext_lazy("money", "to be sent"),
    "sent": pgettext_lazy("money", "sent"),
    "submitted": pgettext_lazy("money", "sent"),
    "failed": pgettext_lazy("money", "failed"),
}

FINDINGS = {
    "contradiction": _("The payment company says another amount, currency or payment than was asked for."),
    "other_mode": _("A test payment was told of at the account for real money, or the reverse. Compare the addresses."),
    "paid_twice": _("The order was paid twice. The second payment is sent back by itself."),
    "refunded_elsewhere": _("Money was given back at the payment company's own desk."),
    "charged_back": _("The cardholder's bank took the money back."),
    "collected_otherwise": _("Another amount was collected than was owed."),
    "outcome_unknown": _("Nobody can tell what became of a movement. Please ask the payment company."),
    "still_pending": _(
        "The bank has not ended a movement of money for two weeks. Ask the payment company; do not send it again."
    ),
    "in_review": _("The payment company is reviewing the payment. Do not send the order yet."),
    "not_returned": _(
        "Money that was to go back did not reach its payer. Send it again, or give it back by hand and record that"
        " on the order's page."
    ),
    "refunded_late": _("A refund that had failed reached the shopper after all. It is in the books now."),
    "not_moved": _("The payment company refused to take or to let go of money that is held."),
    "hold_ending": _("The payer's bank lets held money go soon. Take it before, or nobody pays for the order."),
    "hold_lapsed": _("The order was sent, and its money is held no longer: nobody has paid for it. Ask the shopper."),
    "not_sent": _(
        "Money has not been sent for a day: the payment company is not reached, or not done with another refund."
        " It is tried again by itself."
    ),
    "account_refused": _("The payment company lets nothing of your account in: shoppers can't pay. Check its keys."),
    "not_settled": _("The payment company told of something that does not fit the books. Compare with its own desk."),
    "unmatched": _("The payment company told of money that no order here knows of. Look for it at its own desk."),
    "books_differ": _("The books do not add up. Please tell Wasla's operators."),
}

BOOKS = {
    "gateway_receivable": pgettext_lazy("book", "Came through the payment company"),
    "courier_receivable": pgettext_lazy("book", "Collected by the courier"),
    "bank": pgettext_lazy("book", "In the bank"),
    "order_funds": pgettext_lazy("book", "Taken for the order"),
    "refunds_in_flight": pgettext_lazy("book", "On the way back"),
    "unapplied_funds": pgettext_lazy("book", "Belongs to no order"),
    "chargeback_loss": pgettext_lazy("book", "Taken back by the bank"),
    "holds": pgettext_lazy("book", "Held"),
    "holds_contra": pgettext_lazy("book", "Held (contra)"),
}

ENTRIES = {
    Entry.HELD: pgettext_lazy("entry", "The payer's bank holds it"),
    Entry.HOLD_RELEASED: pgettext_lazy("entry", "No longer held"),
    Entry.CAPTURED: pgettext_lazy("entry", "Paid for the order"),
    Entry.CAPTURED_UNAPPLIED: pgettext_lazy("entry", "Came, and belongs to no order"),
    Entry.REFUND_SUBMITTED: pgettext_lazy("entry", "Sent back to the payer"),
    Entry.RETURN_SUBMITTED: pgettext_lazy("entry", "What belongs to no order sent back"),
    Entry.REFUND_SUCCEEDED: pgettext_lazy("entry", "Arrived at the payer"),
    Entry.REFUND_FAILED: pgettext_lazy("entry", "Could not be given back"),
    Entry.RETURN_FAILED: pgettext_lazy("entry", "What belongs to no order could not be given back"),
    Entry.REFUNDED_ELSEWHERE: pgettext_lazy("entry", "Given back elsewhere"),
    Entry.RETURNED_ELSEWHERE: pgettext_lazy("entry", "What belongs to no order given back elsewhere"),
    Entry.CHARGED_BACK: pgettext_lazy("entry", "Taken back by the cardholder's bank"),
    Entry.CHARGEBACK_REVERSED: pgettext_lazy("entry", "Returned by the cardholder's bank"),
}

# What a discrepancy tells besides, by the name of the fact; what the books differ by is for Wasla's operators.
FACTS = {
    "kind": pgettext_lazy("discrepancy", "Movement"),
    "amount": pgettext_lazy("discrepancy", "Amount"),
    "asked": pgettext_lazy("discrepancy", "Asked for"),
    "taken": pgettext_lazy("discrepancy", "Came"),
    "owed": pgettext_lazy("discrepancy", "Owed"),
    "reference": pgettext_lazy("discrepancy", "Reference"),
    "code": pgettext_lazy("discrepancy", "Code"),
    "account": pgettext_lazy("discrepancy", "Account"),
    "above": pgettext_lazy("discrepancy", "More than was left"),
    "until": pgettext_lazy("discrepancy", "Held until"),
}


# Reasons of ours; what gateways say stands there as they say it.
CODES = {
    KEYS_LOST: _("The keys of your account can't be opened any more. Enter them anew in the settings."),
    RefundNotOffered.code: _("What was paid this way can't be sent back by the payment company."),
}


def told_facts(facts: Iterable[tuple[str, str]]) -> Iterator[tuple[Any, str]]:
    """Label and value of each fact that staff can do something with; amounts as they are written elsewhere."""
    for name, value in facts:
        if name in FACTS and value:
            yield FACTS[name], _WORDS.get(name, _told)(value)


def account_words(book: str, account: str) -> str:
    """The book, and whose account it is of where a store may have several."""
    return f"{BOOKS[book]}: {_told_account(account)}" if account else str(BOOKS[book])


def _told(value: str) -> str:
    number, _, currency = value.partition(" ")
    if currency not in EXPONENTS:
        return value
    try:
        return spelt(Money.parse(number, currency))
    except InvalidAmount:
        return value


def _told_kind(kind: str) -> str:
    return str(HAPPENINGS[kind])


def _told_account(account: str) -> str:
    company, _, mode = account.partition(" ")
    name = str(COMPANIES.get(company, company))
    return f"{name} ({MODES[Mode(mode)]})" if mode in set(Mode) else name


def _told_code(code: str) -> str:
    return str(CODES.get(code, code))


def _told_instant(instant: str) -> str:
    return date_format(localtime(datetime.fromisoformat(instant)), "DATETIME_FORMAT")


_WORDS = {"kind": _told_kind, "account": _told_account, "code": _told_code, "until": _told_instant}
