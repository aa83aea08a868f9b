"""The doors of the desk for who is not signed in: signing in, a forgotten password, an invitation to accept."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin.views.account import LoginView

from commerce.accounts.application.invitations import InvitationClosed, OpenInvitation, open_invitation
from commerce.accounts.application.sign_in_limits import Door
from commerce.accounts.application.use_cases.accept_invitation import accept_invitation
from commerce.accounts.interfaces.entrance_forms import AcceptForm, KnownPersonForm, StaffSignInForm
from commerce.accounts.interfaces.known_browsers import remember_browser
from commerce.accounts.interfaces.new_passwords import NewPasswords
from commerce.accounts.interfaces.staff_words import ROLE_NAMES
from commerce.core import clock
from commerce.core.bilingual import Bilingual
from commerce.core.client_address import client_address
from commerce.core.errors import Refusal
from commerce.core.limits import TooManyTries
from commerce.tenants.interfaces.answers import told_to_wait
from commerce.tenants.interfaces.transactions import without_transaction

BACKEND = "commerce.accounts.interfaces.backends.MembershipBackend"


@without_transaction
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link chooses name and password, or proves to be who has them already, and is let in."""
    now = clock.now()
    try:
        invited = open_invitation(token=token, now=now)
    except InvitationClosed:
        return _page(request, "invitation_closed", status=404)
    form = (KnownPersonForm if invited.is_known else AcceptForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = accept_invitation(token=token, **form.facts(), address=client_address(request), now=now)
        except TooManyTries as refusal:
            form.show(refusal)
            return told_to_wait(_invitation_page(request, invited, form), refusal)
        except Refusal as refusal:
            form.show(refusal)
        else:
            login(request, person, backend=BACKEND)
            home = redirect("wagtailadmin_home")
            remember_browser(home, Door.STAFF, person.email)
            return home
    return _invitation_page(request, invited, form)


class StaffSignIn(LoginView):
    """Wagtail's own page, with our form: tries are counted, and who has none left is told when to come back."""

    def get_form_class(self) -> type[StaffSignInForm]:
        return StaffSignInForm

    def form_valid(self, form: StaffSignInForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        remember_browser(answer, Door.STAFF, form.cleaned_data["username"])
        return answer

    def form_invalid(self, form: StaffSignInForm) -> HttpResponse:
        page: HttpResponse = super().form_invalid(form)
        return told_to_wait(page, form.refusal) if form.refusal else page


sign_in = without_transaction(StaffSignIn.as_view())


def _invitation_page(request: HttpRequest, invited: OpenInvitation, form: Any) -> HttpResponse:
    context = {
        "form": form,
        "invited": invited,
        "role": ROLE_NAMES[invited.role],
        "somebody_else": _somebody_else(request, invited),
    }
    return _page(request, "invitation", status=422 if form.errors else 200, **context)


def _somebody_else(request: HttpRequest, invited: OpenInvitation) -> str:
    """The e-mail of who is signed in here, unless it is the one who is invited or nobody."""
    email = str(getattr(request.user, "email", ""))
    return "" if email == invited.email else email


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    tenant = request.tenant  # type: ignore[attr-defined]
    store_name = Bilingual(tenant.name_ar, tenant.name_en).in_language(get_language() or "ar")
    return render(request, f"accounts_desk/{name}.html", {**context, "store_name": store_name}, status=status)


passwords = NewPasswords(Door.STAFF, _page, "staff_entrance", "wagtailadmin_login")
