"""One order on the desk: what it is, what happened to it, and the moves it allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import InspectView

from commerce.carts.interfaces.price_story import narrowed_note, price_lines, price_story, vat_lines
from commerce.catalog.application.use_cases.reserve_stock import OutOfStock
from commerce.core import clock
from commerce.core.actors import current_actor
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound, Refusal
from commerce.core.refusal_words import Words, message_for
from commerce.orders.application.fulfilment_queries import fulfilments_of
from commerce.orders.application.moves import MoveRefused
from commerce.orders.application.queries import order_by_id, order_trace
from commerce.orders.application.return_queries import returns_of
from commerce.orders.application.use_cases.call_off_rest import call_off_rest
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.orders.application.use_cases.confirm_order import NotPaid, confirm_order
from commerce.orders.application.use_cases.deliver_order import deliver_order
from commerce.orders.application.use_cases.ship_order import ship_order
from commerce.orders.application.use_cases.take_back_unpaid import take_back_unpaid
from commerce.orders.domain.fulfilments import SENT
from commerce.orders.domain.policies import may_come_back_unpaid, may_confirm
from commerce.orders.domain.states import OrderStatus, may_move
from commerce.orders.domain.values import FulfilmentView, OrderView
from commerce.orders.interfaces.amount_fields import collected, collected_form, to_collect
from commerce.orders.interfaces.fulfilment_desk import sending_on_desk
from commerce.orders.interfaces.labels import MOVE, ORDER_STATUS, payment_words
from commerce.orders.interfaces.money_forms import BESIDE_COLLECTED
from commerce.orders.interfaces.order_history import history_of
from commerce.orders.interfaces.payment_desk import money_on_desk
from commerce.orders.interfaces.reason_forms import CameBackForm, CancelForm
from commerce.orders.interfaces.refused_forms import (
    as_sent,
    form_on,
    is_page_again,
    order_page,
    page_again,
    put_beside,
    said_of_others,
)
from commerce.orders.interfaces.return_desk import returns_on_desk
from commerce.orders.interfaces.rights import may_move_orders
from commerce.orders.interfaces.transfer_desk import transfer_on_desk
from commerce.payments.application.money_queries import money_for
from commerce.payments.application.queries import goes_back_by_itself
from commerce.payments.application.use_cases.cancel_payment import PaymentInFlight
from commerce.payments.domain.states import PaymentStatus

_MOVES: dict[str, tuple[OrderStatus, Callable[..., None]]] = {
    "confirm": (OrderStatus.CONFIRMED, confirm_order),
    "ship": (OrderStatus.SHIPPED, ship_order),
    "deliver": (OrderStatus.DELIVERED, deliver_order),
    "cancel": (OrderStatus.CANCELLED, cancel_order),
}
# Where a part was sent, it stands in the place of cancelling.
_REST = "call_off_rest"
_USE_CASES = {name: use_case for name, (_to, use_case) in _MOVES.items()} | {_REST: call_off_rest}
_CALLING_OFF = frozenset({"cancel", _REST})

# What staff is told, where shoppers hear something else.
ON_THE_DESK: dict[str, Words] = {
    OutOfStock.code: gettext_noop(
        "Its time was up and the pieces have been sold. Cancel the order, or receive stock first."
    ),
    PaymentInFlight.code: gettext_noop(
        "The payment company is being called this moment. Please try again in a minute."
    ),
    NotPaid.code: gettext_noop("The order has not been paid."),
    MoveRefused.code: gettext_noop("The order has been moved meanwhile. Please look at it again."),
}


def moves_of(order: OrderView) -> list[str]:
    """The moves staff can make now, in the order of the day's work."""
    payable = may_confirm(PaymentStatus(order.payment_status))
    return [
        name
        for name, (to, _move) in _MOVES.items()
        if may_move(OrderStatus(order.status), to)
        and (to is not OrderStatus.CONFIRMED or payable)
        and (to is not OrderStatus.CANCELLED or order.status != OrderStatus.SHIPPED)
    ]


