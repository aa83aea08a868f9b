"""An embedded PostgreSQL server: made once, started, taken over, stopped. It listens on a socket only."""

import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil
import psycopg

from wasla_site.launcher.refusals import LaunchRefused
from wasla_site.launcher.server_programs import Account, Programs, programs_of_wheel, server_account

SUPERUSER = "postgres"
SOCKET_PORT = 5432
LONGEST_SOCKET_PATH = 103
START_SECONDS = 60
STOP_SECONDS = 30


_Completed = subprocess.CompletedProcess[str]


@dataclass(slots=True)
class Cluster:
    """The server of one data directory. Who may enter its closed socket directory is trusted as any role."""

    directory: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    programs: Programs = field(default_factory=programs_of_wheel)
    _account: Account = field(default_factory=server_account)

    def start(self) -> None:
        """A server of this directory answers: a new one, or one that an earlier launcher left running.

        Refused when the data is of another release, cannot be written, or the server will not start.
        """
        self._make_directory()
        if self.process() is None:
            # A number reused by a stranger's process would make PostgreSQL believe that it already runs.
            (self.directory / "postmaster.pid").unlink(missing_ok=True)
            self._start_server()
        self._wait_for_answer()

    def stop(self) -> None:
        """No server of this directory runs; open transactions are rolled back. Nothing to do is fine."""
        if self.process() is None:
            return
        for mode in ("fast", "immediate"):
            result = self._run("pg_ctl", "stop", "--wait", f"--timeout={STOP_SECONDS}", f"--mode={mode}")
            if result.returncode == 0 or self.process() is None:
                return
        raise LaunchRefused(f"PostgreSQL in {self.directory} does not stop: {result.stdout.strip()}")

    def process(self) -> psutil.Process | None:
        """The running server; None when there is none or its recorded number is now a stranger's."""
        try:
            recorded = int((self.directory / "postmaster.pid").read_text().splitlines()[0])
            process = psutil.Process(recorded)
            ours = f"cluster_name={self._name()}" in process.cmdline()
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        return process if ours else None

    def admin_dsn(self) -> str:
        """The running server's address for its superuser, as a URL of libpq."""
        socket_directory = (self.directory / "postmaster.pid").read_text().splitlines()[4]
        server = urlencode({"host": socket_directory, "port": SOCKET_PORT})
        return f"postgresql://{SUPERUSER}@/postgres?{server}"

    def _name(self) -> str:
        """Marks the server's command line, readable even where a container hides the rest from root."""
        return f"wasla-{hashlib.sha256(os.fsencode(self.directory.resolve())).hexdigest()[:12]}"

    def _make_directory(self) -> None:
        release = self.directory / "PG_VERSION"
        if not release.exists():
            self._init()
        found = release.read_text().strip()
        if found != str(self.programs.major_version):
            raise LaunchRefused(
                f"The data in {self.directory} is of PostgreSQL {found}, here is {self.programs.major_version}. "
                "Move that folder away to begin with empty data."
            )

    def _init(self) -> None:
        """Made beside its place and then renamed, so that an interruption leaves nothing half done."""
        try:
            self.directory.parent.mkdir(parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(dir=self.directory.parent, prefix=f".{self.directory.name}-"))
            os.chown(fresh, self._account.uid, self._account.gid)
        except OSError as error:
            raise LaunchRefused(f"Cannot make {self.directory}: {error.strerror}.") from error
        options = [f"--username={SUPERUSER}", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        if self.settings.get("fsync") == "off":
            options.append("--no-sync")
        try:
            result = self._run("initdb", *options, directory=fresh)
            if result.returncode != 0:
                raise LaunchRefused(f"PostgreSQL cannot make {self.directory}: {_last_lines(result.stdout)}")
            fresh.rename(self.directory)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def _start_server(self) -> None:
        settings = {
            "cluster_name": self._name(),
            "listen_addresses": "",
            "port": str(SOCKET_PORT),
            "unix_socket_directories": str(self._socket_directory()),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            **self.settings,
        }
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        wait = ("--wait", f"--timeout={START_SECONDS}", "--log=server.log")
        result = self._run("pg_ctl", "start", *wait, f"--options={options}")
        if result.returncode != 0:
            log = self.directory / "server.log"
            why = _last_lines(log.read_text(errors="replace") if log.exists() else result.stdout)
            raise LaunchRefused(f"PostgreSQL in {self.directory} does not start: {why}")

    def _socket_directory(self) -> Path:
        """The data directory, or a closed folder in /tmp where its path is too long for a socket's name."""
        if len(os.fsencode(self.directory.resolve() / f".s.PGSQL.{SOCKET_PORT}")) <= LONGEST_SOCKET_PATH:
            return self.directory.resolve()
        folder = Path(tempfile.gettempdir()) / f"{self._name()}-{self._account.uid}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), self._account.uid}:
            raise LaunchRefused(f"{folder} belongs to someone else; PostgreSQL's socket cannot be put there.")
        os.chown(folder, self._account.uid, self._account.gid)
        folder.chmod(0o700)
        return folder

    def _wait_for_answer(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.admin_dsn(), connect_timeout=5).close()
                return
            except (psycopg.OperationalError, OSError, IndexError) as error:
                if time.monotonic() > deadline or self.process() is None:
                    raise LaunchRefused(f"PostgreSQL in {self.directory} does not answer: {error}") from error
                time.sleep(0.1)

    def _run(self, program: str, *arguments: str, directory: Path | None = None) -> _Completed:
        """Runs a program of PostgreSQL in a session of its own, out of reach of the terminal's Ctrl-C."""
        directory = directory or self.directory
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PGDATA": str(directory.resolve())}
        # Not a pipe: the server inherits the output and would keep a pipe open.
        with tempfile.TemporaryFile("w+") as output:
            result = subprocess.run(
                [str(self.programs.folder / program), *arguments],
                check=False,
                cwd=directory,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self._account.run_as(),
            )
            output.seek(0)
            return _Completed(result.args, result.returncode, output.read())


def _last_lines(text: str, count: int = 3) -> str:
    lines: Sequence[str] = [line.strip() for line in text.splitlines() if line.strip()]
    return " / ".join(lines[-count:]) or "it gave no reason"
