"""Servers of Wasla's own by Debian's programs: started twice, found again, stopped, and no others touched."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
import redis

from wasla_site.launcher import services
from wasla_site.launcher.cluster import Cluster
from wasla_site.launcher.hands import hands
from wasla_site.launcher.opensearch_server import OpenSearchServer
from wasla_site.launcher.places import CHECKOUT, Places
from wasla_site.launcher.redis_server import BROKER, RedisServer
from wasla_site.launcher.server_programs import programs_of_debian


@pytest.fixture
def redis_server(folder: Path) -> Iterator[RedisServer]:
    server = RedisServer(folder / "redis", BROKER, 16390)
    yield server
    server.stop()


def ask(server: RedisServer) -> redis.Redis:
    return redis.Redis.from_url(server.url(), socket_connect_timeout=1, socket_timeout=1)


def test_a_redis_starts_once_keeps_its_address_and_its_data(redis_server: RedisServer) -> None:
    redis_server.start()
    first, address = redis_server.process(), redis_server.url()
    redis_server.start()
    assert redis_server.process() == first
    with ask(redis_server) as client:
        client.set("kept", "1")
    redis_server.stop()
    redis_server.stop()
    assert redis_server.process() is None
    redis_server.start()
    assert redis_server.url() == address
    with ask(redis_server) as client:
        assert client.get("kept") == b"1"
        wanted = {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}
        assert client.config_get(*wanted) == wanted


def test_a_redis_asks_for_its_password_which_only_its_account_reads(redis_server: RedisServer) -> None:
    redis_server.start()
    stranger = redis.Redis(port=redis_server.port, socket_connect_timeout=1, socket_timeout=1)
    with stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
    assert stat.S_IMODE((redis_server.directory / "redis.conf").stat().st_mode) == 0o600
    process = redis_server.process()
    assert process is not None
    assert {at.laddr.ip for at in process.net_connections() if at.status == "LISTEN"} == {"127.0.0.1"}
    assert process.uids().real == redis_server._account.uid
    assert process.uids().real != 0


@pytest.mark.long
def test_two_redis_take_no_port_from_each_other(redis_server: RedisServer, folder: Path) -> None:
    other = RedisServer(folder / "cache", BROKER, redis_server.first_port)
    try:
        redis_server.start()
        other.start()
        assert other.port != redis_server.port
        redis_server.stop()
        with ask(other) as client:
            assert client.ping()
    finally:
        other.stop()


@pytest.mark.long
def test_a_strangers_process_with_the_old_number_is_left_alone(redis_server: RedisServer) -> None:
    redis_server.start()
    redis_server.stop()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (redis_server.directory / "redis.pid").write_text(str(stranger.pid))
        assert redis_server.process() is None
        redis_server.stop()
        assert stranger.poll() is None
        redis_server.start()
        assert redis_server.process() is not None
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.fixture
def data() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="wasla-services-"))
    path.chmod(0o755)
    yield path
    services.stop(Places(path))
    shutil.rmtree(path)


def run(data: Path, deed: str) -> tuple[dict[str, str], str]:
    """The environment a shell would have, and the words beside it."""
    command = [sys.executable, "-m", "wasla_site.launcher.services", "--data", str(data), deed]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    shown = subprocess.run(["bash", "-c", f"{done.stdout}\nenv"], capture_output=True, text=True, check=True, env={})
    return dict(line.split("=", 1) for line in shown.stdout.splitlines() if "_URL" in line), done.stderr


@pytest.mark.long
def test_services_start_twice_lead_to_the_roles_and_stop_alone(data: Path, redis_server: RedisServer) -> None:
    redis_server.start()
    stranger = redis_server.process()
    found, _ = run(data, "start")
    assert set(found) == {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "CACHE_URL", "OPENSEARCH_URL"}
    again, _ = run(data, "start")
    assert again == found
    with psycopg.connect(found["DATABASE_URL"]) as application, psycopg.connect(found["DATABASE_OWNER_URL"]) as owner:
        assert application.execute("SELECT current_user").fetchone() == ("wasla_app",)
        assert owner.execute("SELECT current_user").fetchone() == ("wasla_owner",)
        release = programs_of_debian().major_version
        assert application.info.server_version // 10_000 == release
        assert owner.execute("SELECT 1 FROM pg_roles WHERE rolname = 'wasla_system'").fetchone() == (1,)
        assert owner.execute("SELECT current_setting('listen_addresses')").fetchone() == ("",)
    for name in ("REDIS_URL", "CACHE_URL"):
        with redis.Redis.from_url(found[name], socket_connect_timeout=1, socket_timeout=1) as client:
            assert client.ping()
    assert httpx.get(found["OPENSEARCH_URL"], timeout=10).json()["cluster_name"] == "wasla"
    search = OpenSearchServer(Places(data).services / "opensearch", services.SEARCH_PORT)
    assert search.process() is not None
    cluster = Cluster(Places(data).services / "postgres", programs=programs_of_debian())
    server = cluster.process()
    assert server is not None
    assert server.uids().real != 0

    _, words = run(data, "stop")

    assert "do not run" in words
    assert cluster.process() is None
    assert search.process() is None
    assert redis_server.process() == stranger
    run(data, "stop")


def test_stopping_what_never_started_is_fine(tmp_path: Path) -> None:
    services.stop(Places(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_the_demo_has_celerys_hands_where_there_is_a_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    worker, clock = hands()
    assert worker[-1] == "run_outbox"
    assert clock is None
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9/0")
    worker, clock = hands()
    assert "worker" in worker
    assert clock is not None
    assert clock[-1] == "beat"
    assert os.environ["REDIS_URL"] not in worker, "a command line is read by everybody"