class OrderPage(InspectView):
    template_name = "orders_desk/order.html"
    fields = ["number"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for a form of this page that was refused."""
        return self.get(request, *args, **kwargs) if is_page_again(request) else self.http_method_not_allowed(request)

    def get_page_title(self) -> str:
        return _("Order %(number)s") % {"number": self.object.number}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *items, last = super().get_breadcrumbs_items()
        return [*items, last | {"sublabel": self.object.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = order_by_id(self.object.pk, now=clock.now())
        language = get_language() or "ar"
        may_move = may_move_orders(self.request.user)
        moves = moves_of(order) if may_move else []
        fulfilments, returns = fulfilments_of(order.id), returns_of(order.id)
        cancel_move = _REST if any(each.status in SENT for each in fulfilments) else "cancel"
        sums = money_for([order.payment_id])[order.payment_id]
        transfer = transfer_on_desk(order, self.request)
        money = money_on_desk(order, returns, sums, self.request)
        has_receipt = transfer is not None and bool(transfer["receipts"])
        context = super().get_context_data(**kwargs) | {
            "order": order,
            "price_story": _price_story(order),
            "discounts": [(_in_language(each.name), each.amount) for each in order.discounts],
            "lines": [
                (
                    line,
                    line.title.in_language(language),
                    line.option_label.in_language(language),
                    "" if line.given_by is None else line.given_by.in_language(language),
                    [(_in_language(each.name), each.amount) for each in line.discounts],
                )
                for line in order.lines
            ],
            "status": _("Came back unpaid") if order.came_back else ORDER_STATUS[order.status],
            "payment_status": payment_words(order.payment_status, sums, has_receipt=has_receipt),
            "payment_method": _in_language(order.payment_method_name),
            "history": history_of(order, fulfilments, returns, money["happenings"]),
            "returns": returns_on_desk(order, returns, self.request),
            "sending": sending_on_desk(order, fulfilments, self.request),
            "moves": [(name, MOVE[name]) for name in moves if name != "cancel"],
            "cancel": as_sent(self.request, "cancel", CancelForm(auto_id="cancel-%s")) if "cancel" in moves else None,
            "transfer": transfer,
            "money": money,
            "to_collect": to_collect(self.request, order, "collected"),
            "goes_back_by_itself": goes_back_by_itself(order.payment_method),
            "came_back": self._came_back_form() if may_move and _can_come_back(order, fulfilments) else None,
            "may_confirm": may_move,
            "cancel_move": cancel_move,
            "cancel_label": MOVE[cancel_move],
        }
        return context | {"refused": said_of_others(self.request)}

    def _came_back_form(self) -> forms.Form:
        return as_sent(self.request, "came_back", CameBackForm(auto_id="came-back-%s"))


def _can_come_back(order: OrderView, fulfilments: Iterable[FulfilmentView]) -> bool:
    states = {each.status for each in fulfilments}
    return may_come_back_unpaid(PaymentStatus(order.payment_status), OrderStatus(order.status), states)


def _price_story(order: OrderView) -> dict[str, Any] | None:
    """How the price was found; None of an order from before that was kept."""
    trace = order_trace(order.id)
    if trace is None:
        return None
    priced, names = trace
    titles = {line.variant_id: _in_language(line.title) for line in order.lines if line.variant_id is not None}
    return {
        "lines": price_lines(priced, titles, names),
        "offers": price_story(priced, names, get_current_timezone_name()),
        "vat": vat_lines(priced),
        "narrowed": narrowed_note(priced),
    }


def _in_language(text: Bilingual) -> str:
    return text.in_language(get_language() or "ar")


@form_on(order_page)
def move_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Makes one move of the table, for members trusted with it."""
    if not may_move_orders(request.user):
        raise PermissionDenied
    name = request.POST.get("move", "")
    if name not in _USE_CASES:
        raise Http404
    order = order_by_id(order_id, now=clock.now())
    form, shown_as = _form_of_move(request, name)
    if form is not None and not form.is_valid():
        return page_again(request, order_id, shown_as, form)
    try:
        _USE_CASES[name](order_id=order_id, actor=current_actor(), now=clock.now(), **_facts(form, order))
    except Refusal as refusal:
        if form is not None and (name in _CALLING_OFF or refusal.code in BESIDE_COLLECTED):
            put_beside(form, refusal, BESIDE_COLLECTED, ON_THE_DESK)
            return page_again(request, order_id, shown_as, form)
        messages.error(request, message_for(refusal, ON_THE_DESK))
    else:
        messages.success(request, _("The order was moved."))
    return redirect("wagtailsnippets_orders_order:inspect", order_id)


def _form_of_move(request: HttpRequest, name: str) -> tuple[forms.Form | None, str]:
    """What was typed for this move, and its name on the page; None where nothing is."""
    if name in _CALLING_OFF:
        return CancelForm(request.POST, auto_id="cancel-%s"), "cancel"
    return (collected_form(request, "collected") if name == "deliver" else None), "collected"


def _facts(form: forms.Form | None, order: OrderView) -> dict[str, Any]:
    if isinstance(form, CancelForm):
        return {"reason": form.cleaned_data["reason"]}
    return {"reason": ""} | collected(form, order)


@form_on(order_page)
def came_back(request: HttpRequest, order_id: int) -> HttpResponse:
    """Nobody took the order at the door."""
    if not may_move_orders(request.user):
        raise PermissionDenied
    form = CameBackForm(request.POST, auto_id="came-back-%s")
    if form.is_valid():
        try:
            take_back_unpaid(order_id=order_id, actor=current_actor(), now=clock.now(), **form.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            put_beside(form, refusal, {})
    if form.errors:
        return page_again(request, order_id, "came_back", form)
    messages.success(request, _("The order came back unpaid."))
    return redirect("wagtailsnippets_orders_order:inspect", order_id)
