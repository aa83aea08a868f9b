"""What the demo runs: steps that prepare it, one after another, and processes that serve it, side by side."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wasla_site.launcher import static_files
from wasla_site.launcher.catalogues import compile_catalogues
from wasla_site.launcher.console import say
from wasla_site.launcher.hands import hands
from wasla_site.launcher.places import CHECKOUT
from wasla_site.launcher.refusals import LaunchRefused

Command = Sequence[str]

PATIENCE = 10


@dataclass(frozen=True, slots=True)
class Commands:
    """The demo's own by default; the launcher's tests run others."""

    migrate: Command
    collect_static: Command
    seed: Command
    web: Command
    worker: Command
    gateways: Command
    folder: Path = CHECKOUT
    clock: Command | None = None


def demo_commands(port: int, gateway_port: int, portals: Path) -> Commands:
    """`portals` is where the seed writes which addresses the gateways call for whom."""
    manage = (sys.executable, "manage.py")
    gunicorn = (sys.executable, "-m", "gunicorn", "wasla_site.wsgi", f"--bind=127.0.0.1:{port}")
    # Whoever types much too long a question is answered by the shop: 8190 bytes is the most that gunicorn bounds.
    manners = ("--limit-request-line=8190", "--graceful-timeout=3", "--log-level=warning", "--no-control-socket")
    worker, clock = hands()
    return Commands(
        migrate=(*manage, "migrate", "--no-input", "--verbosity=0"),
        collect_static=(*manage, "collectstatic", "--no-input", "--verbosity=0"),
        seed=(*manage, "seed_demo"),
        web=(*gunicorn, "--worker-class=gthread", "--workers=2", "--threads=4", *manners),
        worker=worker,
        gateways=(
            *(sys.executable, "-m", "tests.simulators.gateways"),
            *("--port", str(gateway_port), "--portals", str(portals)),
        ),
        clock=clock,
    )


def prepare(commands: Commands, environment: Mapping[str, str]) -> str:
    """Schema, translations, static files and stores are up to date. Returns the seed's words."""
    say("Bringing the database up to date ...")
    run_step(commands.migrate, environment, commands.folder)
    if compile_catalogues(commands.folder):
        say("Compiled the translations.")
    if not static_files.are_collected(commands.folder):
        say("Collecting styles, scripts and pictures ...")
        run_step(commands.collect_static, environment, commands.folder)
        static_files.mark_collected(commands.folder)
    say("Furnishing the demo stores ...")
    return run_step(commands.seed, environment, commands.folder, progress=True)


def run_step(command: Command, environment: Mapping[str, str], folder: Path, *, progress: bool = False) -> str:
    """What the command printed. Refused, its words shown, when it fails; `progress` lets stderr through. Who waits is
    told every `PATIENCE` seconds that it goes on."""
    began = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=None if progress else subprocess.STDOUT,
        text=True,
    ) as process:
        while True:
            try:
                printed, _ = process.communicate(timeout=PATIENCE)
                break
            except subprocess.TimeoutExpired:
                say(f"  still at it after {time.monotonic() - began:.0f} s ...")
            except BaseException:
                process.kill()
                raise
    if process.returncode != 0:
        say(printed.rstrip())
        words = " ".join(Path(word).name for word in command)
        raise LaunchRefused(f"`{words}` failed with status {process.returncode}; its last words are above.")
    return printed
