"""An order's money on the desk: what happened to it, taking what is held, and giving it back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
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
from commerce.orders.interfaces.amount_fields import typed
from commerce.orders.interfaces.rights import may_give_back
from commerce.payments.application.money_queries import (
    PaymentMoney,
    happenings_of,
    ledger_of,
    open_discrepancies,
    unapplied_of,
)
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.interfaces.money_words import BOOKS, FINDINGS, HAPPENINGS, STATUSES, told_facts
from commerce.tenants.interfaces.transactions import without_transaction


class GiveBackForm(forms.Form):
    amount = forms.CharField(max_length=20)
    reason = forms.CharField(max_length=300)
    key = forms.UUIDField()


class ReturnUnappliedForm(forms.Form):
    """`attempt` took it; empty: it was taken by hand."""

    attempt = forms.IntegerField(min_value=1, required=False)
    reason = forms.CharField(max_length=300)
    key = forms.UUIDField()


def money_on_desk(order: OrderView, sums: PaymentMoney, user: Any) -> dict[str, Any]:
    """What the order's page shows of its money; each `key` makes a form that is sent twice one refund."""
    may_manage = may_give_back(user)
    return {
        "sums": sums,
        "happenings": [(one, HAPPENINGS[one.kind], STATUSES[one.status]) for one in happenings_of(order.payment_id)],
        "discrepancies": [
            (FINDINGS[one.finding], list(told_facts(one.facts))) for one in open_discrepancies(order.payment_id)
        ],
        "unapplied": [
            {"amount": one.amount, "attempt": one.attempt_id or "", "key": uuid.uuid4()}
            for one in unapplied_of(order.payment_id)
        ],
        "ledger": [(line, BOOKS[line.book]) for line in ledger_of(order.payment_id)],
        "may_manage": may_manage,
        "may_give_back": bool(sums.refundable.minor) and may_manage,
        "held": typed(sums.held) if sums.held.minor and may_manage else "",
        "left": typed(sums.refundable),
        "key": uuid.uuid4(),
    }


@require_POST
@without_transaction
def give_back(request: HttpRequest, order_id: int) -> HttpResponse:
    """Sends the payer some of their money."""
    order, form = _order(request, order_id), GiveBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give the amount and the reason."))
        return redirect("wagtailsnippets_orders_order:inspect", order_id)
    return _send(request, order, lambda: Money.parse(form.cleaned_data["amount"], order.total.currency), form)


@require_POST
@without_transaction
def return_unapplied(request: HttpRequest, order_id: int) -> HttpResponse:
    """Sends money that belongs to no order back to who paid it, all of it."""
    order, form = _order(request, order_id), ReturnUnappliedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give the reason."))
        return redirect("wagtailsnippets_orders_order:inspect", order_id)
    attempt_id = form.cleaned_data["attempt"]
    with transaction.atomic():
        amounts = {one.attempt_id: one.amount for one in unapplied_of(order.payment_id)}
    if attempt_id not in amounts:
        messages.error(request, _("This money went back already, or is on its way."))
        return redirect("wagtailsnippets_orders_order:inspect", order_id)
    return _send(request, order, lambda: amounts[attempt_id], form, attempt_id=attempt_id, is_excess=attempt_id is None)


def _send(
    request: HttpRequest, order: OrderView, amount: Callable[[], Money], form: forms.Form, **what: Any
) -> HttpResponse:
    actor = current_actor()

    def send() -> None:
        asked = RefundRequest(
            amount=amount(),
            key=form.cleaned_data["key"],
            reason=form.cleaned_data["reason"],
            asked_by=f"{actor.kind}:{actor.id}",
            **what,
        )
        refund_payment(payment_id=order.payment_id, request=asked, now=clock.now())

    return _done(request, order.id, send, _("The money is on its way to the payer."))


@require_POST
@without_transaction
def held_money(request: HttpRequest, order_id: int) -> HttpResponse:
    """Takes what the payer's bank holds for the order, or lets it go."""
    order = _order(request, order_id)
    if request.POST.get("do") == "take":
        return _done(request, order_id, lambda: _take(request, order), _("The money is taken."))
    if request.POST.get("do") == "let_go":
        done = _("The payer's bank holds nothing any more.")
        return _done(request, order_id, lambda: void_payment(payment_id=order.payment_id, now=clock.now()), done)
    raise Http404


def _take(request: HttpRequest, order: OrderView) -> None:
    amount = Money.parse(request.POST.get("amount", ""), order.total.currency)
    capture_payment(payment_id=order.payment_id, amount=amount, now=clock.now())


def _order(request: HttpRequest, order_id: int) -> OrderView:
    with transaction.atomic():
        if not may_give_back(request.user):
            raise PermissionDenied
        return order_by_id(order_id, now=clock.now())


def _done(request: HttpRequest, order_id: int, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, message_for(refusal))
    else:
        messages.success(request, words)
    return redirect("wagtailsnippets_orders_order:inspect", order_id)
