"""A member's own page at the desk: Wagtail's, for people who have one name and an e-mail that proves who they are."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account

from commerce.accounts.models import User


class NameForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields: ClassVar = ["name"]
        labels: ClassVar = {"name": _("Your name")}
        widgets: ClassVar = {"name": forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"})}


class NamePanel(account.BaseSettingsPanel):
    name = "name"
    title = _("Name")
    order = 100
    form_class = NameForm


# Wagtail's form asks for names our people don't have; pictures of people belong to no store; nobody sends notices.
NOT_OURS = (account.NameEmailSettingsPanel, account.AvatarSettingsPanel, account.NotificationsSettingsPanel)


class OwnAccount(account.AccountView):
    def get_panels(self) -> list[Any]:
        panels = super().get_panels()
        user = self.request.user
        ours = NamePanel(self.request, user, panels[-1].profile)
        return [ours, *(panel for panel in panels if not isinstance(panel, NOT_OURS))]


own_account = require_admin_access(OwnAccount.as_view())
