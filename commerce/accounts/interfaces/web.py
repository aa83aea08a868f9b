"""The shopper's way into an account and out of it. The account page itself is the site's: it shows orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from commerce.accounts.application.registration_limits import count_registration
from commerce.accounts.application.sign_in_limits import Door
from commerce.accounts.application.use_cases.register_customer import register_customer
from commerce.accounts.application.use_cases.sign_in_customer import WrongCredentials, sign_in_customer
from commerce.accounts.interfaces.forms import AT_THE_DOORS, WRONG_CREDENTIALS, RegisterForm, SignInForm
from commerce.accounts.interfaces.known_browsers import known_browser, remember_browser
from commerce.accounts.interfaces.new_passwords import NewPasswords
from commerce.accounts.interfaces.sessions import end_customer_session, start_customer_session
from commerce.accounts.models import Customer
from commerce.core import clock
from commerce.core.client_address import client_address
from commerce.core.errors import Refusal
from commerce.core.limits import TooManyTries
from commerce.core.refusal_words import message_for
from commerce.tenants.interfaces.answers import next_address, told_to_wait
from commerce.tenants.interfaces.transactions import without_transaction

View = Callable[[HttpRequest], HttpResponse]


@without_transaction
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    if _customer(request):
        return redirect("accounts:account")
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count_registration(address=client_address(request), now=clock.now())
            customer = register_customer(**form.cleaned_data, language=(get_language() or "ar")[:2])
        except TooManyTries as refusal:
            form.add_error(None, message_for(refusal))
            return told_to_wait(_form_page(request, "register", form), refusal)
        except Refusal as refusal:
            form.show(refusal)
        else:
            return _welcome(request, customer)
    return _form_page(request, "register", form)


@without_transaction
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if _customer(request):
        return redirect(next_address(request) or reverse("accounts:account"))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        browser = known_browser(request, Door.CUSTOMER, form.cleaned_data["email"])
        who = {"address": client_address(request), "browser": browser}
        try:
            customer = sign_in_customer(**form.cleaned_data, **who, now=clock.now())
        except WrongCredentials:
            form.add_error(None, WRONG_CREDENTIALS)
        except TooManyTries as refusal:
            form.add_error(None, message_for(refusal, AT_THE_DOORS))
            return told_to_wait(_form_page(request, "sign_in", form), refusal)
        else:
            return _welcome(request, customer)
    return _form_page(request, "sign_in", form)


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    end_customer_session(request)
    return redirect("storefront-home")


def _customer(request: HttpRequest) -> Customer | None:
    customer: Customer | None = request.customer  # type: ignore[attr-defined]
    return customer


def _welcome(request: HttpRequest, customer: Customer) -> HttpResponse:
    """The session is the customer's, and so is the browser; then the site does what modules above want done, such as
    merging carts."""
    start_customer_session(request, customer)
    if settings.AFTER_CUSTOMER_SIGN_IN:
        import_string(settings.AFTER_CUSTOMER_SIGN_IN)(request, customer)
    answer = redirect(next_address(request) or reverse("accounts:account"))
    remember_browser(answer, Door.CUSTOMER, customer.email)
    return answer


def _form_page(request: HttpRequest, name: str, form: Any) -> HttpResponse:
    # 200 for a refused form too: shoppers' browsers and our own script expect the page again.
    return _page(request, name, form=form, next=next_address(request))


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    """In a transaction, because the header and the menu of the page are the store's rows."""
    with transaction.atomic(savepoint=False):
        return render(request, f"storefront/account/{name}.html", context, status=status)


passwords = NewPasswords(Door.CUSTOMER, _page, "accounts", "accounts:sign_in")
