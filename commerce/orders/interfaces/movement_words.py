"""What staff is told of a movement of money that they asked for: what came of it, and nothing better."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from commerce.payments.application.money_queries import MovementEnd
from commerce.payments.domain.accounts import KEYS_LOST
from commerce.payments.domain.operations import OperationStatus


def tell_end(request: HttpRequest, end: MovementEnd, done: str) -> None:
    """`done` where it is; otherwise that it was refused and why, is with the bank, or is not known yet."""
    if end.status is OperationStatus.SUCCEEDED:
        messages.success(request, done)
    elif end.status is OperationStatus.DECLINED:
        messages.error(request, _("The payment company refused it, and no money moved. It says: %(code)s") % _code(end))
    elif end.status is OperationStatus.PENDING:
        messages.info(request, _("The payment company has taken it on. It is done when the bank has done it."))
    elif end.status is OperationStatus.PLANNED and end.code == KEYS_LOST:
        text = _(
            "Nothing was sent, for the keys of the account can't be opened any more. Enter them anew in the settings."
        )
        messages.error(request, text)
    elif end.status is OperationStatus.PLANNED:
        messages.warning(
            request, _("The payment company could not be reached, and no money moved yet. We try again by ourselves.")
        )
    else:
        messages.warning(
            request,
            _("The payment company gave no clear answer. We ask what came of it, and say it here."),
        )


def _code(end: MovementEnd) -> dict[str, str]:
    return {"code": end.code or "—"}
