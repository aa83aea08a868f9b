"""A real PgBouncer before the tests' server, in transaction mode."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

import psycopg

from tests.browser.server import free_port
from tests.support.databases import admin_dsn
from wasla_site.launcher.server_programs import server_account

PATIENCE = 15
CONFIGURATION = """
[databases]
{database} = host={host} port={port} dbname={database} user=wasla_app {password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen_port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 200
logfile = {folder}/pgbouncer.log
"""


@contextmanager
def pgbouncer(database: str, size: int) -> Iterator[int]:
    """The port at which it answers, with at most `size` connections behind it. It runs as the database's account."""
    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert program, "PgBouncer is missing: `make test` installs it, or says what to install"
    server = psycopg.conninfo.conninfo_to_dict(admin_dsn())
    account, port, folder = server_account(), free_port(), Path(mkdtemp(prefix="wasla-pgbouncer-"))
    password = f"password={server['password']}" if server.get("password") else ""
    text = CONFIGURATION.format(
        database=database, host=server.get("host", "127.0.0.1"), port=server.get("port", 5432), password=password,
        listen_port=port, size=size, folder=folder,
    )  # fmt: skip
    (folder / "pgbouncer.ini").write_text(text)
    for path in (folder, folder / "pgbouncer.ini"):
        os.chown(path, account.uid, account.gid)
    output = (folder / "output").open("wb")
    process = subprocess.Popen([program, folder / "pgbouncer.ini"], stdout=output, stderr=output, **account.run_as())
    try:
        _wait(process, folder, f"host=127.0.0.1 port={port} dbname={database} user=wasla_app")
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)
        output.close()
        shutil.rmtree(folder)


def _wait(process: subprocess.Popen[bytes], folder: Path, dsn: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        with suppress(psycopg.OperationalError):
            psycopg.connect(dsn, connect_timeout=2).close()
            return
        said = (folder / "output").read_text(errors="replace")
        assert process.poll() is None, f"PgBouncer ended: {said}"
        assert time.monotonic() < deadline, f"PgBouncer does not answer: {said}"
        time.sleep(0.1)
