"""What a shopper fills in to become a customer or to prove to be one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from commerce.accounts.application.passwords import WeakPassword
from commerce.accounts.application.registration import InvalidPhone, registration_refusals
from commerce.accounts.application.use_cases.register_customer import EmailTaken
from commerce.core.errors import Refusal
from commerce.core.limits import TooManyTries
from commerce.core.refusal_words import Words

WRONG_CREDENTIALS = _("E-mail or password is not right.")

# What unlocks an account for its owner: whoever sets a new password comes in, however many tries others made.
AT_THE_DOORS: dict[str, Words] = {
    TooManyTries.code: gettext_noop(
        "There were too many tries. Please wait a little (minutes: %(minutes)s), or set a new password by letter: "
        "that lets you in at once."
    ),
}
ASKING_FOR_LETTERS: dict[str, Words] = {
    TooManyTries.code: gettext_noop(
        "Too many letters were asked for. Those that were sent are good for an hour: please look into your mail, or "
        "wait a little (minutes: %(minutes)s)."
    ),
}

PASSWORD_PROBLEMS = {
    "password_too_short": _("Please choose a password of at least 10 characters."),
    "password_too_common": _("Many people use this password, so it is easily guessed. Please choose another."),
    "password_too_similar": _("The password is too much like your name or e-mail. Please choose another."),
}
ANOTHER_PASSWORD = _("This password is easily guessed. Please choose another.")


class SignInForm(forms.Form):
    email = forms.EmailField(max_length=254)
    password = forms.CharField(max_length=128, strip=False, widget=forms.PasswordInput)


class RegisterForm(forms.Form):
    name = forms.CharField(max_length=120)
    email = forms.EmailField(max_length=254)
    phone = forms.CharField(max_length=30, required=False)
    password = forms.CharField(max_length=128, strip=False, widget=forms.PasswordInput)

    def clean(self) -> dict[str, Any]:
        """Everything that is wrong is said at once, a weak password beside a missing name."""
        words = {name: self.cleaned_data.get(name, "") for name in ("email", "name", "phone", "password")}
        for refusal in registration_refusals(**words):
            if isinstance(refusal, InvalidPhone) or words["password"]:
                self.show(refusal)
        return self.cleaned_data

    def show(self, refusal: Refusal) -> None:
        """Put the refusal beside the field it is about; a refusal about no field is raised on."""
        if isinstance(refusal, EmailTaken):
            self.add_error("email", _("There is an account with this e-mail already. Please sign in."))
        elif isinstance(refusal, InvalidPhone):
            self.add_error("phone", _("This is not a phone number we can call. Example: 05X XXX XXXX"))
        elif isinstance(refusal, WeakPassword):
            for problem in refusal.problems:
                self.add_error("password", PASSWORD_PROBLEMS.get(problem, ANOTHER_PASSWORD))
        else:
            raise refusal


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"})
    )


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "new-password"}),
    )

    def show(self, refusal: WeakPassword) -> None:
        """Beside the field."""
        for problem in refusal.problems:
            self.add_error("password", PASSWORD_PROBLEMS.get(problem, ANOTHER_PASSWORD))
