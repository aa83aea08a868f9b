"""Where gateways stand. Hosts come from a list in the code, never from a request, an answer or a merchant's typing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from django.conf import settings

from commerce.payments.domain.accounts import GatewayAccount
from commerce.payments.infrastructure.transport.answers import NotSent


def host_for(account: GatewayAccount, regions: Mapping[str, str]) -> str:
    """The base address of the account's region, or the one that `GATEWAY_HOSTS` puts in its place (the simulator's)."""
    override = settings.GATEWAY_HOSTS.get(account.gateway)
    if override:
        return str(override).rstrip("/")
    if account.region not in regions:
        raise NotSent("unknown_region", needs_operator=True)
    return regions[account.region]


def script_for(account: GatewayAccount, url: str) -> str:
    """A script that the gateway keeps on a host of its own, or its twin where `GATEWAY_HOSTS` says the gateway is."""
    override = settings.GATEWAY_HOSTS.get(account.gateway)
    return f"{str(override).rstrip('/')}/{url.rsplit('/', 1)[1]}" if override else url


def origins_of(gateway: str, domains: Collection[str]) -> tuple[str, ...]:
    """The gateway's hosts as origins of a content policy, or the one where `GATEWAY_HOSTS` says it is."""
    override = settings.GATEWAY_HOSTS.get(gateway)
    if override:
        parts = urlsplit(override)
        return (f"{parts.scheme}://{parts.netloc}",)
    return tuple(f"https://*.{domain}" for domain in domains) + tuple(f"https://{domain}" for domain in domains)


def is_of_the_gateway(account: GatewayAccount, url: str, domains: Collection[str]) -> bool:
    """Whether a payer may be sent there: https on one of the gateway's domains, or where `GATEWAY_HOSTS` says it is."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    override = settings.GATEWAY_HOSTS.get(account.gateway)
    if override:
        return (parts.scheme, parts.netloc) == urlsplit(override)[:2]
    is_known = any(host == domain or host.endswith(f".{domain}") for domain in domains)
    return parts.scheme == "https" and is_known and port in {None, 443} and parts.username is None
