"""Compiles the translations that Django reads: `django.mo` beside every `django.po` that changed since.

Babel does it, because GNU gettext is not there on a bare machine.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from wasla_site.launcher.console import say
from wasla_site.launcher.places import CHECKOUT, PACKAGES
from wasla_site.launcher.refusals import LaunchRefused


def compile_catalogues(checkout: Path) -> list[Path]:
    """Returns the sources compiled now; refused at the first that cannot be read, naming its line."""
    sources = [path for package in PACKAGES for path in (checkout / package).rglob("LC_MESSAGES/*.po")]
    stale = sorted(source for source in sources if _is_stale(source))
    for source in stale:
        _compile(source)
    return stale


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> None:
    """The new file appears whole: a server may be reading the old one."""
    growing = source.with_suffix(f".{os.getpid()}.tmp")
    try:
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parents[1].name, abort_invalid=True)
        with growing.open("wb") as output:
            write_mo(output, catalogue)
        growing.replace(source.with_suffix(".mo"))
    except (PoFileError, UnicodeDecodeError, ValueError, OSError) as error:
        raise LaunchRefused(f"Cannot compile {source}: {error}") from error
    finally:
        growing.unlink(missing_ok=True)


if __name__ == "__main__":
    for compiled in compile_catalogues(CHECKOUT):
        say(f"Compiled {compiled.relative_to(CHECKOUT)}")
