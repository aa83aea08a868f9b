"""OpenSearch with its k-NN plugin, as the lock file names them: brought by Maven, compared, and laid out once."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from wasla_site.launcher.console import say_beside
from wasla_site.launcher.places import CHECKOUT, ROOT_DATA
from wasla_site.launcher.refusals import LaunchRefused

LOCK = CHECKOUT / "opensearch.lock"
SERVER, KNN = "opensearch", "opensearch-knn"
SECONDS = 900


def opensearch_programs(data: Path) -> Path:
    """The folder of the server's programs, the same for all checkouts of root and otherwise below `data`.

    Refused when Maven is missing, brings nothing, or brings something else than was locked.
    """
    wanted = locked(LOCK)
    name = "-".join([*(coordinates.split(":")[2] for coordinates in wanted.values()), _short_hash(LOCK)])
    home = (ROOT_DATA if os.geteuid() == 0 else data) / f"{SERVER}-{name}"
    if not home.exists():
        _assemble(wanted, home)
    return home


def locked(lock: Path) -> Mapping[str, str]:
    """Coordinates by artefact, in the file's order."""
    return {coordinates.split(":")[1]: coordinates for coordinates, _ in _entries(lock)}


def check(archive: Path, lock: Path = LOCK) -> None:
    """The archive is what was locked under its artefact's name; refused otherwise."""
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    for coordinates, wanted in _entries(lock):
        _, artefact, version, kind = coordinates.split(":")
        if archive.name == f"{artefact}-{version}.{kind}":
            if found != wanted:
                raise LaunchRefused(f"{archive.name} is not the file that {lock.name} names: its SHA-256 is {found}.")
            return
    raise LaunchRefused(f"{archive.name} is not in {lock.name}.")


def _entries(lock: Path) -> list[tuple[str, str]]:
    lines = (line.split() for line in lock.read_text().splitlines() if line and not line.startswith("#"))
    return [(coordinates, digest) for coordinates, digest in lines]


def _short_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _assemble(wanted: Mapping[str, str], home: Path) -> None:
    """Appears whole or not at all: two launchers may be at it at once."""
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent, prefix=".opensearch-") as text:
            folder = Path(text)
            archives = {artefact: _bring(coordinates, folder) for artefact, coordinates in wanted.items()}
            whole = _unzip(archives[SERVER], folder / "server")
            (whole / "plugins").mkdir(exist_ok=True)
            with zipfile.ZipFile(archives[KNN]) as plugin:
                plugin.extractall(whole / "plugins" / KNN)
            for path in (whole, *whole.rglob("*")):
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
            if not home.exists():
                whole.rename(home)
    except (OSError, zipfile.BadZipFile) as error:
        raise LaunchRefused(f"Cannot lay out OpenSearch in {home}: {error}.") from error


def _unzip(archive: Path, target: Path) -> Path:
    """The single folder the archive holds."""
    with zipfile.ZipFile(archive) as server:
        server.extractall(target)
    [whole] = target.iterdir()
    return whole


def _bring(coordinates: str, folder: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        raise LaunchRefused("Maven, which brings OpenSearch, is not installed: `make services` and `make test` do so.")
    say_beside(f"Bringing {coordinates} ...")
    command = [maven, "-q", "-B", "dependency:copy", f"-Dartifact={coordinates}", f"-DoutputDirectory={folder}"]
    try:
        done = subprocess.run(
            command, check=False, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise LaunchRefused(f"Maven did not bring {coordinates} within {SECONDS} s.") from error
    _, artefact, version, kind = coordinates.split(":")
    archive = folder / f"{artefact}-{version}.{kind}"
    if done.returncode != 0 or not archive.exists():
        words = [line for line in done.stdout.splitlines() if "ERROR" in line][:2]
        raise LaunchRefused(f"Maven cannot bring {coordinates}: {' '.join(words) or done.stderr.strip()}")
    check(archive)
    return archive
