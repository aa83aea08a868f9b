"""An OpenSearch server: started, found again, stopped. A single node that listens to this machine only.

It asks for no password: the plugin that would is not part of it. Production has a cluster of its own, with TLS.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from wasla_site.launcher.java import java_home
from wasla_site.launcher.opensearch_programs import opensearch_programs
from wasla_site.launcher.ports import free_port_from
from wasla_site.launcher.refusals import LaunchRefused
from wasla_site.launcher.server_programs import Account, server_account

ACCOUNT = "wasla-opensearch"
START_SECONDS = 120
STOP_SECONDS = 30
HEAP = "512m"
SETTINGS = {
    "cluster.name": "wasla",
    "node.name": "wasla",
    "network.host": "127.0.0.1",
    "discovery.type": "single-node",
    "node.store.allow_mmap": "false",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "action.auto_create_index": "false",
    "action.destructive_requires_name": "true",
}


def _account() -> Account:
    return server_account(ACCOUNT)


@dataclass(frozen=True, slots=True)
class Burden:
    """Shards of all indices, and the bytes that Java may use and uses."""

    shards: int
    heap_bytes: int
    used_bytes: int


@dataclass(slots=True)
class OpenSearchServer:
    """The server of one directory. `heap` is Java's, as in -Xmx; about 300 MB come on top. `options` are Java's too."""

    directory: Path
    first_port: int
    heap: str = HEAP
    options: Sequence[str] = ()
    _account: Account = field(default_factory=_account)

    def start(self) -> None:
        """A server of this directory answers: a new one, on its last ports if they are free, or the one that runs.

        Refused when there is no Java for it, its programs can't be had, or it will not start. Takes ten seconds.
        """
        if self.process() is None:
            java, programs = java_home(), opensearch_programs(self.directory.parent)
            self._configure(programs)
            self._pid_file.unlink(missing_ok=True)
            self._run(programs, java)
        self._wait_for_answer()

    def stop(self) -> None:
        """No server of this directory runs. Nothing to do is fine."""
        process = self.process()
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)

    def forget(self) -> None:
        """No server of this directory runs, and it begins with nothing when it is started."""
        self.stop()
        shutil.rmtree(self.directory / "data", ignore_errors=True)

    def process(self) -> psutil.Process | None:
        """The running server; None when there is none or its recorded number is now a stranger's."""
        try:
            process = psutil.Process(int(self._pid_file.read_text()))
            ours = f"-Dopensearch.path.conf={self._configuration}" in process.cmdline()
        except (OSError, ValueError, psutil.Error):
            return None
        return process if ours else None

    def burden(self) -> Burden:
        """What the running server carries now."""
        [node] = _answer(self.port, "/_nodes/stats/jvm")["nodes"].values()
        memory = node["jvm"]["mem"]
        shards = _answer(self.port, "/_cluster/health")["active_shards"]
        return Burden(shards, memory["heap_max_in_bytes"], memory["heap_used_in_bytes"])

    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        return int(self._known()["http.port"])

    @property
    def _configuration(self) -> Path:
        return self.directory.resolve() / "config"

    @property
    def _pid_file(self) -> Path:
        return self.directory / "opensearch.pid"

    def _known(self) -> dict[str, str]:
        """What the configuration says; nothing before the first start."""
        try:
            lines = (self._configuration / "opensearch.yml").read_text().splitlines()
        except FileNotFoundError:
            return {}
        return dict(line.split(": ", 1) for line in lines)

    def _configure(self, programs: Path) -> None:
        known, folder = self._known(), self.directory.resolve()
        port = free_port_from(int(known.get("http.port", self.first_port)))
        settings = {
            **SETTINGS,
            "http.port": str(port),
            "transport.port": str(free_port_from(int(known.get("transport.port", port + 100)))),
            "path.data": str(folder / "data"),
            "path.logs": str(folder / "logs"),
        }
        try:
            for name in (".", "config", "config/jvm.options.d", "data", "logs", "tmp"):
                (folder / name).mkdir(parents=True, exist_ok=True)
            (folder / "config" / "opensearch.yml").write_text(
                "".join(f"{name}: {value}\n" for name, value in settings.items())
            )
            shutil.copy(programs / "config" / "log4j2.properties", folder / "config")
            (folder / "config" / "jvm.options").write_text(_own_paths(programs / "config" / "jvm.options", folder))
            heap = f"-Xms{self.heap}\n-Xmx{self.heap}\n-XX:MaxDirectMemorySize=512m\n"
            more = "".join(f"{option}\n" for option in self.options)
            (folder / "config" / "jvm.options.d" / "heap.options").write_text(heap + more)
            folder.chmod(0o700)
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self._account.uid, self._account.gid)
        except OSError as error:
            raise LaunchRefused(f"Cannot make {self.directory}: {error.strerror}.") from error

    def _run(self, programs: Path, java: Path) -> None:
        folder = self.directory.resolve()
        environment: Mapping[str, str] = {
            "PATH": os.defpath,
            "HOME": str(folder),
            "OPENSEARCH_JAVA_HOME": str(java),
            "OPENSEARCH_PATH_CONF": str(self._configuration),
            "OPENSEARCH_TMPDIR": str(folder / "tmp"),
        }
        # Not a pipe: the server inherits the output and would keep a pipe open.
        with (folder / "logs" / "start.log").open("w") as output:
            subprocess.run(
                [str(programs / "bin" / "opensearch"), "-d", "-p", str(folder / "opensearch.pid")],
                check=False,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self._account.run_as(),
            )

    def _wait_for_answer(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(self.port):
            if time.monotonic() > deadline or self._has_ended():
                raise LaunchRefused(f"OpenSearch in {self.directory} does not answer. {self._last_words()}")
            time.sleep(0.1)

    def _has_ended(self) -> bool:
        """It makes the file before it writes its number."""
        number = self._pid_file.read_text() if self._pid_file.exists() else ""
        return bool(number.strip()) and self.process() is None

    def _last_words(self) -> str:
        for name in ("start.log", "wasla.log"):
            log = self.directory / "logs" / name
            lines = log.read_text(errors="replace").splitlines() if log.exists() else []
            if words := [line for line in lines if "ERROR" in line or "xception" in line]:
                return " / ".join(words[-3:])
        return "It gave no reason."


def _own_paths(options: Path, folder: Path) -> str:
    """The server's Java options, but what it writes lies in its own folder: its programs are for reading only."""
    return (
        options.read_text()
        .replace("HeapDumpPath=data", f"HeapDumpPath={folder}/data")
        .replace("ErrorFile=logs/", f"ErrorFile={folder}/logs/")
        .replace("file=logs/", f"file={folder}/logs/")
    )


def _answers(port: int) -> bool:
    try:
        _answer(port, "/_cluster/health?wait_for_status=yellow&timeout=2s")
    except (OSError, http.client.HTTPException):
        return False
    return True


def _answer(port: int, path: str) -> Any:
    """Raises OSError or HTTPException where there is none, or none that is good."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise http.client.HTTPException(f"{path}: {response.status}")
        return json.load(response)
    finally:
        connection.close()
