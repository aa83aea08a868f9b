"""What is filled in at the desk about staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commerce.accounts.domain.policies import Role
from commerce.accounts.interfaces.staff_words import ROLE_NAMES, ROLE_TASKS


class RoleField(forms.ChoiceField):
    """One of the roles the asking member may give, each told in a line; a Role when cleaned."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Role"), widget=forms.RadioSelect, **kwargs)

    def offer(self, roles: Iterable[Role]) -> None:
        self.choices = [(role.value, f"{ROLE_NAMES[role]}: {ROLE_TASKS[role]}") for role in roles]

    def clean(self, value: Any) -> Role:
        return Role(super().clean(value))


class RoleForm(forms.Form):
    role = RoleField()

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.offer(roles)


class InviteForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("A letter with a link goes to this address. The link is good for seven days."),
    )
    field_order = ["email", "role"]
