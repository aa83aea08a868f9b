"""The databases tests run on: one template, migrated by the owner and furnished with two stores; a clone per worker.

A test that must commit (races, processes, a browser) gets a clone of its own. The application's role runs every test.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from wasla_site.launcher.memory import TABLESPACE
from wasla_site.launcher.roles import OWNER, app_dsn, make_database, make_roles, owner_dsn

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE_LOCK = 0x7E57


def admin_dsn() -> str:
    dsn = os.environ.get("TEST_ADMIN_DSN")
    if not dsn:
        raise RuntimeError("TEST_ADMIN_DSN is not set: run the tests with `make test`")
    return dsn


def template_name() -> str:
    """Changes whenever a migration or the way stores are opened changes."""
    digest = hashlib.sha256()
    sources = [
        *ROOT.glob("**/migrations/*.py"),
        *ROOT.glob("**/furnish_*.py"),
        *ROOT.glob("commerce/core/*.py"),
    ]
    sources += [*ROOT.glob("wasla_site/storefront/starter_*.py"), ROOT / "tests/support/template_stores.py"]
    sources += [ROOT / "requirements-dev.lock"]
    for source in sorted(path for path in sources if ".venv" not in path.parts):
        digest.update(source.relative_to(ROOT).as_posix().encode() + source.read_bytes())
    return f"wasla_template_{digest.hexdigest()[:12]}"


def make_template() -> str:
    """The template's name; the first worker to come makes it, the others wait."""
    name = template_name()
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if found is None:
            _drop_old_templates(admin)
            make_roles(admin_dsn())
            draft = f"{name}_draft"
            drop_database(draft)
            make_database(admin_dsn(), draft)
            _run(draft, "manage.py", "migrate", "--verbosity", "0")
            _run(draft, "-m", "tests.support.template_stores")
            admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
    return name


def _drop_old_templates(admin: psycopg.Connection) -> None:
    old = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'wasla_template_%'").fetchall()
    for (name,) in old:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(database: str, *arguments: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": app_dsn(admin_dsn(), database),
        "DATABASE_OWNER_URL": owner_dsn(admin_dsn(), database),
    }
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True)


def migrate(name: str, *target: str) -> None:
    """The database stands at that app's migration, or at its newest; in a process of its own, as the owner."""
    _run(name, "manage.py", "migrate", "--verbosity", "0", *target)


def clone(template: str, name: str) -> None:
    """A copy of the template as it is, which nobody may be using, but others may be copying. In memory, if may be.

    File by file, which takes less of the processor than page by page and writes no log.
    """
    drop_database(name)
    copied, original, owner = map(sql.Identifier, (name, template, OWNER))
    command = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(copied, owner, original)
    admin = _administrator()
    if admin.execute("SELECT 1 FROM pg_tablespace WHERE spcname = %s", [TABLESPACE]).fetchone():
        command += sql.SQL(" TABLESPACE {}").format(sql.Identifier(TABLESPACE))
    admin.execute(command)


def drop_database(name: str) -> None:
    _administrator().execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@cache
def _administrator() -> psycopg.Connection[tuple[Any, ...]]:
    """Kept until the process ends: with a new one each time, a copy and its end cost the server a fifth more."""
    admin = psycopg.connect(admin_dsn(), autocommit=True)
    atexit.register(admin.close)
    return admin


def owner_of(name: str) -> psycopg.Connection[tuple[Any, ...]]:
    """The tables' owner in this database; leaving the connection commits."""
    return psycopg.connect(owner_dsn(admin_dsn(), name))


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Django's connections, of this thread and of those started inside, lead to this database as the application."""
    before = dict(connection.settings_dict)
    connection.close()
    host = psycopg.conninfo.conninfo_to_dict(admin_dsn())
    connection.settings_dict.update(
        NAME=name, USER="wasla_app", PASSWORD="", HOST=host.get("host", ""), PORT=host.get("port", "")
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
