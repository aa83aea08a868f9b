"""Where a request comes from, as far as it can be believed."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def client_address(request: HttpRequest) -> str:
    """The address of who asks: IPv4 whole, of IPv6 the /64, for one connection has as many addresses as it likes.

    `TRUSTED_PROXIES` proxies stand before the site, each adding the address it saw to X-Forwarded-For on the right.
    What stands further left was written by the client and is never believed; without proxies the whole header is not.
    """
    hops = request.headers.get("x-forwarded-for", "").split(",")
    proxies: int = settings.TRUSTED_PROXIES
    believed = hops[-proxies] if 0 < proxies <= len(hops) else ""
    return _normal(believed) or _normal(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def _normal(text: str) -> str:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False).network_address)
    return str(address)
