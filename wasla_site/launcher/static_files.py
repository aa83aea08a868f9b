"""Whether the collected static files still match their sources: collecting them takes several seconds."""

import hashlib
import os
from pathlib import Path

from wasla_site.launcher.places import PACKAGES


def are_collected(checkout: Path) -> bool:
    stamp = _stamp(checkout)
    return stamp.exists() and stamp.read_text() == _fingerprint(checkout)


def mark_collected(checkout: Path) -> None:
    _stamp(checkout).parent.mkdir(parents=True, exist_ok=True)
    _stamp(checkout).write_text(_fingerprint(checkout))


def _stamp(checkout: Path) -> Path:
    return checkout / "var" / "static" / ".collected-from"


def _fingerprint(checkout: Path) -> str:
    """Of our own static files and settings, and of the record of installed packages, which bring the rest."""
    sources = [path for package in PACKAGES for path in (checkout / package).rglob("static/**/*")]
    sources += (checkout / "wasla_site" / "settings").glob("*.py")
    sources += checkout.glob(".venv/installed.json")
    digest = hashlib.sha256()
    for path in sorted(source for source in sources if source.is_file()):
        facts = path.stat()
        digest.update(os.fsencode(f"{path.relative_to(checkout)}:{facts.st_size}:{facts.st_mtime_ns};"))
    return digest.hexdigest()
