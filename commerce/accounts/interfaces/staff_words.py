"""What the desk calls roles, and what it says when staff can't be changed so."""

from django.utils.translation import gettext_lazy, gettext_noop

from commerce.accounts.application.invitations import InvitationClosed
from commerce.accounts.application.use_cases.invite_member import AlreadyInvited, AlreadyMember
from commerce.accounts.application.use_cases.sign_in_customer import WrongCredentials
from commerce.accounts.domain.policies import Role
from commerce.core.refusal_words import Words

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
    Role.MARKETER: gettext_lazy("Writes pages, keeps pictures, runs offers and coupons; sees products."),
    Role.FULFILMENT: gettext_lazy("Handles orders and stock."),
    Role.ANALYST: gettext_lazy("Sees products and orders, and changes nothing."),
}

# What an owner is told at the desk, where the person invited hears something else.
ON_THE_STAFF_DESK: dict[str, Words] = {
    AlreadyMember.code: gettext_noop("This person works in the store already."),
    AlreadyInvited.code: gettext_noop("This person is invited already. You can send the invitation again."),
    InvitationClosed.code: gettext_noop("This invitation is no longer open."),
    WrongCredentials.code: gettext_noop("The password is not right."),
}
