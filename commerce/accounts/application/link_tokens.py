"""The secrets in the links of letters. None is stored: each is signed, names its store, and is good for one thing.

A handler can therefore make the link long after the request that asked for it, from ids alone.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.utils.http import base36_to_int, int_to_base36

from commerce.accounts.models import Customer, Invitation, User
from commerce.core.scope import current_tenant_id

_INVITATION = "commerce.accounts.invitation"


def invitation_token(invitation: Invitation) -> str:
    """HMAC-SHA256 under SECRET_KEY; how long it is good, and whether still, the invitation's row says."""
    return signing.dumps([current_tenant_id(), invitation.pk], salt=_INVITATION)


def find_invitation(token: str) -> Invitation | None:
    """The open scope's store's invitation of this token; None for one that is forged or another store's."""
    try:
        tenant_id, invitation_id = signing.loads(token, salt=_INVITATION)
    except signing.BadSignature:
        return None
    if tenant_id != current_tenant_id():
        return None
    found: Invitation | None = Invitation.objects.filter(pk=invitation_id).first()
    return found


class _PasswordTokens(PasswordResetTokenGenerator):
    """Django's tokens, of 128 bits, which end with PASSWORD_RESET_TIMEOUT and with the password they replace."""

    def __init__(self, key_salt: str) -> None:
        super().__init__()
        self.key_salt = key_salt

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        """Customers never sign in as Django users do, and a member of staff may be one in several stores."""
        parts = (current_tenant_id(), user.pk, user.email, user.password, getattr(user, "last_login", ""), timestamp)
        return "|".join(map(str, parts))


_TOKENS: dict[type, _PasswordTokens] = {
    User: _PasswordTokens("commerce.accounts.staff_password"),
    Customer: _PasswordTokens("commerce.accounts.customer_password"),
}


def password_token(person: User | Customer) -> str:
    return f"{int_to_base36(person.pk)}-{_TOKENS[type(person)].make_token(person)}"  # type: ignore[arg-type]


def person_id_of(token: str) -> int | None:
    """Whose password the token says it is for; only `is_password_token` tells whether that is so."""
    try:
        return base36_to_int(token.partition("-")[0])
    except ValueError:
        return None


def is_password_token(person: User | Customer, token: str) -> bool:
    """Whether the token was made for this person in the open scope's store, and is still good."""
    return _TOKENS[type(person)].check_token(person, token.partition("-")[2])  # type: ignore[arg-type]
