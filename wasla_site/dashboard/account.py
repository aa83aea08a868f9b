"""A person's own account at the desk: their name, the desk's language, their password. Nothing of Wagtail's besides."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.localization import get_available_admin_languages
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, ChangePasswordPanel
from wagtail.users.models import UserProfile

from commerce.accounts.models import User


class NameForm(forms.ModelForm[User]):
    """The e-mail is who somebody is, so it is shown and never changed here."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), disabled=True, required=False)

    class Meta:
        model = User
        fields = ("name", "email")


class LanguageForm(forms.ModelForm[UserProfile]):
    preferred_language = forms.ChoiceField(label=_("Language of the desk"), required=False)

    class Meta:
        model = UserProfile
        fields = ("preferred_language",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(code, get_language_info(code)["name_local"]) for code, _name in get_available_admin_languages()]
        field = self.fields["preferred_language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("The store's first language")), *names]


class NamePanel(BaseSettingsPanel):
    name = "person"
    title = _("You")
    order = 100
    form_class = NameForm


class LanguagePanel(BaseSettingsPanel):
    name = "language"
    title = _("Language")
    order = 200
    form_class = LanguageForm
    form_object = "profile"


class Account(AccountView):
    page_title = _("Your account")
    panel_classes: ClassVar = (NamePanel, LanguagePanel, ChangePasswordPanel)

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Wagtail's other panels offer pictures no page shows, letters nobody sends, and a time zone of one's own."""
        person = self.request.user
        profile = UserProfile.get_for_user(person)
        panels = [panel(self.request, person, profile) for panel in self.panel_classes]
        return [panel for panel in panels if panel.is_active()]
