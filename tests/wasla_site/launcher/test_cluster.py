"""A real server: begun, left behind, taken over, stopped."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from wasla_site.launcher.cluster import Cluster
from wasla_site.launcher.places import CHECKOUT
from wasla_site.launcher.refusals import LaunchRefused


def answer(cluster: Cluster, query: str) -> object:
    with psycopg.connect(cluster.admin_dsn()) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_a_server_starts_keeps_its_data_and_stops(cluster: Cluster) -> None:
    cluster.start()
    with psycopg.connect(cluster.admin_dsn()) as connection:
        connection.execute("CREATE TABLE kept (name text)")
    cluster.stop()
    assert cluster.process() is None

    cluster.start()

    assert answer(cluster, "SELECT count(*) FROM kept") == 0
    assert answer(cluster, "SELECT current_setting('fsync')") == "off"


def test_starting_and_stopping_twice_is_fine(cluster: Cluster) -> None:
    cluster.start()
    first = cluster.process()
    cluster.start()
    assert cluster.process() == first

    cluster.stop()
    cluster.stop()
    assert cluster.process() is None


def test_it_listens_on_a_closed_socket_only(cluster: Cluster) -> None:
    cluster.start()

    assert answer(cluster, "SELECT current_setting('listen_addresses')") == ""
    mode = stat.S_IMODE((cluster.directory / ".s.PGSQL.5432").stat().st_mode)
    assert mode == 0o700
    assert stat.S_IMODE(cluster.directory.stat().st_mode) == 0o700


def test_the_server_of_a_killed_launcher_is_taken_over(cluster: Cluster) -> None:
    code = "import sys, os, signal, pathlib; from wasla_site.launcher.cluster import Cluster;"
    code += "Cluster(pathlib.Path(sys.argv[1])).start(); os.kill(os.getpid(), signal.SIGKILL)"
    subprocess.run([sys.executable, "-c", code, str(cluster.directory)], check=False, cwd=CHECKOUT)
    left_behind = cluster.process()
    assert left_behind is not None

    cluster.start()
    assert cluster.process() == left_behind
    assert answer(cluster, "SELECT 1") == 1

    cluster.stop()
    assert not left_behind.is_running() or left_behind.status() == "zombie"


def test_a_strangers_process_with_the_old_number_is_no_server(cluster: Cluster) -> None:
    cluster.start()
    record = (cluster.directory / "postmaster.pid").read_text()
    cluster.stop()
    lines = [str(os.getpid()), *record.splitlines()[1:]]
    (cluster.directory / "postmaster.pid").write_text("\n".join(lines) + "\n")
    assert cluster.process() is None

    cluster.start()

    assert answer(cluster, "SELECT 1") == 1


def test_a_crashed_server_recovers(cluster: Cluster) -> None:
    cluster.start()
    process = cluster.process()
    assert process is not None
    process.kill()
    process.wait(10)

    cluster.start()

    assert answer(cluster, "SELECT 1") == 1


def test_a_path_too_long_for_a_socket_gets_another_closed_folder(folder: Path) -> None:
    deep = folder / ("deep" * 20) / "with space"
    cluster = Cluster(deep / "postgres", {"fsync": "off"})
    cluster.start()
    socket_directory = Path(str(answer(cluster, "SELECT current_setting('unix_socket_directories')")))
    try:
        assert not socket_directory.is_relative_to(folder)
        assert stat.S_IMODE(socket_directory.stat().st_mode) == 0o700
    finally:
        cluster.stop()
        socket_directory.rmdir()


def test_data_of_another_release_is_refused(cluster: Cluster) -> None:
    cluster.directory.mkdir()
    (cluster.directory / "PG_VERSION").write_text("9\n")

    with pytest.raises(LaunchRefused, match="of PostgreSQL 9"):
        cluster.start()


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    cluster = Cluster(folder / "postgres", {"fsync": "off", "max_connections": "many"})

    with pytest.raises(LaunchRefused, match='invalid value for parameter "max_connections"'):
        cluster.start()
    assert cluster.process() is None


def test_a_missing_place_is_refused_and_leaves_nothing(folder: Path) -> None:
    (folder / "file").write_text("not a folder")

    with pytest.raises(LaunchRefused, match="Cannot make"):
        Cluster(folder / "file" / "postgres").start()
    assert [path.name for path in folder.iterdir()] == ["file"]
