"""What staff call returns, and the money that went back for them; what was called off never came back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from commerce.orders.application.return_money import asker_of
from commerce.orders.domain.returns import ReturnStatus
from commerce.orders.domain.values import MoveView, ReturnView
from commerce.orders.interfaces.labels import RETURN_STATUS
from commerce.payments.application.money_queries import Happening
from commerce.payments.interfaces.money_words import HAPPENINGS

_GIVEN_BACK_UNSENT = pgettext_lazy("money", "Given back for pieces that were called off")


def return_words(parcel: ReturnView, status: str) -> str:
    """The return, in that status."""
    if not parcel.was_never_sent:
        return _("Return %(position)s: %(status)s") % {"position": parcel.position, "status": RETURN_STATUS[status]}
    if status == ReturnStatus.REFUNDED:
        return pgettext("return", "Called off: %(status)s") % {"status": RETURN_STATUS[status]}
    return pgettext("return", "Called off")


def told_moves(parcel: ReturnView) -> list[MoveView]:
    """Of what was called off its arrival is left out: it was in the house."""
    return [move for move in parcel.moves if not (parcel.was_never_sent and move.status == ReturnStatus.RECEIVED)]


def happening_words(one: Happening, returns: Collection[ReturnView]) -> Any:
    """What happened to the money of an order that has these returns."""
    called_off = {asker_of(parcel.id) for parcel in returns if parcel.was_never_sent}
    is_of_return = one.kind == "refund_return"
    return _GIVEN_BACK_UNSENT if is_of_return and one.asked_by in called_off else HAPPENINGS[one.kind]
