"""A Redis server: started, found again, stopped. Debian's program, with a configuration and data of its own."""

import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import redis

from wasla_site.launcher.ports import free_port_from
from wasla_site.launcher.refusals import LaunchRefused
from wasla_site.launcher.server_programs import Account, server_account

PROGRAM = "redis-server"
ACCOUNT = "wasla-redis"
START_SECONDS = 20
STOP_SECONDS = 20

# What must outlive a crash, but for its last second; a full queue refuses and forgets nothing.
BROKER = {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}
# What may be lost; the unused goes first.
CACHE = {"appendonly": "no", "save": '""', "maxmemory": "64mb", "maxmemory-policy": "allkeys-lru"}


def _redis_account() -> Account:
    return server_account(ACCOUNT)


@dataclass(slots=True)
class RedisServer:
    """The server of one data directory. It listens to this machine only, and asks for a password it keeps there."""

    directory: Path
    settings: Mapping[str, str]
    first_port: int
    _account: Account = field(default_factory=_redis_account)

    def start(self) -> None:
        """A server of this directory answers: a new one, on its last port if that is free, or the one that runs.

        Refused when Redis is not installed, the folder cannot be made, or the server will not start.
        """
        if self.process() is None:
            program = shutil.which(PROGRAM)
            if program is None:
                raise LaunchRefused("Redis is not installed: `make services` installs it, or says what to install.")
            self._configure()
            self._pid_file.unlink(missing_ok=True)
            subprocess.run(
                [program, str(self._configuration)],
                check=False,
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                **self._account.run_as(),
            )
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

    def process(self) -> psutil.Process | None:
        """The running server; None when there is none or its recorded number is now a stranger's."""
        try:
            process = psutil.Process(int(self._pid_file.read_text()))
            ours = str(self._configuration) in process.cmdline()
        except (OSError, ValueError, psutil.Error):
            return None
        return process if ours else None

    def url(self) -> str:
        """Where it answers, password included."""
        known = self._known()
        return f"redis://default:{known['requirepass']}@127.0.0.1:{known['port']}/0"

    @property
    def port(self) -> int:
        return int(self._known()["port"])

    @property
    def _configuration(self) -> Path:
        return self.directory.resolve() / "redis.conf"

    @property
    def _pid_file(self) -> Path:
        return self.directory / "redis.pid"

    def _known(self) -> dict[str, str]:
        """What the configuration says; nothing before the first start."""
        try:
            lines = self._configuration.read_text().splitlines()
        except FileNotFoundError:
            return {}
        return dict(line.split(" ", 1) for line in lines)

    def _configure(self) -> None:
        known = self._known()
        wanted = {
            "bind": "127.0.0.1",
            "port": str(free_port_from(int(known.get("port", self.first_port)))),
            "requirepass": known.get("requirepass") or secrets.token_urlsafe(24),
            "dir": f'"{self.directory.resolve()}"',
            "pidfile": f'"{self.directory.resolve() / "redis.pid"}"',
            "logfile": f'"{self.directory.resolve() / "server.log"}"',
            "daemonize": "yes",
            "set-proc-title": "no",  # so that the server is known by its configuration on the command line
            **self.settings,
        }
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            self.directory.chmod(0o700)
            self._configuration.touch(0o600)
            self._configuration.write_text("".join(f"{name} {value}\n" for name, value in wanted.items()))
            for path in (self.directory, self._configuration):
                os.chown(path, self._account.uid, self._account.gid)
        except OSError as error:
            raise LaunchRefused(f"Cannot make {self.directory}: {error.strerror}.") from error

    def _wait_for_answer(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        with redis.Redis.from_url(self.url(), socket_connect_timeout=1, socket_timeout=1) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.RedisError as error:
                    if time.monotonic() > deadline:
                        raise LaunchRefused(
                            f"Redis in {self.directory} does not answer: {error}. {self._last_words()}"
                        ) from error
                    time.sleep(0.05)

    def _last_words(self) -> str:
        log = self.directory / "server.log"
        return " / ".join(log.read_text(errors="replace").splitlines()[-3:]) if log.exists() else ""
