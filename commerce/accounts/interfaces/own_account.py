"""A member's own page at the desk: Wagtail's, for people who have one name and an e-mail that proves who they are."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.localization import get_available_admin_languages
from wagtail.admin.views import account
from wagtail.users.models import UserProfile

from commerce.accounts.application.activity import record_name, record_new_password
from commerce.accounts.models import User


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
    form_class = PasswordForm


class OwnAccount(account.AccountView):
    page_title = _("Your account")
    panels: ClassVar = (NamePanel, LanguagePanel, PasswordPanel)

    def get_panels(self) -> list[Any]:
        """Wagtail's others ask for names our people don't have, pictures no page shows, letters nobody sends, a time
        zone where the store has one, and how the desk is painted."""
        person = self.request.user
        profile = UserProfile.get_for_user(person)
        shown = [panel(self.request, person, profile) for panel in self.panels]
        return [panel for panel in shown if panel.is_active()]


own_account = require_admin_access(OwnAccount.as_view())
