"""The server that tests run beside: what a command finds there, and who stops it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from wasla_site.launcher.cluster import Cluster
from wasla_site.launcher.opensearch_server import OpenSearchServer
from wasla_site.launcher.places import CHECKOUT
from wasla_site.launcher.refusals import LaunchRefused
from wasla_site.launcher.testing import SEARCH_PORT, opensearch_for_tests

RUN = """
import sys, pathlib
from wasla_site.launcher.places import Places
from wasla_site.launcher.testing import run
sys.exit(run(Places(pathlib.Path(sys.argv[1])), [sys.executable, "-c", sys.argv[2]]))
"""
SECONDS = 60


def begin(data: Path, code: str) -> subprocess.Popen[bytes]:
    """The command's words go to `words.txt` in the folder."""
    environment = {name: value for name, value in os.environ.items() if name != "TEST_ADMIN_DSN"}
    with (data / "words.txt").open("a") as words:
        return subprocess.Popen(
            [sys.executable, "-c", RUN, str(data), code],
            cwd=CHECKOUT,
            env=environment,
            stdout=words,
            stderr=subprocess.STDOUT,
        )


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_command_finds_a_server_and_its_status_passes_through(folder: Path) -> None:
    code = """
import os, sys, psycopg
for name in ("TEST_ADMIN_DSN", "DATABASE_URL", "DATABASE_OWNER_URL"):
    with psycopg.connect(os.environ[name]) as connection:
        print(*connection.execute("SELECT current_user, current_setting('fsync')").fetchone())
sys.exit(5)
"""
    process = begin(folder, code)

    assert process.wait(SECONDS) == 5
    words = (folder / "words.txt").read_text()
    assert words.splitlines() == ["postgres off", "wasla_app off", "wasla_owner off"]
    assert Cluster(folder / "test-postgres").process() is None


def test_the_demos_servers_are_not_the_tests(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9/0")
    monkeypatch.setenv("CACHE_URL", "redis://127.0.0.1:9/1")
    monkeypatch.setenv("OPENSEARCH_URL", "http://127.0.0.1:9")
    code = "import os, sys; sys.exit(bool({'REDIS_URL', 'CACHE_URL', 'OPENSEARCH_URL'} & set(os.environ)))"
    process = begin(folder, code)
    assert process.wait(SECONDS) == 0


@pytest.mark.long
def test_the_last_of_two_runs_stops_the_server(folder: Path) -> None:
    waiting = "import sys, time, pathlib\nwhile not pathlib.Path({!r}).exists(): time.sleep(0.05)"
    first = begin(folder, f"open({str(folder / 'first')!r}, 'w')\n" + waiting.format(str(folder / "end-first")))
    wait_for(folder / "first")
    second = begin(folder, f"open({str(folder / 'second')!r}, 'w')\n" + waiting.format(str(folder / "end-second")))
    wait_for(folder / "second")
    server = Cluster(folder / "test-postgres")

    (folder / "end-first").touch()
    assert first.wait(SECONDS) == 0
    assert server.process() is not None
    with psycopg.connect(server.admin_dsn()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

    (folder / "end-second").touch()
    assert second.wait(SECONDS) == 0
    assert server.process() is None


@pytest.mark.long
def test_nobody_who_needs_no_opensearch_starts_one(folder: Path) -> None:
    code = "import os, pathlib, sys; sys.exit(pathlib.Path(os.environ['TEST_OPENSEARCH']).exists())"
    assert begin(folder, code).wait(SECONDS) == 0


@pytest.mark.long
def test_the_last_run_stops_the_opensearch_that_was_needed(folder: Path) -> None:
    code = "from wasla_site.launcher.testing import opensearch_for_tests; print(opensearch_for_tests().url())"
    assert begin(folder, code).wait(SECONDS) == 0, (folder / "words.txt").read_text()
    assert "http://127.0.0.1:" in (folder / "words.txt").read_text()
    server = OpenSearchServer(folder / "test-opensearch", SEARCH_PORT)
    assert server.process() is None
    assert not (server.directory / "data").exists()


def test_who_runs_without_the_launcher_gets_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_OPENSEARCH", raising=False)
    with pytest.raises(LaunchRefused, match="make test"):
        opensearch_for_tests()


@pytest.mark.long
def test_a_request_to_stop_reaches_the_command_and_stops_the_server(folder: Path) -> None:
    process = begin(folder, f"import time; open({str(folder / 'begun')!r}, 'w'); time.sleep(600)")
    wait_for(folder / "begun")

    process.send_signal(signal.SIGTERM)

    assert process.wait(SECONDS) != 0
    assert Cluster(folder / "test-postgres").process() is None
