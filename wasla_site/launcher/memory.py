"""Room in memory for the tests' databases. To copy a database there takes a tenth of the processor that a disk takes:
a thousand files are made, and gone again after the test."""

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

import psycopg
from psycopg import sql

from wasla_site.launcher.server_programs import Account

TABLESPACE = "wasla_in_memory"
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own in it
ROOM = 2 * 2**30


def open_room(admin_dsn: str, account: Account) -> None:
    """Databases may be made in TABLESPACE, which is empty; on a machine that lends no such room there is none."""
    close_room(admin_dsn)
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        return
    folder = mkdtemp(prefix="wasla-", dir=MEMORY)
    os.chown(folder, account.uid, account.gid)
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        command = sql.SQL("CREATE TABLESPACE {} LOCATION {}")
        admin.execute(command.format(sql.Identifier(TABLESPACE), sql.Literal(folder)))


def close_room(admin_dsn: str) -> None:
    """The room is given back, with whatever was left in it."""
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        found = admin.execute(
            "SELECT oid, pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = %s", [TABLESPACE]
        ).fetchone()
        if found is None:
            return
        number, folder = found
        left = admin.execute("SELECT datname FROM pg_database WHERE dattablespace = %s", [number]).fetchall()
        for (name,) in left:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        admin.execute(sql.SQL("DROP TABLESPACE {}").format(sql.Identifier(TABLESPACE)))
    shutil.rmtree(folder, ignore_errors=True)


def replace_lost_rooms(cluster: Path, account: Account) -> None:
    """After the machine was started anew: a server that was killed does not start without the folder."""
    for link in (cluster / "pg_tblspc").glob("*"):
        if link.is_symlink() and not link.exists():
            folder = link.readlink()
            folder.mkdir(mode=0o700)
            os.chown(folder, account.uid, account.gid)
