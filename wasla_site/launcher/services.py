"""PostgreSQL and Redis on one machine, by Debian's programs, with accounts, folders and addresses of Wasla's own.

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
from wasla_site.launcher.locks import one_at_a_time
from wasla_site.launcher.places import Places, default_places
from wasla_site.launcher.redis_server import BROKER, CACHE, RedisServer
from wasla_site.launcher.refusals import LaunchRefused
from wasla_site.launcher.roles import app_dsn, make_database, make_roles, owner_dsn
from wasla_site.launcher.server_programs import programs_of_debian

DATABASE = "wasla"
BROKER_PORT, CACHE_PORT = 6390, 6490


def start(places: Places) -> Mapping[str, str]:
    """All servers answer, roles and database are made; the environment in which Wasla finds them."""
    places.make()
    places.services.mkdir(exist_ok=True)
    places.services.chmod(0o755)  # the servers' accounts pass through, whatever root's umask is
    with one_at_a_time(places.data / "services.turn"):
        cluster, broker, cache = _cluster(places), *_redis_servers(places)
        cluster.start()
        broker.start()
        cache.start()
        return {**prepare(cluster.admin_dsn()), "REDIS_URL": broker.url(), "CACHE_URL": cache.url()}


def stop(places: Places) -> None:
    """None of these servers runs. Their data stays."""
    if not places.services.exists():
        return
    with one_at_a_time(places.data / "services.turn"):
        for redis in _redis_servers(places):
            redis.stop()
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


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make services", description="PostgreSQL and Redis of Wasla's own.")
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
            _tell(f"PostgreSQL and Redis in {places.services} do not run. Their data stays.")
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
