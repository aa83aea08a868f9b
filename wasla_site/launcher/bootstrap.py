"""Makes `.venv` and fills it from a lock file, under the system's Python and its standard library alone.

A second run finds the lock file's hash recorded and does nothing.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
VENV = CHECKOUT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
RECORD = VENV / "installed.json"
OLDEST_PYTHON = (3, 11)
LAST_PORT = 65535
OTHER_PYTHONS = ("python3.13", "python3.12", "python3.11")
INSTALL_FROM_DEBIAN = CHECKOUT / ".ci" / "install"


class BootstrapRefused(Exception):
    """Something a person must put right first; the text is shown as it stands."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lock", help="requirements.lock or requirements-dev.lock")
    parser.add_argument("--port", help="refuse at once when this port is taken and there is slow work to do")
    options = parser.parse_args(arguments)
    try:
        use_new_enough_python()
        prepare(CHECKOUT / options.lock, options.port)
    except BootstrapRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def use_new_enough_python() -> None:
    """Goes on under the first Python that is new enough, or is refused."""
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return
    for name in OTHER_PYTHONS:
        found = shutil.which(name)
        if found is not None:
            os.execv(found, [found, *sys.argv])  # noqa: S606
    found_version = ".".join(str(part) for part in sys.version_info[:3])
    raise BootstrapRefused(f"Wasla needs Python 3.11 or newer, but {sys.executable} is {found_version}.")


def prepare(lock: Path, port: str | None) -> None:
    """`.venv` holds what the lock file names. Two runs at once wait for each other, whatever lock files they have."""
    try:
        with only_one_at(VENV):
            wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
            if recorded().get(lock.name) == wanted:
                return
            if port is not None:
                refuse_taken_port(port)
            make_venv()
            install_packages(lock)
            RECORD.write_text(json.dumps({**recorded(), lock.name: wanted}))
    except OSError as error:
        raise BootstrapRefused(f"Cannot prepare {VENV}: {error}.") from error


@contextmanager
def only_one_at(venv: Path) -> Iterator[None]:
    """Waits until nobody else is at this environment. Its folder may be made anew, so the one it lies in is locked."""
    folder = os.open(venv.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def recorded() -> dict[str, str]:
    """Hashes of the lock files already installed; none when `.venv` is broken or of another Python."""
    try:
        contents: dict[str, str] = json.loads(RECORD.read_text())
    except (OSError, ValueError):
        return {}
    return contents if venv_works() else {}


def venv_works() -> bool:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return VENV_PYTHON.exists() and (VENV / "lib" / f"python{version}" / "site-packages" / "pip").exists()


def make_venv() -> None:
    if venv_works():
        return
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own.
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if subprocess.run([str(INSTALL_FROM_DEBIAN), package], check=False).returncode != 0:
            raise BootstrapRefused("Python cannot make virtual environments here without that package.")
    say(f"Making .venv with Python {sys.version.split()[0]} ...")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    result = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        reason = result.stdout.strip().splitlines()[-1:] or ["it gave no reason"]
        raise BootstrapRefused(f"Python cannot make {VENV}: {reason[0]}")


def install_packages(lock: Path) -> None:
    say(f"Installing the packages of {lock.name}; the first time this takes a minute or two ...")
    pip = [str(VENV_PYTHON), "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]
    install = ["install", "--root-user-action=ignore", "--require-hashes", "--requirement", str(lock)]
    if subprocess.run([*pip, *install], check=False, stdin=subprocess.DEVNULL).returncode != 0:
        raise BootstrapRefused(f"The packages of {lock.name} could not be installed; pip says why above.")


def refuse_taken_port(text: str) -> int:
    """The port as a number, free at this moment; refused otherwise."""
    if not text.isdecimal() or not 0 < int(text) <= LAST_PORT:
        raise BootstrapRefused(f"PORT must be a number from 1 to {LAST_PORT}, not {text!r}.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise BootstrapRefused(f"Only root may serve on port {port}: choose one above 1023.") from error
        except OSError as error:
            raise BootstrapRefused(
                f"Port {port} is taken by another program. Choose another, as in: make demo PORT={port + 1}"
            ) from error
    return port


def free_port() -> int:
    """One that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
