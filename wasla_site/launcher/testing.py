"""Runs a command, usually pytest, beside an embedded PostgreSQL made for tests: no fsync, kept between runs, and the
tests' own databases in memory. Of OpenSearch they are told the folder: who needs one starts it there.

Several runs of one checkout share the server; the last to finish stops it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wasla_site.launcher.catalogues import compile_catalogues
from wasla_site.launcher.cluster import Cluster
from wasla_site.launcher.console import say
from wasla_site.launcher.demo import stop_on_signals
from wasla_site.launcher.locks import Company, one_at_a_time
from wasla_site.launcher.memory import close_room, open_room, replace_lost_rooms
from wasla_site.launcher.opensearch_server import OpenSearchServer
from wasla_site.launcher.places import CHECKOUT, Places, default_places
from wasla_site.launcher.refusals import LaunchRefused
from wasla_site.launcher.roles import app_dsn, make_database, make_roles, owner_dsn
from wasla_site.launcher.server_programs import server_account

DATABASE = "wasla_test"
# What `make services` prints is for the demo: tests have servers of their own, or none.
SERVICES = {"REDIS_URL", "CACHE_URL", "OPENSEARCH_URL"}
# Images of Python forbid it to keep what it compiled. A run starts a hundred processes: each would compile all anew.
COMPILED_ANEW = {"PYTHONDONTWRITEBYTECODE"}
SEARCH_PORT = 19290
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "shared_buffers": "256MB",
}


def run(places: Places, command: Sequence[str]) -> int:
    """The command's exit status. Its environment has TEST_ADMIN_DSN, DATABASE_URL, DATABASE_OWNER_URL and
    TEST_OPENSEARCH."""
    stop_on_signals()
    try:
        compile_catalogues(CHECKOUT)
        with server_for_tests(places) as admin_dsn, room_for_opensearch(places) as opensearch:
            environment = {
                **{name: value for name, value in os.environ.items() if name not in SERVICES | COMPILED_ANEW},
                "TEST_ADMIN_DSN": admin_dsn,
                "DATABASE_URL": app_dsn(admin_dsn, DATABASE),
                "DATABASE_OWNER_URL": owner_dsn(admin_dsn, DATABASE),
                "TEST_OPENSEARCH": str(opensearch),
            }
            return _run_to_its_end(command, environment)
    except LaunchRefused as refusal:
        say(str(refusal))
        return 1
    except KeyboardInterrupt:
        return 130


@contextmanager
def server_for_tests(places: Places) -> Iterator[str]:
    """The superuser's address of a server with roles and database: TEST_ADMIN_DSN's or the checkout's own."""
    given = os.environ.get("TEST_ADMIN_DSN")
    if given:
        make_roles(given)
        make_database(given, DATABASE)
        yield given
        return
    places.make()
    cluster = Cluster(places.test_postgres, SETTINGS)
    turn = places.data / "test-postgres.turn"
    with one_at_a_time(turn):
        company = Company(places.data / "test-postgres.users")
        is_running = cluster.process() is not None
        replace_lost_rooms(cluster.directory, server_account())
        cluster.start()
        if not is_running:
            open_room(cluster.admin_dsn(), server_account())
    try:
        admin_dsn = cluster.admin_dsn()
        make_roles(admin_dsn)
        make_database(admin_dsn, DATABASE)
        yield admin_dsn
    finally:
        with one_at_a_time(turn):
            if company.leave():
                if cluster.process() is not None:
                    close_room(cluster.admin_dsn())
                cluster.stop()


@contextmanager
def room_for_opensearch(places: Places) -> Iterator[Path]:
    """The folder of a server that does not run before somebody needs it, nor after the last run of the checkout."""
    places.make()
    turn = _search_turn(places.test_opensearch)
    with one_at_a_time(turn):
        company = Company(places.data / "test-opensearch.users")
    try:
        yield places.test_opensearch
    finally:
        with one_at_a_time(turn):
            if company.leave() and places.test_opensearch.exists():
                OpenSearchServer(places.test_opensearch, SEARCH_PORT).forget()


def opensearch_for_tests(options: Sequence[str] = ()) -> OpenSearchServer:
    """The server of this run answers; the first to ask starts it, with these options of Java's, the others wait."""
    folder = os.environ.get("TEST_OPENSEARCH")
    if not folder:
        raise LaunchRefused("TEST_OPENSEARCH is not set: run the tests with `make test`")
    server = OpenSearchServer(Path(folder), SEARCH_PORT, options=options)
    with one_at_a_time(_search_turn(server.directory)):
        server.start()
    return server


def _search_turn(directory: Path) -> Path:
    return directory.with_name("test-opensearch.turn")


def _run_to_its_end(command: Sequence[str], environment: dict[str, str]) -> int:
    """A request to stop is passed on, and the command may still finish its report."""
    with subprocess.Popen(command, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                process.terminate()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(run(default_places(), arguments[1:] if arguments[:1] == ["--"] else arguments))
