"""How commands beside a running demo find its database: the demo leaves its environment in a file while it runs."""

import json
import os
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager, suppress
from pathlib import Path

SHARED = (
    "DJANGO_SETTINGS_MODULE",
    "SECRET_KEY",
    "GATEWAY_SEAL_KEYS",
    "GATEWAY_HOSTS",
    "PORT",
    "PLATFORM_HOST",
    "MEDIA_ROOT",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "CACHE_URL",
)


@contextmanager
def shown_to_commands(path: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """While inside, the file tells commands of this user where the demo's database is."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({name: environment[name] for name in SHARED if name in environment}, file)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def join_running_demo(path: Path, environment: MutableMapping[str, str]) -> None:
    """Where no database is named, take the running demo's; nothing changes when none runs."""
    if environment.get("DATABASE_URL"):
        return
    with suppress(OSError):
        for name, value in json.loads(path.read_text()).items():
            environment.setdefault(name, value)
