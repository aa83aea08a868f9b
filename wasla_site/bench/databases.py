"""Databases of the benchmark's own, made on the server it is given and dropped at the end; no other is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil
import psycopg
from psycopg import sql

from wasla_site.launcher.places import CHECKOUT
from wasla_site.launcher.roles import app_dsn, make_database, owner_dsn

PREFIX = "wasla_bench_"


@dataclass(slots=True)
class Databases:
    """`admin_dsn` is the superuser's address of the server. Names carry the process, so that two runs may share it."""

    admin_dsn: str
    _made: list[str] = field(default_factory=list)

    def migrated(self) -> str:
        """A database with the tables and no store."""
        name = self._name("empty")
        make_database(self.admin_dsn, name)
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=CHECKOUT, env=self.environment(name), check=True)  # noqa: S603 - our own words
        return name

    def clone(self, template: str, purpose: str) -> str:
        """A copy of a database that nobody is using."""
        name = self._name(purpose)
        make_database(self.admin_dsn, name, template=template)
        return name

    def environment(self, name: str) -> dict[str, str]:
        """Of a process that works in this database, as the application. The same hashes make times comparable."""
        return {
            **os.environ,
            "DATABASE_URL": app_dsn(self.admin_dsn, name),
            "DATABASE_OWNER_URL": owner_dsn(self.admin_dsn, name),
            "PYTHONHASHSEED": "0",
        }

    @contextmanager
    def as_owner(self, name: str) -> Iterator[psycopg.Connection]:
        with psycopg.connect(owner_dsn(self.admin_dsn, name), autocommit=True) as owner:
            yield owner

    def set_tenant(self, name: str, tenant_id: int) -> None:
        """Sessions of this database begin with this tenant, whether they say so or not."""
        with psycopg.connect(self.admin_dsn, autocommit=True) as admin:
            command = sql.SQL("ALTER DATABASE {} SET app.tenant = {}")
            admin.execute(command.format(sql.Identifier(name), str(tenant_id)))

    def drop(self, name: str) -> None:
        with psycopg.connect(self.admin_dsn, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def drop_all(self) -> None:
        """Those of this run, and those of runs that were killed."""
        for name in {*self._made, *self._left_behind()}:
            self.drop(name)

    def _name(self, purpose: str) -> str:
        name = f"{PREFIX}{os.getpid()}_{purpose}"
        self._made.append(name)
        return name

    def _left_behind(self) -> list[str]:
        with psycopg.connect(self.admin_dsn) as admin:
            found = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"]).fetchall()
        return [name for (name,) in found if not psutil.pid_exists(int(name.removeprefix(PREFIX).split("_")[0]))]
