"""Where a request comes from: what the client itself writes changes nothing."""

import pytest
from django.test import RequestFactory

from commerce.core.client_address import client_address

PEER = "203.0.113.9"


def seen(forwarded: str | None, peer: str = PEER) -> str:
    headers = {"x-forwarded-for": forwarded} if forwarded is not None else {}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer))


@pytest.mark.parametrize("forwarded", [None, "", "198.51.100.7", "1.1.1.1, 2.2.2.2", "nonsense", "127.0.0.1"])
def test_without_proxies_nobody_is_believed(forwarded: str | None) -> None:
    assert seen(forwarded) == PEER


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (1, "6.6.6.6,7.7.7.7, 198.51.100.7", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (2, "198.51.100.7", PEER),
        (1, "", PEER),
        (1, "6.6.6.6, nonsense", PEER),
    ],
)
def test_hops_are_counted_from_the_right(settings: object, proxies: int, forwarded: str, address: str) -> None:
    settings.TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]
    assert seen(forwarded) == address


def test_one_connections_many_addresses_are_one() -> None:
    assert seen(None, "2001:db8:1:2:3:4:5:6") == seen(None, "2001:db8:1:2::1") == "2001:db8:1:2::"
    assert seen(None, "2001:db8:1:3::1") != "2001:db8:1:2::"
    assert seen(None, "::ffff:203.0.113.9") == PEER
    assert seen(None, "") == "unknown"
