"""The launcher as a process among processes: what it says, what it leaves behind, how it ends."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from wasla_site.launcher.cluster import Cluster
from wasla_site.launcher.leftovers import MARK

STAND_IN = Path(__file__).with_name("stand_in_demo.py")
READY = "Ctrl-C stops everything"
SECONDS = 60
OF_THE_TEST_RUN = {"DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY", MARK}


class Demo:
    """A launcher running over the stand-in site."""

    def __init__(self, data: Path, port: int, *changes: str) -> None:
        self.data, self.port = data, port
        self.output = data / f"output-{time.monotonic_ns()}.txt"
        environment = {name: value for name, value in os.environ.items() if name not in OF_THE_TEST_RUN}
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(STAND_IN), str(data), str(port), *changes],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def words(self) -> str:
        return self.output.read_text()

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + SECONDS
        while words not in self.words():
            assert self.process.poll() is None, self.words()
            assert time.monotonic() < deadline, self.words()
            time.sleep(0.05)

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(SECONDS)

    def left_behind(self) -> list[str]:
        """Living processes of this demo, its database server among them."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.status() != psutil.STATUS_ZOMBIE and process.environ().get(MARK) == str(self.data):
                    found.append(" ".join(process.cmdline()))
            except psutil.Error:
                continue
        server = Cluster(self.data / "postgres").process()
        return found if server is None else [*found, "postgres"]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """One data folder for all: making a database cluster anew would be most of each test."""
    path = Path(tempfile.mkdtemp(prefix="wasla-demo-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def start(data: Path, port: int) -> Iterator[Callable[..., Demo]]:
    demos: list[Demo] = []

    def begin(*changes: str) -> Demo:
        demos.append(Demo(data, port, *changes))
        return demos[-1]

    yield begin
    for demo in demos:
        if demo.process.poll() is None:
            demo.end(signal.SIGTERM)
    Cluster(data / "postgres").stop()


@pytest.mark.sampled
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_serves_until_told_to_stop_and_leaves_nothing(start: Callable[..., Demo], number: signal.Signals) -> None:
    demo = start()
    demo.wait_for(READY)
    assert "seeded as postgresql://wasla_app" in demo.words()
    assert len(demo.left_behind()) > 3

    assert demo.end(number) == 0
    assert demo.left_behind() == []


def test_the_greeting_waits_for_the_site_to_answer(start: Callable[..., Demo]) -> None:
    demo = start("web=import time; time.sleep(600)")
    demo.wait_for("worker started")
    time.sleep(1)

    assert READY not in demo.words()


@pytest.mark.sampled
@pytest.mark.parametrize("name", ["web", "worker"])
@pytest.mark.parametrize("status", [0, 7])
def test_a_process_that_stops_takes_all_down_and_is_named(start: Callable[..., Demo], name: str, status: int) -> None:
    demo = start(f"{name}=import sys, time; time.sleep(1); sys.exit({status})")

    assert demo.process.wait(SECONDS) == 1
    assert f"The {name} stopped with status {status}" in demo.words()
    assert demo.left_behind() == []


@pytest.mark.long
def test_a_process_deaf_to_sigterm_is_ended_too(start: Callable[..., Demo]) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    demo = start(f"worker={deaf}")
    demo.wait_for(READY)

    assert demo.end(signal.SIGTERM) == 0
    assert demo.left_behind() == []


def test_a_failing_step_shows_its_words_and_stops_the_server(start: Callable[..., Demo]) -> None:
    demo = start("migrate=import sys; print('no such column'); sys.exit(3)")

    assert demo.process.wait(SECONDS) == 1
    assert "no such column" in demo.words()
    assert "failed with status 3" in demo.words()
    assert demo.left_behind() == []


def test_stopping_while_it_prepares_leaves_nothing(start: Callable[..., Demo]) -> None:
    demo = start("migrate=import time; time.sleep(600)")
    demo.wait_for("Bringing the database up to date")

    assert demo.end(signal.SIGTERM) == 130
    assert demo.left_behind() == []


@pytest.mark.long
def test_a_killed_launchers_processes_and_server_are_taken_over(start: Callable[..., Demo]) -> None:
    killed = start()
    killed.wait_for(READY)
    server = Cluster(killed.data / "postgres").process()
    killed.end(signal.SIGKILL)
    assert len(killed.left_behind()) > 2

    demo = start()
    demo.wait_for(READY)

    assert "Ended what a killed demo had left running" in demo.words()
    assert Cluster(demo.data / "postgres").process() == server
    assert demo.end(signal.SIGINT) == 0
    assert demo.left_behind() == []


def test_a_second_run_says_that_the_first_is_running(start: Callable[..., Demo]) -> None:
    first = start()
    first.wait_for(READY)

    second = start()

    assert second.process.wait(SECONDS) == 1
    assert "already running" in second.words()
    assert f"process {first.process.pid}, port {first.port}" in second.words()
    assert first.process.poll() is None


def test_a_taken_port_is_said_before_anything_slow(start: Callable[..., Demo], port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        demo = start()
        assert demo.process.wait(SECONDS) == 1

    assert f"Port {port} is taken" in demo.words()
    assert "Starting PostgreSQL" not in demo.words()


def test_the_secret_key_is_private_and_stays(start: Callable[..., Demo]) -> None:
    show = "web=import os; print('key', os.environ['SECRET_KEY']); print('owner', os.environ.get('DATABASE_OWNER_URL'))"
    keys: set[str] = set()
    for _ in range(2):
        demo = start(show)
        demo.process.wait(SECONDS)
        lines = [line.partition("| ")[2] for line in demo.words().splitlines()]
        keys.update(line for line in lines if line.startswith("key "))
        assert "owner None" in lines

    assert len(keys) == 1
    assert stat.S_IMODE((demo.data / "secret-key").stat().st_mode) == 0o600
