"""`make demo`: the whole platform on one machine, from an empty folder to an open door and back."""

import os
import secrets
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import quote_plus

from wasla_site.launcher.bootstrap import BootstrapRefused, free_port, refuse_taken_port
from wasla_site.launcher.cluster import Cluster
from wasla_site.launcher.commands import Commands, demo_commands, prepare
from wasla_site.launcher.console import say
from wasla_site.launcher.leftovers import end_processes
from wasla_site.launcher.locks import only_holder
from wasla_site.launcher.places import Places
from wasla_site.launcher.refusals import LaunchRefused
from wasla_site.launcher.roles import app_dsn, make_database, make_roles, owner_dsn
from wasla_site.launcher.running_demo import shown_to_commands
from wasla_site.launcher.supervisor import Supervisor

DATABASE = "wasla"
GATEWAYS = ("hyperpay", "moyasar", "paytabs")
STOP_SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


Choose = Callable[[int, int, Path], Commands]


def run(places: Places, port_text: str, choose: Choose = demo_commands) -> int:
    """Serves until it is told to stop; returns the exit status.

    0 after Ctrl-C, SIGTERM or a closed terminal, 130 when that came before the site was started, 1 when
    something failed, with the reason said. In every case none of its processes and no server is left behind.
    """
    stop_on_signals()
    try:
        with ExitStack() as ending:
            return _run(places, port_text, choose, ending)
    except (LaunchRefused, BootstrapRefused) as refusal:
        say(str(refusal))
        return 1
    except OSError as error:
        say(f"The demo cannot go on, the system says: {error}.")
        return 1
    except KeyboardInterrupt:
        say("Stopped before Wasla was ready.")
        return 130


def _run(places: Places, port_text: str, choose: Choose, ending: ExitStack) -> int:
    began = time.monotonic()
    places.make()
    taken = "The demo of this checkout is already running. Open it, or stop it there with Ctrl-C."
    ending.enter_context(only_holder(places.demo_lock, f"process {os.getpid()}, port {port_text}", taken))
    if end_processes(places.data):
        say("Ended what a killed demo had left running.")
    port = refuse_taken_port(port_text)
    gateway_port = free_port()
    commands = choose(port, gateway_port, places.gateway_portals)
    environment = {**_environment(places, port, gateway_port), **ending.enter_context(_database(places))}
    ending.callback(end_processes, places.data)
    ending.enter_context(shown_to_commands(places.demo_environment, environment))
    about_stores = prepare(commands, environment)
    about = f"{about_stores.strip()}\n{_about_letters(places)}"
    status = _serve(port, commands, environment, lambda: _greeting(about, time.monotonic() - began))
    say("Stopping ...")
    return status


def _environment(places: Places, port: int, gateway_port: int) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "wasla_site.settings.demo",
        "SECRET_KEY": os.environ.get("SECRET_KEY") or _kept_secret(places.secret_key, secrets.token_urlsafe(50)),
        "GATEWAY_SEAL_KEYS": os.environ.get("GATEWAY_SEAL_KEYS")
        or _kept_secret(places.seal_key, secrets.token_hex(32)),
        "GATEWAY_HOSTS": ",".join(f"{name}=http://127.0.0.1:{gateway_port}/{name}" for name in GATEWAYS),
        "GATEWAY_PORTALS": str(places.gateway_portals),
        "PORT": str(port),
        "PLATFORM_HOST": "localhost",
        "MEDIA_ROOT": str(places.data / "media"),
        "EMAIL_URL": os.environ.get("EMAIL_URL") or f"filemail:///{quote_plus(str(places.letters), safe='/')}",
        "PYTHONUNBUFFERED": "1",
    }


def _kept_secret(path: Path, fresh: str) -> str:
    """Made once and kept where only its owner may read it; sessions and sealed keys outlive a restart."""
    try:
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(fresh)
        return path.read_text()
    except OSError as error:
        raise LaunchRefused(f"Cannot keep a secret in {path}: {error.strerror}.") from error


@contextmanager
def _database(places: Places) -> Iterator[Mapping[str, str]]:
    """Addresses of a prepared database: the environment's, or an embedded server's while that runs."""
    if os.environ.get("DATABASE_URL"):
        say("Using the database of DATABASE_URL.")
        yield {}
        return
    say(f"Starting PostgreSQL in {places.postgres} ...")
    cluster = Cluster(places.postgres)
    try:
        with _signals_wait():
            cluster.start()
        admin = cluster.admin_dsn()
        make_roles(admin)
        make_database(admin, DATABASE)
        yield {"DATABASE_URL": app_dsn(admin, DATABASE), "DATABASE_OWNER_URL": owner_dsn(admin, DATABASE)}
    finally:
        with _signals_wait():
            cluster.stop()


def _serve(port: int, commands: Commands, environment: Mapping[str, str], greeting: Callable[[], str]) -> int:
    served = {name: value for name, value in environment.items() if name != "DATABASE_OWNER_URL"}
    supervisor = Supervisor()
    supervisor.add("web", commands.web, served, commands.folder)
    supervisor.add("worker", commands.worker, served, commands.folder)
    supervisor.add("gateways", commands.gateways, served, commands.folder)
    if commands.clock is not None:
        supervisor.add("clock", commands.clock, served, commands.folder)
    supervisor.greet_when_ready(port, greeting)
    signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    supervisor.loop()
    if supervisor.failure:
        say(supervisor.failure)
        return 1
    return 0


def _about_letters(places: Places) -> str:
    way = "are sent by EMAIL_URL" if os.environ.get("EMAIL_URL") else f"are kept in {places.letters}"
    return f"Letters to staff and customers {way}"


def _greeting(about_stores: str, seconds: float) -> str:
    rule = "-" * 78
    return f"\n{rule}\n{about_stores.strip()}\n\nReady after {seconds:.0f} s. Ctrl-C stops everything.\n{rule}\n"


def stop_on_signals() -> None:
    """SIGTERM and a closed terminal stop the launcher as Ctrl-C does, by an exception: it cleans up."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in STOP_SIGNALS:
        signal.signal(number, stop)


@contextmanager
def _signals_wait() -> Iterator[None]:
    """A request to stop waits here: a server must not be left half started or half stopped."""
    previous = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous)
