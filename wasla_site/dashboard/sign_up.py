"""Opening a store on the platform's own host."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from commerce.accounts.application.use_cases.hire_member import PersonKnown
from commerce.accounts.models import User
from commerce.core import clock
from commerce.core.actors import Actor, ActorKind, acting_as
from commerce.core.client_address import client_address
from commerce.core.errors import Refusal
from commerce.core.limits import TooManyTries
from commerce.core.money import EXPONENTS
from commerce.core.refusal_words import message_for
from commerce.tenants.application.queries import absolute_url
from commerce.tenants.application.sign_up_limits import count_sign_up
from commerce.tenants.application.use_cases.open_store import (
    HostTaken,
    NameMissing,
    OwnerEmailMalformed,
    SlugMalformed,
    SlugReserved,
    StoreSlugTaken,
    open_store,
)
from commerce.tenants.domain.values import Opening
from commerce.tenants.interfaces.answers import told_to_wait
from commerce.tenants.interfaces.transactions import without_transaction
from commerce.tenants.models import Tenant


class SignUpForm(forms.Form):
    name_ar = forms.CharField(label=_("Store name in Arabic"), max_length=80, required=False)
    name_en = forms.CharField(label=_("Store name in English"), max_length=80, required=False)
    slug = forms.CharField(label=_("Store address"), max_length=40)
    language = forms.ChoiceField(label=_("First language"), choices=[("ar", _("Arabic")), ("en", _("English"))])
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in EXPONENTS], initial="SAR")
    owner_name = forms.CharField(label=_("Your name"), max_length=120)
    owner_email = forms.EmailField(label=_("Your e-mail"))
    owner_password = forms.CharField(label=_("Choose a password"), widget=forms.PasswordInput)

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).strip().lower()

    def clean_owner_password(self) -> str:
        """Judged last of all fields, so that it is not the name or the e-mail again."""
        password: str = self.cleaned_data["owner_password"]
        name, email = (self.cleaned_data.get(field, "") for field in ("owner_name", "owner_email"))
        validate_password(password, User(name=name, email=email))
        return password

    def opening(self) -> Opening:
        return Opening(**{**self.cleaned_data, "host": ""})


FIELD_OF: dict[type[Refusal], str] = {
    StoreSlugTaken: "slug",
    SlugReserved: "slug",
    SlugMalformed: "slug",
    HostTaken: "slug",
    NameMissing: "name_ar",
    OwnerEmailMalformed: "owner_email",
    PersonKnown: "owner_email",
}


@without_transaction
@sensitive_post_parameters("owner_password")
def sign_up(request: HttpRequest) -> HttpResponse:
    """The form of a new store; a refusal shows at the field it is about and loses nothing that was typed. Tries are
    counted, and limited, where nothing else is wrong."""
    form = SignUpForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "platform_host": settings.PLATFORM_HOST}
    if request.method == "POST" and form.is_valid():
        try:
            count_sign_up(address=client_address(request), now=clock.now())
            tenant = _open(form.opening())
        except TooManyTries as refusal:
            form.add_error(None, message_for(refusal))
            return told_to_wait(render(request, "storefront/platform/sign_up.html", context), refusal)
        except Refusal as refusal:
            form.add_error(FIELD_OF.get(type(refusal)), message_for(refusal))
        else:
            context |= {
                "tenant": tenant,
                "store_url": absolute_url(tenant.pk, "/"),
                "desk_url": absolute_url(tenant.pk, "/manage/"),
            }
            return render(request, "storefront/platform/opened.html", context)
    return render(request, "storefront/platform/sign_up.html", context)


def _open(opening: Opening) -> Tenant:
    """The store's first deed is its owner's, who is nobody's user before."""
    with acting_as(Actor(ActorKind.STAFF, name=opening.owner_name or opening.owner_email)):
        return open_store(opening=opening)
