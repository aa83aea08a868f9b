"""Where one checkout keeps what it makes: database, secret key and locks."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from wasla_site.launcher.refusals import LaunchRefused

CHECKOUT = Path(__file__).resolve().parents[2]
ROOT_DATA = Path("/var/lib/wasla")
PACKAGES = ("commerce", "search_index", "themes", "wasla_site")


@dataclass(frozen=True, slots=True)
class Places:
    data: Path

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def test_postgres(self) -> Path:
        return self.data / "test-postgres"

    @property
    def test_opensearch(self) -> Path:
        return self.data / "test-opensearch"

    @property
    def services(self) -> Path:
        return self.data / "services"

    @property
    def secret_key(self) -> Path:
        return self.data / "secret-key"

    @property
    def seal_key(self) -> Path:
        return self.data / "gateway-seal-key"

    @property
    def gateway_portals(self) -> Path:
        return self.data / "gateway-portals.json"

    @property
    def letters(self) -> Path:
        return self.data / "letters"

    @property
    def demo_environment(self) -> Path:
        return self.data / "demo-environment.json"

    @property
    def demo_lock(self) -> Path:
        return self.data / "demo.lock"

    def make(self) -> None:
        """The data folder exists and can be written; refused with the reason otherwise."""
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            if self.data.parent == ROOT_DATA:
                # PostgreSQL's account passes through, whatever root's umask is.
                ROOT_DATA.chmod(0o755)
                self.data.chmod(0o755)
        except OSError as error:
            raise LaunchRefused(f"Cannot make the folder {self.data}: {error.strerror}.") from error
        if not os.access(self.data, os.W_OK | os.X_OK):
            raise LaunchRefused(f"Cannot write to {self.data}: it is read-only or someone else's.")


def default_places(checkout: Path = CHECKOUT) -> Places:
    """`var/` of the checkout, or for root a folder under /var/lib.

    PostgreSQL refuses to run as root, and the account it runs as instead cannot enter a closed home.
    """
    if os.geteuid() != 0:
        return Places(checkout / "var")
    return Places(ROOT_DATA / hashlib.sha256(str(checkout).encode()).hexdigest()[:12])
