"""A member's own page at the desk: Wagtail's, for people who have one name and an e-mail that proves who they are."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.localization import get_available_admin_languages
from wagtail.admin.views import account
from wagtail.users.models import UserProfile

from commerce.accounts.application.activity import record_name, record_new_password
from commerce.accounts.application.sign_in_limits import Door, count_sign_in, forgive_sign_in, unlock_account
from commerce.accounts.models import User
from commerce.core import clock
from commerce.core.client_address import client_address
from commerce.core.limits import TooManyTries
from commerce.core.refusal_words import message_for
from commerce.tenants.interfaces.answers import told_to_wait
from commerce.tenants.interfaces.transactions import without_transaction


class NameForm(forms.ModelForm[User]):
    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"})
    )

    class Meta:
        model = User
        fields: ClassVar = ["name"]

    def save(self, commit: bool = True) -> User:
        person = super().save(commit)
        record_name(person, before=self.initial["name"])
        return person


class PasswordForm(PasswordChangeForm):
    """With a refusal to look at the old password, it is not looked at."""

    def __init__(self, *args: Any, refusal: TooManyTries | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusal = refusal

    def clean_old_password(self) -> str:
        if self.refusal is not None:
            raise forms.ValidationError(message_for(self.refusal), code=self.refusal.code)
        return super().clean_old_password()

    def save(self, commit: bool = True) -> User:
        person = super().save(commit)
        record_new_password(person)
        return person


class LanguageForm(forms.ModelForm[UserProfile]):
    preferred_language = forms.ChoiceField(label=_("Language of the desk"), required=False)

    class Meta:
        model = UserProfile
        fields: ClassVar = ["preferred_language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(code, get_language_info(code)["name_local"]) for code, _name in get_available_admin_languages()]
        field = self.fields["preferred_language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("The store's first language")), *names]


class NamePanel(account.BaseSettingsPanel):
    name = "name"
    title = _("Name")
    order = 100
    form_class = NameForm


class LanguagePanel(account.BaseSettingsPanel):
    name = "language"
    title = _("Language")
    order = 200
    form_class = LanguageForm
    form_object = "profile"


class PasswordPanel(account.ChangePasswordPanel):
    def __init__(self, *args: Any, refusal: TooManyTries | None) -> None:
        super().__init__(*args)
        self.form_class = partial(PasswordForm, refusal=refusal)


class OwnAccount(account.AccountView):
    """Whoever finds a desk open guesses its person's password here no oftener than at the door."""

    template_name = "accounts_desk/account.html"
    page_title = _("Your account")
    refusal: TooManyTries | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return _drawn(super().get(request, *args, **kwargs))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Tries are counted before a transaction is open, and given back after it."""
        email = cast(User, request.user).email
        who: dict[str, Any] = {"email": email, "address": client_address(request), "now": clock.now()}
        # As Wagtail decides whether somebody wants another password.
        is_try = any(request.POST.get(f"{PasswordPanel.name}-{name}") for name in ("new_password1", "new_password2"))
        if is_try:
            try:
                count_sign_in(Door.OWN_ACCOUNT, **who)
            except TooManyTries as refusal:
                self.refusal = refusal
        with transaction.atomic():
            answer = _drawn(super().post(request))
        if self.refusal is not None:
            return told_to_wait(answer, self.refusal)
        if is_try and answer.status_code == HTTPStatus.FOUND:
            forgive_sign_in(Door.OWN_ACCOUNT, **who)
            unlock_account(Door.STAFF, email=email)
        return answer

    def get_panels(self) -> list[Any]:
        """Wagtail's others ask for names our people don't have, pictures no page shows, letters nobody sends, a time
        zone where the store has one, and how the desk is painted."""
        person = self.request.user
        profile = UserProfile.get_for_user(person)
        of_person = (self.request, person, profile)
        shown: list[Any] = [
            NamePanel(*of_person),
            LanguagePanel(*of_person),
            PasswordPanel(*of_person, refusal=self.refusal),
        ]
        return [panel for panel in shown if panel.is_active()]


def _drawn(answer: HttpResponse) -> HttpResponse:
    """In the transaction that is open, because the menu is made of the store's rows."""
    return answer.render() if isinstance(answer, TemplateResponse) else answer


own_account = without_transaction(require_admin_access(OwnAccount.as_view()))
