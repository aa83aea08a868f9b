"""These tests need no Django: they run real PostgreSQL servers and real processes in folders of their own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from wasla_site.launcher.cluster import Cluster

QUICK = {"fsync": "off", "shared_buffers": "8MB"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """Outside pytest's own folders, which PostgreSQL's account cannot enter when root runs the tests."""
    path = Path(tempfile.mkdtemp(prefix="wasla-launcher-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def cluster(folder: Path) -> Iterator[Cluster]:
    """A server of its own that does not run yet and no longer runs afterwards."""
    server = Cluster(folder / "postgres", QUICK)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def admin_dsn() -> Iterator[str]:
    """The superuser's address of a running server: that of the test run, or one for these tests."""
    given = os.environ.get("TEST_ADMIN_DSN")
    if given:
        yield given
        return
    path = Path(tempfile.mkdtemp(prefix="wasla-launcher-"))
    path.chmod(0o755)
    server = Cluster(path / "postgres", QUICK)
    server.start()
    yield server.admin_dsn()
    server.stop()
    shutil.rmtree(path)
