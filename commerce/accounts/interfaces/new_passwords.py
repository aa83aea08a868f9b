"""Three pages with which a person gets in again who forgot the password. Both doors of a store have them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from commerce.accounts.application.password_links import PasswordLinkClosed, person_of_link
from commerce.accounts.application.passwords import WeakPassword
from commerce.accounts.application.sign_in_limits import Door
from commerce.accounts.application.use_cases.ask_new_password import ask_new_password
from commerce.accounts.application.use_cases.set_new_password import set_new_password
from commerce.accounts.interfaces.forms import ASKING_FOR_LETTERS, ForgottenForm, NewPasswordForm
from commerce.accounts.interfaces.known_browsers import known_browser, remember_browser
from commerce.core import clock
from commerce.core.client_address import client_address
from commerce.core.limits import TooManyTries
from commerce.core.refusal_words import message_for
from commerce.tenants.interfaces.answers import told_to_wait
from commerce.tenants.interfaces.transactions import without_transaction

Page = Callable[..., HttpResponse]
View = Callable[..., HttpResponseBase]


class NewPasswords:
    """The pages of one door. `page(request, name, status=200, **context)` draws one of forgotten, sent, new_password
    and link_closed; `addresses` is the namespace of their addresses, `sign_in` the name of the door's own."""

    def __init__(self, door: Door, page: Page, addresses: str, sign_in: str) -> None:
        self.door, self.page, self.addresses, self.sign_in = door, page, addresses, sign_in
        self.forgotten: View = _guarded(self._forgotten)
        self.sent: View = never_cache(require_safe(self._sent))
        self.new_password: View = _guarded(self._new_password)

    def _forgotten(self, request: HttpRequest) -> HttpResponseBase:
        """Whatever e-mail is typed, the answer and the work are the same."""
        form = ForgottenForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            email = form.cleaned_data["email"]
            who = {"address": client_address(request), "browser": known_browser(request, self.door, email)}
            try:
                ask_new_password(door=self.door, email=email, **who, now=clock.now())
            except TooManyTries as refusal:
                form.add_error(None, message_for(refusal, ASKING_FOR_LETTERS))
                return told_to_wait(self.page(request, "forgotten", form=form), refusal)
            return redirect(f"{self.addresses}:sent")
        return self.page(request, "forgotten", form=form)

    def _sent(self, request: HttpRequest) -> HttpResponseBase:
        return self.page(request, "sent")

    def _new_password(self, request: HttpRequest, token: str) -> HttpResponseBase:
        form = NewPasswordForm(request.POST or None)
        try:
            person = person_of_link(door=self.door, token=token)
            if request.method == "POST" and form.is_valid():
                set_new_password(door=self.door, token=token, password=form.cleaned_data["password"])
                messages.success(request, _("Your new password is set. Please sign in with it."))
                answer = redirect(self.sign_in)
                remember_browser(answer, self.door, person.email)
                return answer
        except PasswordLinkClosed:
            return self.page(request, "link_closed", status=404)
        except WeakPassword as refusal:
            form.show(refusal)
        return self.page(request, "new_password", form=form)


def _guarded(view: View) -> View:
    """No transaction is held while passwords are hashed, and no copy of the page is kept."""
    safe: Any = sensitive_post_parameters("password")(never_cache(require_http_methods(["GET", "POST"])(view)))
    return without_transaction(safe)
