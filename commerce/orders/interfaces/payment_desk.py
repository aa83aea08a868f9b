"""An order's money on the desk: what happened to it, taking what is held, and giving it back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commerce.core import clock
from commerce.core.actors import current_actor
from commerce.core.errors import Refusal
from commerce.core.money import Money
from commerce.orders.application.queries import order_by_id
from commerce.orders.domain.states import CALLED_OFF, OrderStatus
from commerce.orders.domain.values import OrderView, ReturnView
from commerce.orders.interfaces.amount_fields import typed
from commerce.orders.interfaces.books import balances, booked_events
from commerce.orders.interfaces.labels import ACTOR, REASON
from commerce.orders.interfaces.money_forms import (
    BESIDE,
    GiveBackForm,
    HandedBackForm,
    HeldMoneyForm,
    ReturnUnappliedForm,
)
from commerce.orders.interfaces.movement_words import tell_ends
from commerce.orders.interfaces.refused_forms import as_sent, form_on, order_page, page_again, put_beside
from commerce.orders.interfaces.return_words import happening_words
from commerce.orders.interfaces.rights import may_handle_money
from commerce.payments.application.hand_returns import OwedByHand, owed_by_hand
from commerce.payments.application.money_queries import (
    HoldView,
    MovementEnd,
    PaymentMoney,
    Unapplied,
    happenings_of,
    held_in_vain,
    hold_of,
    ledger_of,
    movement_end,
    open_discrepancies,
    refund_end,
    settled_discrepancies,
    unapplied_of,
)
from commerce.payments.application.refund_ways import may_go_back
from commerce.payments.application.use_cases.capture_payment import capture_payment
from commerce.payments.application.use_cases.give_back_by_hand import HandedBack, give_back_by_hand
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.application.use_cases.void_payment import void_payment
from commerce.payments.domain.accounts import Taking
from commerce.payments.interfaces.money_words import FINDINGS, STATUSES, told_facts
from commerce.tenants.interfaces.transactions import without_transaction


def money_on_desk(
    order: OrderView, returns: Collection[ReturnView], sums: PaymentMoney, request: HttpRequest
) -> dict[str, Any]:
    """What the order's page shows of its money, and the forms for what this member of staff may do with it."""
    may_handle = may_handle_money(request.user)
    is_called_off = OrderStatus(order.status) in CALLED_OFF
    hold = hold_of(order.payment_id) if sums.held.minor else None
    lines = ledger_of(order.payment_id)
    return {
        "sums": sums,
        "happenings": [
            (one, happening_words(one, returns), STATUSES[one.status]) for one in happenings_of(order.payment_id)
        ],
        "discrepancies": [
            (FINDINGS[one.finding], list(told_facts(one.facts))) for one in open_discrepancies(order.payment_id)
        ],
        "settled": [
            (FINDINGS[one.finding], one, ACTOR[one.closed_by], REASON.get(one.reason, one.reason))
            for one in settled_discrepancies(order.payment_id)
        ],
        "may_settle": may_handle,
        "unapplied": [
            {"amount": one.amount, "form": _unapplied_form(request, one) if may_handle else None}
            for one in unapplied_of(order.payment_id)
        ],
        "books": {"events": booked_events(lines), "balances": balances(lines)} if lines else None,
        "hold": hold,
        "is_called_off": is_called_off,
        "held_in_vain": held_in_vain(order.payment_id) if is_called_off else None,
        "takes_when_sent": hold is not None and hold.taking is Taking.WHEN_SENT,
        "held": _held_form(request, hold) if hold is not None and may_handle else None,
        "by_hand": [_by_hand_form(request, one) for one in owed_by_hand(order.payment_id)] if may_handle else [],
        "give_back": _give_back_form(request, order) if sums.refundable.minor and may_handle else None,
    }


def _unapplied_form(request: HttpRequest, one: Unapplied) -> forms.Form:
    name = f"unapplied_{one.attempt_id or ''}"
    fresh = ReturnUnappliedForm(initial={"attempt": one.attempt_id, "key": uuid.uuid4()}, auto_id=f"{name}-%s")
    return as_sent(request, name, fresh)


def _held_form(request: HttpRequest, hold: HoldView) -> forms.Form:
    fresh = HeldMoneyForm(initial={"amount": typed(hold.amount)}, auto_id="held-%s")
    return as_sent(request, "held", fresh)


def _give_back_form(request: HttpRequest, order: OrderView) -> forms.Form | None:
    """Proposes all that would be sent now; None where whatever is typed would be refused. What was refused is shown all
    the same, as it was typed."""
    most = may_go_back(order.payment_id)
    fresh = GiveBackForm(initial={"amount": typed(most), "key": uuid.uuid4()}, auto_id="give-back-%s")
    form = as_sent(request, "give_back", fresh)
    return form if form is not fresh or most.minor else None


@form_on(order_page)
@without_transaction
def give_back(request: HttpRequest, order_id: int) -> HttpResponse:
    """Sends the payer some of their money."""
    order, form = _order(request, order_id), GiveBackForm(request.POST, auto_id="give-back-%s")

    def refund() -> int:
        amount = Money.parse(form.cleaned_data["amount"], order.total.currency)
        return _refund(order, form, amount)

    return _done(request, order.id, ("give_back", form), refund, refund_end, _("The money went back to the payer."))


