"""Where gateways report what happened: on the platform's own host, one secret address for each account."""

from django.conf import settings


def webhook_url(token: str) -> str:
    """The absolute address of the account with this token, to be copied into the gateway's portal."""
    site = f"{settings.PUBLIC_SCHEME}://{settings.PLATFORM_HOST}{settings.PUBLIC_PORT_SUFFIX}"
    return f"{site}/hooks/payments/{token}/"
