"""No process serves with a database role that sees through the walls: each wrong role, in real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from commerce.core.database.role import role_problems
from tests.support.databases import ROOT, admin_dsn
from wasla_site.launcher.roles import app_dsn, owner_dsn

ROLE = f"wasla_too_strong_{os.getpid()}"  # roles are of the whole server, which several runs share
# What is wrong: how the role is made, and what the process says of it.
WRONG = {
    "superuser": ("NOINHERIT SUPERUSER", "it is a superuser"),
    "bypasses": ("NOINHERIT BYPASSRLS", "it bypasses row security"),
    "inherits": ("INHERIT", "it inherits other roles' rights"),
    "owner's friend": ("NOINHERIT IN ROLE wasla_owner", "it owns tables, or can become who does"),
    "no system": ("NOINHERIT", "it is not a member of wasla_system"),
}
PROCESSES = {
    "web": ["-m", "gunicorn", "wasla_site.wsgi", "-b", "127.0.0.1:0", "-w", "1"],
    "asgi": ["-c", "import wasla_site.asgi"],
    "worker": ["manage.py", "run_outbox", "--once"],
    "hands": ["-m", "celery", "-A", "wasla_site.celery", "worker"],
    "command": ["manage.py", "expire_orders"],
}


@contextmanager
def strong_role(attributes: str, *, in_system: bool) -> Iterator[None]:
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        admin.execute(f"DROP ROLE IF EXISTS {ROLE}")
        admin.execute(f"CREATE ROLE {ROLE} LOGIN {attributes}")
        if in_system:
            admin.execute(f"GRANT wasla_system TO {ROLE}")
        try:
            yield
        finally:
            admin.execute(f"DROP ROLE {ROLE}")


def outcomes(url: str, *names: str, **environment: str) -> dict[str, tuple[int, str]]:
    """Exit status and words of these processes, run side by side."""
    running = {
        name: subprocess.Popen(
            [sys.executable, *PROCESSES[name]],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "wasla_site.settings.test",
                "DATABASE_URL": url,
                "REDIS_URL": "redis://127.0.0.1:9/0",  # nobody listens there, and nobody is asked first
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name in names
    }
    words = {name: process.communicate(timeout=300)[0] for name, process in running.items()}
    return {name: (process.returncode, words[name]) for name, process in running.items()}


# Every process with one wrong role, every wrong role with one process; the web's with each of them takes long.
TRIED = [("superuser", tuple(PROCESSES)), *((wrong, ("worker",)) for wrong in sorted(WRONG) if wrong != "superuser")]
TRIED_LONG = [pytest.param(wrong, ("web",), marks=pytest.mark.long) for wrong, names in TRIED if "web" not in names]


@pytest.mark.sampled
@pytest.mark.parametrize(("wrong", "names"), [*TRIED, *TRIED_LONG])
def test_no_process_starts_with_a_wrong_role(wrong: str, names: tuple[str, ...], own_database: str) -> None:
    attributes, complaint = WRONG[wrong]
    with strong_role(attributes, in_system=wrong != "no system"):
        told = outcomes(app_dsn(admin_dsn(), own_database).replace("wasla_app", ROLE), *names)
    for name, (status, words) in told.items():
        assert status != 0, f"{name} ran as a role that is too strong"
        assert f"Wasla does not run with this database role: {complaint}" in words, (name, words)


@pytest.mark.long
def test_the_owner_serves_nobody_although_it_may_migrate(own_database: str) -> None:
    told = outcomes(owner_dsn(admin_dsn(), own_database), "web", "asgi", "worker", DATABASE_ROLE_IS_OWNER="true")
    for name, (status, words) in told.items():
        assert status != 0, name
        assert "it is the tables' owner" in words, (name, words)


@pytest.mark.long
def test_no_process_starts_while_a_table_lies_open(own_database: str) -> None:
    with psycopg.connect(owner_dsn(admin_dsn(), own_database), autocommit=True) as owner:
        owner.execute("ALTER TABLE catalog_product NO FORCE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE wagtailcore_revision DISABLE ROW LEVEL SECURITY")
    status, words = outcomes(app_dsn(admin_dsn(), own_database), "worker")["worker"]
    assert status != 0
    assert "row security is not forced on catalog_product, wagtailcore_revision" in words


def test_the_applications_own_role_starts(own_database: str) -> None:
    """The negative control: the processes above end badly for their role and for nothing else."""
    url = app_dsn(admin_dsn(), own_database)
    told = outcomes(url, "asgi", "worker", "command")
    assert {name: status for name, (status, _) in told.items()} == {"asgi": 0, "worker": 0, "command": 0}, told
    with psycopg.connect(url) as raw:
        assert role_problems(raw) == []
