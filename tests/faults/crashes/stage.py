"""What a run stands on, all of it its own: a PostgreSQL, a Redis, the gateways, and the nursery with its children."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.browser.server import free_port
from tests.faults.crashes.facts import SHOPS, Facts
from tests.faults.crashes.letterbox import LETTERS
from tests.faults.crashes.own_postgres import OwnPostgres
from tests.faults.crashes.shop_clock import ShopClock
from tests.simulators.gateways.payer import TLS
from tests.simulators.gateways.running import Simulator
from tests.support.databases import ROOT
from wasla_site.launcher.redis_server import BROKER, RedisServer

PATIENCE = 60


@dataclass
class NurseryProcess:
    """The nursery, seen from outside: who is alive under which number."""

    process: subprocess.Popen[str]
    alive: dict[str, int] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    _answers: queue.Queue[list[str]] = field(default_factory=queue.Queue)

    def listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            match line.split():
                case ["born", role, number]:
                    self.alive[role] = int(number)
                case ["ended", role, status]:
                    self.ended.append(f"{role} {status}")
                case words:
                    self._answers.put(words)

    def say(self, *words: str) -> list[str]:
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> list[str]:
        return self._answers.get(timeout=PATIENCE)

    def members(self, role: str) -> list[psutil.Process]:
        """The role's own process, then those it has forked."""
        try:
            first = psutil.Process(self.alive[role])
            return [first, *first.children(recursive=True)]
        except (KeyError, psutil.NoSuchProcess):
            return []

    def end(self) -> None:
        try:
            self.say_end()
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.process.wait(PATIENCE)
            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    stream.close()

    def say_end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("end\n")
        self.process.stdin.flush()


@dataclass
class Stage:
    facts: Facts
    clock: ShopClock
    postgres: OwnPostgres
    redis: RedisServer
    gateways: Simulator
    nursery: NurseryProcess
    shops: Mapping[str, Any]

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.facts.port}"

    @property
    def letters(self) -> list[str]:
        path = self.facts.folder / "letters"
        return path.read_text().splitlines() if path.exists() else []

    def is_up(self) -> bool:
        try:
            return httpx.get(f"{self.site}/healthz", timeout=2, trust_env=False, verify=TLS).status_code == 200
        except httpx.HTTPError:
            return False

    def wait_until_up(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self.is_up():
            assert time.monotonic() < until, "the site does not answer"
            time.sleep(0.05)


@contextmanager
def standing_stage(*, seed: int, deaths: int, pace: float, roles: Sequence[str], keeps: Path | None) -> Iterator[Stage]:
    """Furnished, and dark: `light` begins it. Its folder with all logs is gone afterwards, unless `keeps` names one."""
    folder = keeps or Path(tempfile.mkdtemp(prefix="wasla-crashes-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # PostgreSQL and Redis have accounts of their own where root runs this
    facts = Facts(folder, seed, deaths, free_port(), pace)
    clock = ShopClock.set_going(facts.clock, pace)
    postgres = OwnPostgres(folder / "postgres")
    redis = RedisServer(folder / "redis", BROKER, free_port())
    try:
        postgres.start()
        postgres.fill()
        redis.start()
        with running_gateways(facts) as gateways, running_nursery(facts, roles, postgres, redis, gateways) as nursery:
            shops = _furnished(facts, nursery)
            _tell_portals(gateways, shops)
            yield Stage(facts, clock, postgres, redis, gateways, nursery, shops)
    finally:
        redis.stop()
        postgres.stop()
        if keeps is None:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_gateways(facts: Facts) -> Iterator[Simulator]:
    command = [sys.executable, "-m", "tests.faults.crashes.gateways", str(facts.clock), "--port", "0"]
    with facts.log("gateways").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout is not None
        yield Simulator(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate(timeout=10)


@contextmanager
def running_nursery(
    facts: Facts, roles: Sequence[str], postgres: OwnPostgres, redis: RedisServer, gateways: Simulator
) -> Iterator[NurseryProcess]:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"},
        "DJANGO_SETTINGS_MODULE": "tests.faults.crashes.settings",
        "DATABASE_URL": postgres.app_dsn,
        "REDIS_URL": redis.url(),
        "GATEWAY_HOSTS": ",".join(f"{name}={address}" for name, address in gateways.hosts.items()),
        "TEST_PORT_SUFFIX": f":{facts.port}",
        "MEDIA_ROOT": str(facts.folder / "media"),
        LETTERS: str(facts.folder / "letters"),
    }
    command = [sys.executable, "-m", "tests.faults.crashes.nursery", str(facts.write()), *roles]
    with facts.log("nursery").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
    nursery = NurseryProcess(process)
    listener = threading.Thread(target=nursery.listen, daemon=True)
    listener.start()
    try:
        assert nursery.answer() == ["ready"]
        yield nursery
    finally:
        nursery.end()
        listener.join(PATIENCE)


def _furnished(facts: Facts, nursery: NurseryProcess) -> Mapping[str, Any]:
    said = nursery.say("once", "furnishing")
    assert said == ["done", "0"], facts.log("furnishing").read_text()
    shops: Mapping[str, Any] = json.loads(facts.furnished.read_text())
    return shops


def _tell_portals(gateways: Simulator, shops: Mapping[str, Any]) -> None:
    """What the merchants type into the gateways' portals. PayTabs is told with each payment, and in its portal too, for
    what it is told there are refunds."""
    for slug in SHOPS:
        for gateway, address in shops[slug]["hooks"].items():
            gateways.control("merchant", gateway=gateway, name=slug, webhook_url=address)


def kill(process: psutil.Process) -> bool:
    """Whether it was there to be killed."""
    try:
        process.send_signal(signal.SIGKILL)
    except psutil.NoSuchProcess:
        return False
    return True
