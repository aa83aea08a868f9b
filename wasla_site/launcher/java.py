"""The Java that runs OpenSearch. It comes without one, and Debian 12 has none that is new enough."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from wasla_site.launcher.refusals import LaunchRefused

OLDEST_JAVA = 21
DEBIANS = Path("/usr/lib/jvm")
# Without it no index can be made: the server knows the analyzers of every language, the Thai one among them.
LOCALES = "jdk.localedata"
SECONDS = 30


def java_home(jvms: Path = DEBIANS) -> Path:
    """The first folder of OPENSEARCH_JAVA_HOME, JAVA_HOME and Debian's own with a Java that does.

    Refused, with what was found instead, when there is none.
    """
    found = []
    for home in _candidates(jvms):
        version, modules = _asked(home)
        if version >= OLDEST_JAVA and LOCALES in modules:
            return home
        if version:
            found.append(f"{home} is Java {version}" + ("" if LOCALES in modules else f" without {LOCALES}"))
    raise LaunchRefused(
        f"OpenSearch needs Java {OLDEST_JAVA} or newer, and there is none: {'; '.join(found) or 'no Java at all'}. "
        "Debian 13 has it as openjdk-21-jre-headless; Debian 12 has no package of it. Install one, and name its folder "
        "in OPENSEARCH_JAVA_HOME, unless it lies in /usr/lib/jvm."
    )


def _candidates(jvms: Path) -> Iterator[Path]:
    for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME"):
        if os.environ.get(name):
            yield Path(os.environ[name])
    yield from sorted(home for home in jvms.glob("*") if home.is_dir() and not home.is_symlink())


def _asked(home: Path) -> tuple[int, set[str]]:
    """Its main version, 0 when it is none, and its modules."""
    command = [str(home / "bin" / "java"), "--list-modules"]
    try:
        said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS).stdout
    except (OSError, subprocess.SubprocessError):
        return 0, set()
    modules = dict(re.findall(r"^([a-z.]+)@(\d+)", said, re.M))
    return int(modules.get("java.base", 0)), set(modules)
