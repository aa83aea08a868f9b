"""What the desk calls roles, and what it says when staff can't be changed so."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commerce.accounts.application.passwords import WeakPassword
from commerce.accounts.application.staff import LastOwner
from commerce.accounts.application.use_cases.invite_member import AlreadyInvited, AlreadyMember
from commerce.accounts.application.use_cases.sign_in_customer import WrongCredentials
from commerce.accounts.application.use_cases.withdraw_invitation import InvitationClosed
from commerce.accounts.domain.policies import Role
from commerce.core.errors import NotAllowed, Refusal

ROLE_NAMES = {
    Role.OWNER: gettext_lazy("Owner"),
    Role.MANAGER: gettext_lazy("Manager"),
    Role.MARKETER: gettext_lazy("Marketer"),
    Role.FULFILMENT: gettext_lazy("Order handler"),
    Role.ANALYST: gettext_lazy("Analyst"),
}

ROLE_TASKS = {
    Role.OWNER: gettext_lazy("May do everything, staff and settings included."),
    Role.MANAGER: gettext_lazy("Runs the store: products, orders, pages and staff, but not its owners and settings."),
    Role.MARKETER: gettext_lazy("Writes pages and keeps pictures; sees products."),
    Role.FULFILMENT: gettext_lazy("Handles orders and stock."),
    Role.ANALYST: gettext_lazy("Sees products and orders, and changes nothing."),
}

_WORDS: dict[type[Refusal], object] = {
    AlreadyMember: gettext_lazy("This person works in the store already."),
    AlreadyInvited: gettext_lazy("This person is invited already. You can send the invitation again."),
    InvitationClosed: gettext_lazy("This invitation is no longer open."),
    LastOwner: gettext_lazy("A store needs an owner. Make somebody else an owner first."),
    NotAllowed: gettext_lazy("You are not allowed to do that."),
    WrongCredentials: gettext_lazy("The password is not right."),
    WeakPassword: gettext_lazy("Please choose a longer password that is harder to guess."),
}


def staff_refusal_text(refusal: Refusal) -> str:
    """The refusal in the language of the desk."""
    return str(_WORDS.get(type(refusal), _("This can't be done.")))
