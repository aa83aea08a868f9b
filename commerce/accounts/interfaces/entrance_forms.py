"""What is filled in at the doors of the desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from commerce.accounts.application.passwords import WeakPassword
from commerce.accounts.application.sign_in_limits import Door, count_sign_in, forgive_sign_in
from commerce.accounts.interfaces.forms import ANOTHER_PASSWORD, AT_THE_DOORS, PASSWORD_PROBLEMS, WRONG_CREDENTIALS
from commerce.accounts.interfaces.known_browsers import known_browser
from commerce.accounts.interfaces.staff_words import ON_THE_STAFF_DESK
from commerce.core import clock
from commerce.core.client_address import client_address
from commerce.core.errors import Refusal
from commerce.core.limits import TooManyTries
from commerce.core.refusal_words import message_for


def _password(label: Any, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=128, strip=False, widget=widget)


class EntranceForm(forms.Form):
    def show(self, refusal: Refusal) -> None:
        """At the password, or above the form."""
        if isinstance(refusal, WeakPassword):
            for problem in refusal.problems:
                self.add_error("password", PASSWORD_PROBLEMS.get(problem, ANOTHER_PASSWORD))
        elif isinstance(refusal, TooManyTries):
            self.add_error(None, message_for(refusal))
        else:
            self.add_error(None, message_for(refusal, ON_THE_STAFF_DESK))


class StaffSignInForm(LoginForm):
    """Counts the try before the password is looked at. `refusal` is set when there was none left."""

    refusal: TooManyTries | None = None
    error_messages: ClassVar = {**LoginForm.error_messages, "invalid_login": WRONG_CREDENTIALS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("username", _("E-mail")), ("password", _("Your password"))):
            self.fields[name].label = label
            self.fields[name].widget.attrs |= {"placeholder": "", "dir": "ltr"}

    def clean(self) -> dict[str, Any]:
        email, password = (self.cleaned_data.get(name) for name in ("username", "password"))
        if not email or not password:
            return self.cleaned_data
        browser = known_browser(self.request, Door.STAFF, email)
        who = {"email": email, "address": client_address(self.request), "browser": browser, "now": clock.now()}
        try:
            count_sign_in(Door.STAFF, **who)
        except TooManyTries as refusal:
            self.refusal = refusal
            raise forms.ValidationError(message_for(refusal, AT_THE_DOORS), code=refusal.code) from refusal
        cleaned: dict[str, Any] = super().clean()
        forgive_sign_in(Door.STAFF, **who)
        return cleaned


class AcceptForm(EntranceForm):
    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"})
    )
    password = _password(_("Choose a password"), "new-password")

    def facts(self) -> dict[str, str]:
        return dict(self.cleaned_data)


class KnownPersonForm(EntranceForm):
    password = _password(_("Your password"), "current-password")

    def facts(self) -> dict[str, str]:
        return {"name": "", **self.cleaned_data}
