"""PostgreSQL, Redis and OpenSearch on one machine, with accounts, folders and addresses of Wasla's own.

`python -m wasla_site.launcher.services start` starts what does not run yet and prints the environment that leads there,
for a shell to read; `stop` stops those servers and no others; `prepare URL` makes roles and database on a server that
somebody else runs, with its superuser's address. Whatever servers Debian starts itself are left alone.
"""

import argparse
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg

from wasla_site.launcher.cluster import Cluster
from wasla_site.launcher.java import java_home
from wasla_site.launcher.locks import one_at_a_time
from wasla_site.launcher.opensearch_server import OpenSearchServer
from wasla_site.launcher.places import Places, default_places
from wasla_site.launcher.redis_server import BROKER, CACHE, RedisServer
from wasla_site.launcher.refusals import LaunchRefused
from wasla_site.launcher.roles import app_dsn, make_database, make_roles, owner_dsn
from wasla_site.launcher.server_programs import programs_of_debian

DATABASE = "wasla"
BROKER_PORT, CACHE_PORT, SEARCH_PORT = 6390, 6490, 9290


def start(places: Places) -> Mapping[str, str]:
    """All servers answer, roles and database are made; the environment in which Wasla finds them.

    Refused before any of them starts when there is no Java for OpenSearch, the one thing that can't be installed.
    """
    java_home()
    places.make()
    places.services.mkdir(exist_ok=True)
    places.services.chmod(0o755)  # the servers' accounts pass through, whatever root's umask is
    with one_at_a_time(places.data / "services.turn"):
        cluster, broker, cache = _cluster(places), *_redis_servers(places)
        search = _search_server(places)
        cluster.start()
        broker.start()
        cache.start()
        search.start()
        urls = {"REDIS_URL": broker.url(), "CACHE_URL": cache.url(), "OPENSEARCH_URL": search.url()}
        return {**prepare(cluster.admin_dsn()), **urls}


def stop(places: Places) -> None:
    """None of these servers runs. Their data stays."""
    if not places.services.exists():
        return
    with one_at_a_time(places.data / "services.turn"):
        for redis in _redis_servers(places):
            redis.stop()
        _search_server(places).stop()
        _cluster(places).stop()


def prepare(admin_dsn: str) -> Mapping[str, str]:
    """Roles and database are on that server; the addresses of application and owner."""
    make_roles(admin_dsn)
    make_database(admin_dsn, DATABASE)
    return {"DATABASE_URL": app_dsn(admin_dsn, DATABASE), "DATABASE_OWNER_URL": owner_dsn(admin_dsn, DATABASE)}


def _cluster(places: Places) -> Cluster:
    return Cluster(places.services / "postgres", programs=programs_of_debian())


def _redis_servers(places: Places) -> tuple[RedisServer, RedisServer]:
    """The broker's and the cache's: what may be lost does not fill what may not."""
    broker = RedisServer(places.services / "redis", BROKER, BROKER_PORT)
    return broker, RedisServer(places.services / "cache", CACHE, CACHE_PORT)


def _search_server(places: Places) -> OpenSearchServer:
    return OpenSearchServer(places.services / "opensearch", SEARCH_PORT)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make services", description="PostgreSQL, Redis, OpenSearch of Wasla's own.")
    parser.add_argument("--data", type=Path, help="folder for the servers' data")
    deeds = parser.add_subparsers(dest="deed", required=True)
    deeds.add_parser("start")
    deeds.add_parser("stop")
    deeds.add_parser("prepare").add_argument("admin_url")
    options = parser.parse_args(arguments)
    places = Places(options.data.resolve()) if options.data else default_places()
    try:
        if options.deed == "stop":
            stop(places)
            _tell(f"PostgreSQL, Redis and OpenSearch in {places.services} do not run. Their data stays.")
            return 0
        found = start(places) if options.deed == "start" else prepare(options.admin_url)
    except (LaunchRefused, OSError, psycopg.Error) as refusal:
        _tell(str(refusal))
        return 1
    for name, value in found.items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def _tell(words: str) -> None:
    """Not among what a shell reads."""
    print(words, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
