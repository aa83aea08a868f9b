"""Settings → Payments at the desk: the ways to pay, and the keys of the companies behind them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.permissions import policy_registry

from commerce.accounts.interfaces.form_page import FormPage
from commerce.core import clock
from commerce.core.errors import Refusal
from commerce.core.refusal_words import message_for
from commerce.payments.application.account_queries import account_view, ways_of_store
from commerce.payments.application.ports import OnlineGateway, UnknownPaymentMethod, gateway_of_company
from commerce.payments.application.queries import is_paid_at_the_door
from commerce.payments.application.transfer_queries import bank_details
from commerce.payments.application.use_cases.arrange_payment_ways import arrange_payment_ways
from commerce.payments.application.use_cases.check_account import Connection, check_account
from commerce.payments.application.use_cases.connect_gateway import connect_gateway
from commerce.payments.application.use_cases.save_bank_details import save_bank_details
from commerce.payments.domain.accounts import Mode
from commerce.payments.interfaces.account_forms import AccountForm, BankForm, WaysForm
from commerce.payments.interfaces.account_words import COMPANIES, MODES, WEBHOOK_HELP, connection_words
from commerce.payments.models import PaymentWay
from commerce.tenants.interfaces.transactions import without_transaction

_REFUSED = frozenset({Connection.KEYS_REFUSED, Connection.CHANNEL_REFUSED})


class _PaymentsPage(FormPage):
    """No secret is written back."""

    model = PaymentWay
    permission_required = "change"
    header_icon = "key"
    saved_text = gettext_lazy("The payment settings were saved.")

    def save(self, form: Any) -> str:
        self.keep(form)
        return str(self.request.path)

    def keep(self, form: Any) -> None:
        raise NotImplementedError


class Ways(_PaymentsPage):
    template_name = "payments_desk/ways.html"

    def form(self, data: Any = None) -> WaysForm:
        return WaysForm(data, ways=ways_of_store())

    def keep(self, form: WaysForm) -> None:
        arrange_payment_ways(ways=form.arranged())

    def get_page_title(self) -> str:
        return _("Payments")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        language = get_language() or "ar"
        rows = [
            {
                "name": way.method.name.in_language(language),
                "description": way.method.description.in_language(language),
                "state": MODES[way.mode] if way.mode else "",
                "is_ready": way.is_ready,
                "is_at_the_door": is_paid_at_the_door(way.method.code),
                "is_transfer": way.method.capabilities.awaits_transfer,
                "keys_url": _keys_url(way.method.provider, way.mode or Mode.TEST) if way.method.needs_account else "",
                "offer": offer,
                "place": place,
            }
            for way, offer, place in context["form"].rows()
        ]
        return context | {"rows": rows}


class Bank(_PaymentsPage):
    template_name = "payments_desk/bank.html"

    def form(self, data: Any = None) -> BankForm:
        return BankForm(data, initial=asdict(known) if (known := bank_details()) else None)

    def keep(self, form: BankForm) -> None:
        save_bank_details(**form.cleaned_data)

    def get_page_title(self) -> str:
        return _("Bank transfer")

    def pages_above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("payments_desk:ways"), "label": _("Payments")}]


class Account(_PaymentsPage):
    template_name = "payments_desk/account.html"
    saved_in_use = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.gateway, self.mode = _gateway(kwargs["gateway"]), _mode(kwargs["mode"])
        self.code = self.gateway.method.code

    def form(self, data: Any = None) -> AccountForm:
        account = account_view(self.code, self.mode)
        [other] = [account_view(self.code, mode) for mode in Mode if mode is not self.mode]
        return AccountForm(
            data,
            gateway=self.code,
            mode=self.mode,
            shape=self.gateway.shape,
            account=account,
            can_hold=self.gateway.method.capabilities.page_holds,
            is_other_in_use=other is not None and other.is_in_use,
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What is saved stays saved, whatever the company says of it: it is asked after that, with no transaction open,
        about keys that shoppers pay with."""
        with transaction.atomic():
            answer = super().dispatch(request, *args, **kwargs)
            if isinstance(answer, SimpleTemplateResponse):
                answer.render()
        if self.saved_in_use:
            self._warn_of_refused_keys()
        return answer

    def _warn_of_refused_keys(self) -> None:
        found = check_account(provider=self.code, mode=self.mode, now=clock.now())
        if found in _REFUSED:
            text = _("Shoppers can't pay with what you saved. %(why)s")
            messages.error(self.request, text % {"why": _words_of(found, self.gateway, self.mode)})

    def keep(self, form: AccountForm) -> None:
        connect_gateway(
            provider=self.code,
            mode=self.mode,
            region=form.cleaned_data["region"],
            secrets=form.secrets(),
            settings=form.settings(),
            is_in_use=form.cleaned_data["is_in_use"],
            taking=form.chosen_taking(),
            now=clock.now(),
        )
        self.saved_in_use = form.cleaned_data["is_in_use"]

    def get_page_title(self) -> str:
        return str(COMPANIES[self.code])

    def pages_above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("payments_desk:ways"), "label": _("Payments")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "account": account_view(self.code, self.mode),
            "modes": [(MODES[mode], _keys_url(self.code, mode), mode is self.mode) for mode in Mode],
            "is_live": self.mode is Mode.LIVE,
            "check_url": reverse("payments_desk:check", args=[self.code, self.mode.value]),
            "webhook_help": WEBHOOK_HELP[self.code],
        }


@require_POST
@without_transaction
def check(request: HttpRequest, gateway: str, mode: str) -> HttpResponse:
    """Asks the company whether it takes the keys, and says what came of it."""
    with transaction.atomic():
        if not policy_registry.get_by_type(PaymentWay).user_has_permission(request.user, "change"):
            raise PermissionDenied
    company, of_mode = _gateway(gateway), _mode(mode)
    code = company.method.code
    try:
        found = check_account(provider=code, mode=of_mode, now=clock.now())
    except Refusal as refusal:
        messages.error(request, message_for(refusal))
    else:
        say = messages.success if found is Connection.GOOD else messages.error
        say(request, _words_of(found, company, of_mode))
    return redirect(_keys_url(code, of_mode))


def _words_of(found: Connection, gateway: OnlineGateway, mode: Mode) -> str:
    return connection_words(found, has_regions=len(gateway.shape.regions[mode]) > 1)


def _keys_url(code: str, mode: Mode) -> str:
    return reverse("payments_desk:account", args=[code, mode.value])


def _gateway(code: str) -> OnlineGateway:
    try:
        return gateway_of_company(code)
    except UnknownPaymentMethod:
        raise Http404 from None


def _mode(text: str) -> Mode:
    try:
        return Mode(text)
    except ValueError:
        raise Http404 from None
