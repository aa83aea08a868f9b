"""What staff is told of a movement of money that they asked for: what came of it, and nothing better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from commerce.core.amounts import spelt
from commerce.core.money import Money, total
from commerce.payments.application.money_queries import MovementEnd
from commerce.payments.domain.accounts import KEYS_LOST
from commerce.payments.domain.operations import OperationStatus


def tell_ends(request: HttpRequest, ends: Iterable[MovementEnd], done: str) -> None:
    """`done` where it is; otherwise that it was refused and why, is with the bank, or is not known yet. Of what went in
    parts, and not all of them alike, it is said of how much each is true."""
    told: dict[tuple[int, str], list[Money]] = defaultdict(list)
    for end in ends:
        told[_told(end, done)].append(end.amount)
    for (level, words), amounts in told.items():
        how_much = total(amounts, amounts[0].currency)
        text = words if len(told) == 1 else _("%(amount)s: %(words)s") % {"amount": spelt(how_much), "words": words}
        messages.add_message(request, level, text)


def _told(end: MovementEnd, done: str) -> tuple[int, str]:
    if end.status is OperationStatus.SUCCEEDED:
        return messages.SUCCESS, done
    if end.status is OperationStatus.DECLINED:
        text = _("The payment company refused it, and no money moved. It says: %(code)s") % {"code": end.code or "—"}
        return messages.ERROR, text
    if end.status is OperationStatus.PENDING:
        return messages.INFO, _("The payment company has taken it on. It is done when the bank has done it.")
    if end.status is OperationStatus.PLANNED and end.code == KEYS_LOST:
        text = _(
            "Nothing was sent, for the keys of the account can't be opened any more. Enter them anew in the settings."
        )
        return messages.ERROR, text
    if end.status is OperationStatus.PLANNED:
        text = _("The payment company could not be reached, and no money moved yet. We try again by ourselves.")
        return messages.WARNING, text
    return messages.WARNING, _("The payment company gave no clear answer. We ask what came of it, and say it here.")
