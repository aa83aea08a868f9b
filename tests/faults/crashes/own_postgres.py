"""A PostgreSQL of the run's own, which may be killed: filled with what the tests' template holds."""

from __future__ import annotations

import signal
import subprocess
import uuid
from pathlib import Path

import psutil

from tests.support.databases import admin_dsn, clone, drop_database, make_template
from wasla_site.launcher.cluster import Cluster
from wasla_site.launcher.roles import app_dsn, make_database, make_roles
from wasla_site.launcher.server_programs import programs_of_wheel

DATABASE = "crashes"
# The machine stays up: what is handed to it is kept, also without waiting for its disk. What was committed must be
# handed over, so commits are as synchronous as in production.
SETTINGS = {"fsync": "off", "full_page_writes": "off", "max_connections": "100", "shared_buffers": "64MB"}
PATIENCE = 30


class OwnPostgres:
    def __init__(self, folder: Path) -> None:
        self._cluster = Cluster(folder, SETTINGS)
        self._admin = ""

    def start(self) -> None:
        self._cluster.start()
        self._admin = self._cluster.admin_dsn()

    def stop(self) -> None:
        self._cluster.stop()

    def fill(self) -> None:
        """Roles, schema and two stores are there. The template is copied first: nobody may be using it."""
        make_roles(self._admin)
        make_database(self._admin, DATABASE)
        copied = f"wasla_crashes_{uuid.uuid4().hex[:8]}"
        clone(make_template(), copied)
        try:
            self._pour(_in_database(admin_dsn(), copied))
        finally:
            drop_database(copied)

    def _pour(self, source: str) -> None:
        programs = programs_of_wheel().folder
        dump = subprocess.run([programs / "pg_dump", "--no-sync", source], capture_output=True, check=True)
        psql: list[str | Path] = [programs / "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", self.judge_dsn]
        subprocess.run(psql, input=dump.stdout, capture_output=True, check=True)

    @property
    def app_dsn(self) -> str:
        return app_dsn(self._admin, DATABASE)

    @property
    def judge_dsn(self) -> str:
        """The superuser's, who sees every store's rows."""
        return _in_database(self._admin, DATABASE)

    def crash(self, *, by_kill: bool) -> None:
        """It ends without a word to anybody, and is there again: by SIGKILL of all its processes, or by the immediate
        stop of its own."""
        postmaster = self._cluster.process()
        assert postmaster is not None, "PostgreSQL does not run"
        everybody = [postmaster, *postmaster.children(recursive=True)]
        if by_kill:
            for process in everybody:
                _send(process, signal.SIGKILL)
        else:
            _send(postmaster, signal.SIGQUIT)
        psutil.wait_procs(everybody, timeout=PATIENCE)
        self.start()


def _send(process: psutil.Process, number: int) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return


def _in_database(dsn: str, name: str) -> str:
    return dsn.replace("/postgres?", f"/{name}?", 1)
