"""The secrets in the links of letters. None is stored: each is signed, names its store, and is good for one thing.

A handler can therefore make the link long after the request that asked for it, from ids alone.
"""

from django.core import signing

from commerce.accounts.models import Invitation
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
