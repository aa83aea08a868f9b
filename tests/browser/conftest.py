"""A real browser before a real site. Every page of a journey is watched: an error on the console fails the test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.server import AS_OF, running_site
from tests.browser.shops import furnish_small, webhook_tokens
from tests.conftest import database_name
from tests.simulators.gateways.running import Simulator, running_simulator
from tests.support import databases

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
# Of the shops' pictures: one that nothing holds in its place still makes a phone's page scroll sideways.
WIDER_THAN_A_PHONE = 500
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    port: int
    database: str

    def at(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture(scope="session")
def gateways() -> Iterator[Simulator]:
    """The three payment companies, as the site finds them."""
    with running_simulator() as simulator:
        yield simulator


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the letters lie that the site has sent."""
    return tmp_path_factory.mktemp("letters")


@pytest.fixture(scope="session")
def site(
    template_database: str,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
    pictures: Path | None,
    gateways: Simulator,
    letters: Path,
) -> Iterator[Site]:
    from django.test import override_settings

    from wasla_site.demo import pictures as drawn_pictures

    name = database_name("browser")
    folder = tmp_path_factory.mktemp("browser")
    databases.clone(template_database, name)
    with (
        django_db_blocker.unblock(),
        databases.connected_to(name),
        override_settings(MEDIA_ROOT=str(folder / "media")),
        pytest.MonkeyPatch.context() as monkeypatch,
    ):
        if pictures is None:
            monkeypatch.setattr(drawn_pictures, "WIDTH", WIDER_THAN_A_PHONE)
        for slug in ("noor", "souq"):
            furnish_small(slug, folder)
    with running_site(name, folder / "media", folder / "site.log", gateways.hosts, letters) as port:
        site = Site(port, name)
        tell(gateways, site)
        yield site
    databases.drop_database(name)


def tell(gateways: Simulator, site: Site) -> None:
    """Each store's merchant types our address into the portals. PayTabs is told it with each payment."""
    for store, gateway, token in webhook_tokens(site.database):
        if gateway != "paytabs":
            url = site.at("localhost", f"/hooks/payments/{token}/")
            gateways.control("merchant", gateway=gateway, name=store, webhook_url=url)


@pytest.fixture(scope="module")
def browser(site: Site) -> Iterator[Browser]:
    """For a module only: while it lives its event loop runs in this thread, where Django then answers no query."""
    path = shutil.which("chromium")
    assert path, "Chromium is missing: `make test` installs it, or says what to install"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


class Visitor:
    """Somebody with a browser of their own. What the console or the server complains of is kept."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._watch)

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def _watch(self, response: Any) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status}: {response.url}")


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Any]:
    """Makes visitors, of another instant than the present where one is given; at the end none may have heard a
    complaint."""
    visitors: list[Visitor] = []

    def make(
        viewport: dict[str, int] = DESKTOP, *, with_scripts: bool = True, as_of: datetime | None = None
    ) -> Visitor:
        headers = {} if as_of is None else {AS_OF: as_of.isoformat()}
        options = {"viewport": viewport, "java_script_enabled": with_scripts, "extra_http_headers": headers}
        visitors.append(Visitor(browser, **options))
        return visitors[-1]

    yield make
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    for each in visitors:
        each.context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where pictures for the README go when they are asked for (`make pictures`)."""
    import os

    folder = os.environ.get("PICTURES")
    return Path(folder) if folder else None
