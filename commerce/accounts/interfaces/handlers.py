"""Letters to people, sent after what they tell of is kept. Told twice, a handler writes twice, which does no harm."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from commerce.accounts.application.doors import find_person
from commerce.accounts.application.link_tokens import invitation_token, password_token
from commerce.accounts.application.sign_in_limits import Door
from commerce.accounts.domain.events import PasswordResetAsked, StaffInvited
from commerce.accounts.domain.policies import Role
from commerce.accounts.interfaces.staff_words import ROLE_NAMES
from commerce.accounts.models import Customer, Invitation, User
from commerce.core import clock
from commerce.core.scope import current_tenant_id
from commerce.tenants.application.letters import send_letter
from commerce.tenants.application.queries import absolute_url
from commerce.tenants.models import Tenant


def on_staff_invited(event: StaffInvited) -> None:
    """The invited person has a link. Nothing is sent when the invitation was withdrawn or accepted meanwhile."""
    with transaction.atomic():
        invitation = Invitation.objects.select_related("invited_by").filter(pk=event.invitation_id).first()
    if invitation is None or not invitation.is_good(clock.now()):
        return
    is_known = User.objects.filter(email=invitation.email).exists()
    tenant = Tenant.objects.get(pk=current_tenant_id())
    path = reverse("staff_entrance:invitation", args=[invitation_token(invitation)])
    with timezone.override(ZoneInfo(tenant.time_zone)):
        send_letter(
            to=invitation.email,
            language=staff_language(invitation.email, tenant),
            template="accounts_letters/invitation",
            facts={
                "url": absolute_url(tenant.pk, path),
                "invited_by": str(invitation.invited_by),
                "role": ROLE_NAMES[Role(invitation.role)],
                "expires_at": invitation.expires_at,
                "is_known": is_known,
            },
        )


def on_password_reset_asked(event: PasswordResetAsked) -> None:
    """The person has a link, if there is one of this e-mail for whom that door can open."""
    with transaction.atomic():
        person = find_person(Door(event.door), email=event.email)
    if person is None:
        return
    tenant = Tenant.objects.get(pk=current_tenant_id())
    if isinstance(person, Customer):
        language, template = person.language, "storefront/letters/password"
        # The second language's addresses begin with it; reversing here, outside of a request, does not know.
        prefix = "" if language == tenant.languages[0] else f"/{language}"
        path = prefix + reverse("accounts:new_password", args=[password_token(person)])
    else:
        language, template = staff_language(person.email, tenant), "accounts_letters/password"
        path = reverse("staff_entrance:new_password", args=[password_token(person)])
    url = absolute_url(tenant.pk, path)
    send_letter(to=person.email, language=language, template=template, facts={"url": url, "name": person.name})


def staff_language(email: str, tenant: Tenant) -> str:
    """The one the person chose for the desk; until they chose one, the store's first."""
    chosen = UserProfile.objects.filter(user__email=email).values_list("preferred_language", flat=True).first()
    return chosen if chosen in tenant.languages else str(tenant.languages[0])
