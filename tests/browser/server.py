"""The site as it runs: a web process and an outbox worker of their own, on a database of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_plus

from tests.support.databases import ROOT, admin_dsn
from wasla_site.launcher.roles import app_dsn

PATIENCE = 60
# The header in which a visitor brings the instant at which the site is to see them.
AS_OF = "X-As-Of"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running_site(
    database: str,
    media: Path,
    log: Path,
    gateways: Mapping[str, str] | None = None,
    letters: Path | None = None,
) -> Iterator[int]:
    """The port at which the site answers; `gateways` says where they stand, by name, and without it nowhere. What is
    written to people is kept in `letters`, and without it printed."""
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "wasla_site.settings.test",
        "DATABASE_URL": app_dsn(admin_dsn(), database),
        "MEDIA_ROOT": str(media),
        "TEST_PORT_SUFFIX": f":{port}",
    }
    if letters:
        environment["EMAIL_URL"] = f"filemail:///{quote_plus(str(letters), safe='/')}"
    if gateways:
        environment["GATEWAY_HOSTS"] = ",".join(f"{name}={address}" for name, address in gateways.items())
    web = ["-m", "gunicorn", "tests.browser.as_of_wsgi", "-b", f"127.0.0.1:{port}", "-k", "gthread", "--threads", "4"]
    with log.open("wb") as output:
        processes = [
            subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=output, stderr=output)
            for command in (web, ["manage.py", "run_outbox"])
        ]
        try:
            _wait_until_healthy(port, processes[0])
            yield port
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(PATIENCE)


def _wait_until_healthy(port: int, web: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert web.poll() is None, "the web process ended"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the site did not answer")
