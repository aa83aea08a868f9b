"""An order's money on the desk: what happened to it, and giving it back."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commerce.core import clock
from commerce.core.actors import current_actor
from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.core.refusal_words import message_for
from commerce.orders.application.queries import order_by_id
from commerce.orders.domain.values import OrderView
from commerce.orders.interfaces.rights import may_give_back
from commerce.payments.application.money_queries import happenings_of, ledger_of, money_for, open_discrepancies
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.interfaces.money_words import BOOKS, FINDINGS, HAPPENINGS, STATUSES
from commerce.tenants.interfaces.transactions import without_transaction


class GiveBackForm(forms.Form):
    amount = forms.CharField(max_length=20)
    reason = forms.CharField(max_length=300)
    key = forms.UUIDField()


def money_on_desk(order: OrderView, user: Any) -> dict[str, Any]:
    """What the order's page shows of its money; `key` makes a form that is sent twice one refund."""
    money = money_for([order.payment_id])[order.payment_id]
    return {
        "sums": money,
        "happenings": [(one, HAPPENINGS[one.kind], STATUSES[one.status]) for one in happenings_of(order.payment_id)],
        "discrepancies": [(one, FINDINGS[one.finding]) for one in open_discrepancies(order.payment_id)],
        "ledger": [(line, BOOKS[line.book]) for line in ledger_of(order.payment_id)],
        "may_give_back": bool(money.refundable.minor) and may_give_back(user),
        "left": f"{money.refundable.decimal:f}",
        "key": uuid.uuid4(),
    }


@require_POST
@without_transaction
def give_back(request: HttpRequest, order_id: int) -> HttpResponse:
    """Sends the payer some of their money."""
    with transaction.atomic():
        if not may_give_back(request.user):
            raise PermissionDenied
        order = order_by_id(order_id, now=clock.now())
    form = GiveBackForm(request.POST)
    if form.is_valid():
        _give_back(request, order, form)
    else:
        messages.error(request, _("Please give the amount and the reason."))
    return redirect("wagtailsnippets_orders_order:inspect", order_id)


def _give_back(request: HttpRequest, order: OrderView, form: GiveBackForm) -> None:
    actor = current_actor()
    try:
        refund_payment(
            payment_id=order.payment_id,
            request=RefundRequest(
                amount=Money.parse(form.cleaned_data["amount"], order.total.currency),
                key=form.cleaned_data["key"],
                reason=form.cleaned_data["reason"],
                asked_by=f"{actor.kind}:{actor.id}",
            ),
            now=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, message_for(refusal))
    else:
        messages.success(request, _("The money is on its way to the payer."))
