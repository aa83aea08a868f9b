"""How the desk's sign-in form speaks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm


class StaffSignInForm(LoginForm):
    error_messages: ClassVar = {
        **LoginForm.error_messages,
        "invalid_login": _("The e-mail or the password is not right."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("username", _("E-mail")), ("password", _("Password"))):
            self.fields[name].label = label
            self.fields[name].widget.attrs.update({"dir": "ltr", "placeholder": ""})
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "inputmode": "email"}