def _by_hand_form(request: HttpRequest, one: OwedByHand) -> forms.Form:
    name = _name_by_hand(one.attempt_id, one.discrepancy_id)
    initial = {
        "amount": typed(one.amount),
        "attempt": one.attempt_id,
        "discrepancy": one.discrepancy_id,
        "key": uuid.uuid4(),
    }
    return as_sent(request, name, HandedBackForm(initial=initial, auto_id=f"{name}-%s"))


def _name_by_hand(attempt_id: Any, discrepancy_id: Any) -> str:
    return f"by_hand_{attempt_id}_{discrepancy_id or ''}"


@form_on(order_page)
@without_transaction
def give_by_hand(request: HttpRequest, order_id: int) -> HttpResponse:
    """Somebody gave the payer back what the payment company did not, and says how."""
    order = _order(request, order_id)
    name = _name_by_hand(request.POST.get("attempt", ""), request.POST.get("discrepancy", ""))
    form = HandedBackForm(request.POST, auto_id=f"{name}-%s")
    with transaction.atomic():
        owed = {_name_by_hand(one.attempt_id, one.discrepancy_id): one.amount for one in owed_by_hand(order.payment_id)}

    def hand_back() -> int:
        facts = form.cleaned_data
        handed = HandedBack(
            amount=Money.parse(facts["amount"], owed.get(name, order.total).currency),
            reference=facts["reference"],
            key=facts["key"],
            attempt_id=facts["attempt"],
            discrepancy_id=facts["discrepancy"],
        )
        return give_back_by_hand(payment_id=order.payment_id, handed=handed, actor=current_actor(), now=clock.now())

    return _done(request, order.id, (name, form), hand_back, refund_end, _("It is in the books as given back."))


@form_on(order_page)
@without_transaction
def return_unapplied(request: HttpRequest, order_id: int) -> HttpResponse:
    """Sends money that belongs to no order back to who paid it, all of it."""
    order = _order(request, order_id)
    name = f"unapplied_{request.POST.get('attempt', '')}"
    form = ReturnUnappliedForm(request.POST, auto_id=f"{name}-%s")
    with transaction.atomic():
        amounts = {one.attempt_id: one.amount for one in unapplied_of(order.payment_id)}
    if form.is_valid() and form.cleaned_data["attempt"] not in amounts:
        form.add_error(None, _("This money went back already, or is on its way."))

    def refund() -> int:
        attempt_id = form.cleaned_data["attempt"]
        return _refund(order, form, amounts[attempt_id], attempt_id=attempt_id, is_excess=attempt_id is None)

    return _done(request, order.id, (name, form), refund, refund_end, _("The money went back to the payer."))


def _refund(order: OrderView, form: forms.Form, amount: Money, **what: Any) -> int:
    actor = current_actor()
    facts = form.cleaned_data
    asked = RefundRequest(
        amount=amount, key=facts["key"], reason=facts["reason"], asked_by=f"{actor.kind}:{actor.id}", **what
    )
    return refund_payment(payment_id=order.payment_id, request=asked, now=clock.now())


@form_on(order_page)
@without_transaction
def held_money(request: HttpRequest, order_id: int) -> HttpResponse:
    """Takes what the payer's bank holds for the order, all or a part of it, or lets it go."""
    order = _order(request, order_id)
    form = HeldMoneyForm(request.POST, auto_id="held-%s")
    if request.POST.get("do") == "take":
        return _done(
            request, order_id, ("held", form), lambda: _take(order, form), movement_end, _("The money is taken.")
        )
    if request.POST.get("do") == "let_go":
        form.fields["amount"].required = False
        return _done(
            request,
            order_id,
            ("held", form),
            lambda: void_payment(payment_id=order.payment_id, now=clock.now()),
            movement_end,
            _("The payer's bank holds nothing any more."),
        )
    raise Http404


def _take(order: OrderView, form: forms.Form) -> int | None:
    amount = Money.parse(form.cleaned_data["amount"], order.total.currency)
    return capture_payment(payment_id=order.payment_id, amount=amount, now=clock.now())


def _order(request: HttpRequest, order_id: int) -> OrderView:
    with transaction.atomic():
        if not may_handle_money(request.user):
            raise PermissionDenied
        return order_by_id(order_id, now=clock.now())


def _done(
    request: HttpRequest,
    order_id: int,
    named: tuple[str, forms.Form],
    act: Callable[[], int | None],
    end_of: Callable[[int], list[MovementEnd]],
    words: str,
) -> HttpResponse:
    """Acts, and says what came of it; what is refused is said in the form."""
    name, form = named
    if not form.is_valid():
        return page_again(request, order_id, name, form)
    try:
        moved = act()
    except Refusal as refusal:
        put_beside(form, refusal, BESIDE)
        return page_again(request, order_id, name, form)
    if moved is None:
        messages.info(request, _("The money had been taken before: nothing was done now."))
    else:
        with transaction.atomic():
            ends = end_of(moved)
        tell_ends(request, ends, words)
    return redirect("wagtailsnippets_orders_order:inspect", order_id)
