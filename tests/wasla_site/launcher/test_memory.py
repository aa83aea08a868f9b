"""Where the tests' databases lie: in memory while a run lasts, and nothing stays of them, however the server ends."""

import shutil
from pathlib import Path

import pytest

from tests.wasla_site.launcher.test_testing import SECONDS, begin
from wasla_site.launcher.cluster import Cluster
from wasla_site.launcher.memory import MEMORY, ROOM, TABLESPACE

pytestmark = pytest.mark.skipif(
    not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM, reason="this machine lends no memory"
)
MAKE_A_DATABASE = f"""
import os, psycopg
with psycopg.connect(os.environ["TEST_ADMIN_DSN"], autocommit=True) as admin:
    admin.execute("CREATE DATABASE left_behind TABLESPACE {TABLESPACE}")
    where = "SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = '{TABLESPACE}'"
    print(*admin.execute(where).fetchone())
"""
KILL_THE_SERVER = """
import psutil
server = psutil.Process(int(open({!r}).readline()))
server.kill()
server.wait(10)
"""


def run(folder: Path, code: str) -> str:
    """What the command said."""
    assert begin(folder, code).wait(SECONDS) == 0, (folder / "words.txt").read_text()
    return (folder / "words.txt").read_text().splitlines()[-1]


def test_what_lies_there_goes_with_the_server(folder: Path) -> None:
    room = Path(run(folder, MAKE_A_DATABASE))

    assert room.parent == MEMORY
    assert not room.exists()


@pytest.mark.long
def test_after_the_machine_was_started_anew_there_is_room_again(folder: Path) -> None:
    server = folder / "test-postgres"
    lost = Path(run(folder, MAKE_A_DATABASE + KILL_THE_SERVER.format(str(server / "postmaster.pid"))))
    assert lost.exists()
    assert Cluster(server).process() is None
    shutil.rmtree(lost)

    room = Path(run(folder, MAKE_A_DATABASE))

    assert room != lost
    assert not lost.exists()
    assert not room.exists()
