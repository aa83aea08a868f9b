"""A server that can't be connected to, because nobody there answers or because it is another one."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from urllib3.connection import HTTPConnection, HTTPSConnection

from commerce.core import clock
from search_index.application.ports import SearchUnavailable, SearchUnreachable
from search_index.domain.families import Family
from search_index.domain.pools import Generation
from search_index.infrastructure.opensearch import clients
from search_index.infrastructure.opensearch.deadlines import INTERACTIVE_SECONDS
from search_index.infrastructure.opensearch.gateway import Gateway
from tests.faults.backlog import full_backlog
from tests.search_index.opensearch.dripping import ANSWER, HEAD, Dripping

SOMEWHERE = Generation(Family.PRODUCTS, 1, 1)
NAME = "search.example"


@pytest.fixture
def unreachable() -> Iterator[int]:
    with full_backlog() as port:
        yield port


def called(monkeypatch: pytest.MonkeyPatch, *ports: int) -> None:
    """The name has one address after the other, at these ports of this machine."""
    look_up = socket.getaddrinfo

    def found(host: str, *args: Any, **options: Any) -> list[Any]:
        if host != NAME:
            return look_up(host, *args, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)) for port in ports]

    monkeypatch.setattr(socket, "getaddrinfo", found)


def seconds_until_failure(failure: type[SearchUnavailable] = SearchUnavailable) -> float:
    begun = time.monotonic()
    with pytest.raises(failure):
        Gateway().search(SOMEWHERE, {}, seconds=INTERACTIVE_SECONDS)
    return time.monotonic() - begun


@pytest.mark.parametrize("addresses", [1, 3])
def test_who_waits_for_a_connection_waits_no_longer_than_for_an_answer(
    addresses: int, unreachable: int, in_noor: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many addresses the name has."""
    called(monkeypatch, *[unreachable] * addresses)
    settings.OPENSEARCH_URL = f"http://{NAME}:{unreachable}"
    assert INTERACTIVE_SECONDS <= seconds_until_failure(SearchUnreachable) < 2 * INTERACTIVE_SECONDS


def test_with_urllib3s_own_connections_each_address_is_waited_for(
    unreachable: int, in_noor: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(clients, "WholeCalls", HTTPConnection)
    called(monkeypatch, *[unreachable] * 3)
    settings.OPENSEARCH_URL = f"http://{NAME}:{unreachable}"
    assert seconds_until_failure() >= 3 * INTERACTIVE_SECONDS


def test_behind_an_address_that_is_silent_another_is_found_in_time(
    unreachable: int, in_noor: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Dripping(len(ANSWER))
    called(monkeypatch, unreachable, server.port)
    settings.OPENSEARCH_URL = f"http://{NAME}:{server.port}"
    assert Gateway().search(SOMEWHERE, {}, seconds=INTERACTIVE_SECONDS).total == 0
    server.close()


def test_a_name_that_nobody_has_is_a_server_that_is_not_there(in_noor: Any, settings: Any) -> None:
    settings.OPENSEARCH_URL = "http://search.invalid:9200"
    with pytest.raises(SearchUnreachable):
        Gateway().search(SOMEWHERE, {})


Certificates = Callable[..., ssl.SSLContext]


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """Certificates of an authority of our own, which this process trusts as a deployment says it does."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = _certificate("Authority", key, "Authority", key, x509.BasicConstraints(ca=True, path_length=None))
    trusted = tmp_path / "authority.pem"
    trusted.write_bytes(own.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)

    def certified(address: str = "127.0.0.1") -> ssl.SSLContext:
        of_server = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        certificate = _certificate("Search", of_server, "Authority", key, names)
        both = tmp_path / "server.pem"
        secret = of_server.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        both.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        return context

    return certified


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuers_key: ec.EllipticCurvePrivateKey,
    extension: x509.ExtensionType,
) -> x509.Certificate:
    subject, signer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, issuer))
    now = clock.now()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(extension, critical=False)
        .sign(issuers_key, hashes.SHA256())
    )


@pytest.fixture
def encrypting(authority: Certificates, settings: Any) -> Iterator[Callable[..., Dripping]]:
    """Servers that speak TLS alone, the last of which is the search server."""
    servers: list[Dripping] = []

    def begun(*, at: int = len(ANSWER), address: str = "127.0.0.1") -> Dripping:
        servers.append(Dripping(at, encrypted=authority(address)))
        settings.OPENSEARCH_URL = servers[-1].url
        return servers[-1]

    yield begun
    for server in servers:
        server.close()


@pytest.mark.parametrize("directory", ["", "."], ids=["a file", "a directory besides"])
def test_a_server_is_called_by_tls_whose_authority_is_trusted(
    directory: str, encrypting: Callable[..., Dripping], in_noor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = encrypting()
    monkeypatch.setenv("SSL_CERT_DIR", directory)
    gateway = Gateway()
    for _ in range(2):
        assert gateway.search(SOMEWHERE, {}).total == 0
    assert server.accepted == 1


@pytest.mark.parametrize("directory", ["", "."], ids=["public authorities", "a directory"])
def test_a_server_whose_authority_nobody_trusts_is_told_nothing(
    directory: str, encrypting: Callable[..., Dripping], in_noor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = encrypting()
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setenv("SSL_CERT_DIR", directory)
    with pytest.raises(SearchUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
        Gateway().search(SOMEWHERE, {})
    assert server.accepted == 0


def test_a_server_with_the_certificate_of_another_is_told_nothing(
    encrypting: Callable[..., Dripping], in_noor: Any
) -> None:
    server = encrypting(address="192.0.2.1")
    with pytest.raises(SearchUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
        Gateway().search(SOMEWHERE, {})
    assert server.accepted == 0


@pytest.mark.parametrize("at", [0, len(HEAD)], ids=["head", "body"])
def test_by_tls_too_a_server_that_drips_is_left_when_its_time_is_over(
    at: int, encrypting: Callable[..., Dripping], in_noor: Any
) -> None:
    encrypting(at=at)
    assert INTERACTIVE_SECONDS <= seconds_until_failure() < 2 * INTERACTIVE_SECONDS


SLOW = INTERACTIVE_SECONDS * 0.75


@pytest.mark.parametrize("is_whole", [True, False], ids=["one limit", "the control"])
def test_connecting_and_encrypting_have_one_limit_together(
    is_whole: bool, encrypting: Callable[..., Dripping], in_noor: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address that is reached late, where nobody says a word of TLS."""
    if not is_whole:
        monkeypatch.setattr(clients, "EncryptedWholeCalls", HTTPSConnection)
    connect = socket.socket.connect

    def late(sock: socket.socket, address: Any) -> None:
        time.sleep(SLOW)
        connect(sock, address)

    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.OPENSEARCH_URL = f"https://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setattr(socket.socket, "connect", late)
        seconds = seconds_until_failure()
    assert (seconds < SLOW + INTERACTIVE_SECONDS) is is_whole, seconds
