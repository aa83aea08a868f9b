"""Settings → Staff at the desk: who works in the store, who is asked to, and the changes one may make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from commerce.accounts.application.queries import get_member, open_invitations, own_role, staff_list
from commerce.accounts.application.use_cases.change_role import change_role
from commerce.accounts.application.use_cases.invite_member import invite_member
from commerce.accounts.application.use_cases.remove_member import remove_member
from commerce.accounts.application.use_cases.resend_invitation import resend_invitation
from commerce.accounts.application.use_cases.withdraw_invitation import withdraw_invitation
from commerce.accounts.domain.policies import Role, manageable_roles, may_manage
from commerce.accounts.interfaces.staff_forms import InviteForm, RoleForm
from commerce.accounts.interfaces.staff_words import ON_THE_STAFF_DESK, ROLE_NAMES
from commerce.accounts.models import Membership
from commerce.core import clock
from commerce.core.errors import NotFound, Refusal
from commerce.core.refusal_words import message_for


class _StaffPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    model = Membership
    permission_required = "change"
    header_icon = "group"

    request: Any  # always of somebody signed in

    @property
    def own_role(self) -> Role:
        return own_role(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        staff = {"url": reverse("staff_desk:list"), "label": _("Staff")}
        return [*self.breadcrumbs_items, staff, {"url": "", "label": self.get_page_title()}]


class StaffList(_StaffPage):
    template_name = "accounts_desk/staff.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        role, now = self.own_role, clock.now()
        members = [
            {"row": row, "role": ROLE_NAMES[Role(row.role)], "is_mine": may_manage(role, Role(row.role))}
            for row in staff_list()
        ]
        invitations = [
            {
                "row": row,
                "role": ROLE_NAMES[Role(row.role)],
                "is_good": row.is_good(now),
                "is_mine": may_manage(role, Role(row.role)),
            }
            for row in open_invitations()
        ]
        return self.render_to_response(self.get_context_data(members=members, invitations=invitations))

    def get_page_title(self) -> str:
        return _("Staff")

    def get_header_buttons(self) -> list[Any]:
        return [HeaderButton(_("Invite somebody"), url=reverse("staff_desk:invite"), icon_name="plus")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class _StaffFormPage(_StaffPage):
    """Shows a form and, sent, does what it says; a refusal is shown in it and nothing typed is lost."""

    submit_label = ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                done = self.save(form)
            except NotFound:
                raise
            except Refusal as refusal:
                form.add_error(None, message_for(refusal, ON_THE_STAFF_DESK))
            else:
                messages.success(request, done)
                return redirect("staff_desk:list")
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form(self, data: Any = None) -> forms.Form:
        raise NotImplementedError

    def save(self, form: forms.Form) -> str:
        """Returns what is said afterwards."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "action_url": self.request.path,
            "submit_button_label": self.submit_label or _("Save"),
            "submit_button_active_label": _("Saving…"),
        }


class Invite(_StaffFormPage):
    template_name = "accounts_desk/invite.html"

    def form(self, data: Any = None) -> InviteForm:
        return InviteForm(data, roles=manageable_roles(self.own_role))

    def save(self, form: forms.Form) -> str:
        invitation = invite_member(**form.cleaned_data, by=self.request.user.pk, now=clock.now())
        return _("%(email)s is invited.") % {"email": invitation.email}

    def get_page_title(self) -> str:
        return _("Invite somebody")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"submit_button_label": _("Send the invitation")}


class Member(_StaffFormPage):
    """One member's role, and the way out."""

    template_name = "accounts_desk/member.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.member = get_member(kwargs["membership_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        role = own_role(request.user)
        if not may_manage(role, Role(self.member.role)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> RoleForm:
        return RoleForm(data, roles=manageable_roles(self.own_role), initial={"role": self.member.role})

    def save(self, form: forms.Form) -> str:
        change_role(membership_id=self.member.pk, role=form.cleaned_data["role"], by=self.request.user.pk)
        return _("The role was changed.")

    def get_page_title(self) -> str:
        return str(self.member.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"member": self.member}


@require_POST
def remove(request: HttpRequest, membership_id: int) -> HttpResponse:
    return _do(request, remove_member, _("This person no longer works in the store."), membership_id=membership_id)


@require_POST
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    done = _("The invitation was withdrawn.")
    return _do(request, withdraw_invitation, done, invitation_id=invitation_id, now=clock.now())


@require_POST
def resend(request: HttpRequest, invitation_id: int) -> HttpResponse:
    done = _("The invitation was sent again.")
    return _do(request, resend_invitation, done, invitation_id=invitation_id, now=clock.now())


def _do(request: HttpRequest, use_case: Callable[..., None], done: str, **facts: Any) -> HttpResponse:
    """By who is trusted with staff; a refusal is said on the list."""
    if not policy_registry.get_by_type(Membership).user_has_permission(request.user, "change"):
        raise PermissionDenied
    try:
        use_case(**facts, by=request.user.pk)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, message_for(refusal, ON_THE_STAFF_DESK))
    else:
        messages.success(request, done)
    return redirect("staff_desk:list")
