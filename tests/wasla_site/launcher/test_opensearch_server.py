"""A real OpenSearch, as the lock file names it: started once, found again, stopped, and no other touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from wasla_site.launcher.opensearch_programs import LOCK, check, locked
from wasla_site.launcher.opensearch_server import OpenSearchServer
from wasla_site.launcher.refusals import LaunchRefused


@pytest.fixture
def server(folder: Path) -> Iterator[OpenSearchServer]:
    server = OpenSearchServer(folder / "opensearch", 19490, heap="384m")
    yield server
    server.stop()


def ask(server: OpenSearchServer, path: str) -> Any:
    return httpx.get(f"{server.url()}{path}", timeout=10).json()


@pytest.mark.long
def test_it_starts_once_with_its_plugin_under_its_own_account_and_stops(server: OpenSearchServer) -> None:
    server.start()
    first, address = server.process(), server.url()
    assert first is not None
    assert first.uids().real == server._account.uid != 0
    assert {at.laddr.ip.removeprefix("::ffff:") for at in first.net_connections() if at.status == "LISTEN"} == {
        "127.0.0.1"
    }
    wanted = {name: coordinates.split(":")[2] for name, coordinates in locked(LOCK).items()}
    assert ask(server, "/")["version"]["number"] == wanted["opensearch"]
    assert [(one["component"], one["version"]) for one in ask(server, "/_cat/plugins?format=json")] == [
        ("opensearch-knn", wanted["opensearch-knn"])
    ]
    server.start()
    assert server.process() == first
    server.stop()
    server.stop()
    assert server.process() is None
    server.start()
    assert server.url() == address
    server.forget()
    assert server.process() is None
    assert not (server.directory / "data").exists()


def test_what_is_not_the_locked_file_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("# why\na.group:server:1.0:zip " + "0" * 64 + "\n")
    forged = tmp_path / "server-1.0.zip"
    forged.write_bytes(b"forged")
    with pytest.raises(LaunchRefused, match="is not the file"):
        check(forged, lock)
    stranger = tmp_path / "server-1.1.zip"
    stranger.write_bytes(b"")
    with pytest.raises(LaunchRefused, match="is not in"):
        check(stranger, lock)


def test_server_and_plugin_are_of_one_release() -> None:
    versions = [coordinates.split(":")[2] for coordinates in locked(LOCK).values()]
    assert versions == ["3.6.0", "3.6.0.0"]
    assert versions[1].rpartition(".")[0] == versions[0]
