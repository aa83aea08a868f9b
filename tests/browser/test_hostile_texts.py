"""No text that a merchant or shopper writes runs as a script, in a real browser, at the shop and at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, Site
from tests.browser.desk import sign_in
from tests.browser.payloads import CAUGHT, PAYLOADS
from tests.browser.planted_texts import plant
from tests.browser.server import running_site
from tests.conftest import database_name
from tests.isolation.shops import Shop, fill_stores
from tests.support import databases

# Wagtail's cropping tool finds out about touch by setting a handler on an element of its own; the policy stops that.
TOUCH_TEST = "jquery.Jcrop"
ROUNDS = [pytest.param(range(1), id="once"),
          pytest.param(range(0, len(PAYLOADS), 5), marks=pytest.mark.long, id="all")]  # fmt: skip


@pytest.fixture(scope="module")
def hostile_site(
    template_database: str, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Shop]]:
    from django.test import override_settings

    name, folder = database_name("hostile"), tmp_path_factory.mktemp("hostile")
    databases.clone(template_database, name)
    media = override_settings(MEDIA_ROOT=str(folder / "media"))
    with django_db_blocker.unblock(), databases.connected_to(name), media:
        noor, _ = fill_stores(name)
    with running_site(name, folder / "media", folder / "site.log") as port:
        yield Site(port, name), noor
    databases.drop_database(name)


@pytest.fixture(scope="module")
def site(hostile_site: tuple[Site, Shop]) -> Site:
    """The browser of this module stands before the hostile site."""
    return hostile_site[0]


def shop_pages(noor: Shop) -> list[str]:
    known = noor.known
    return [
        "/", "/en/", "/products/", f"/products/{known['product']}/", f"/en/products/{known['product']}/",
        f"/collections/{known['category']}/", f"/{known['page']}/", f"/en/{known['page']}/", "/search/?q=gazelle",
        f"/orders/{known['order']}/", "/no-such-page/",
    ]  # fmt: skip


def desk_pages(noor: Shop) -> list[str]:
    first = noor.first
    return [
        "/manage/", "/manage/pages/", f"/manage/pages/{first}/edit/", f"/manage/pages/{first}/history/",
        "/manage/products/", f"/manage/products/{first}/", f"/manage/products/{first}/stock/", "/manage/categories/",
        f"/manage/categories/{first}/", "/manage/orders/", f"/manage/orders/{first}/", "/manage/images/",
        f"/manage/images/{first}/", "/manage/account/",
    ]  # fmt: skip


class Watch:
    """What ran, and which rule of the policy anything broke, on the pages that were opened."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.found: list[str] = []
        page.on("dialog", self._dialog)
        page.on("console", self._console)

    def _dialog(self, dialog: Any) -> None:
        self.found.append(f"{self.page.url}: a dialog")
        dialog.dismiss()

    def _console(self, message: Any) -> None:
        if "Content Security Policy" in message.text and TOUCH_TEST not in message.location["url"]:
            self.found.append(f"{self.page.url}: {message.text[:120]}")

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer.status in {200, 404}, f"{address} {answer.status}"
        if self.page.title() == CAUGHT:
            self.found.append(f"{address}: a script ran")


@pytest.mark.long
@pytest.mark.parametrize("beginnings", ROUNDS)
def test_no_text_runs(beginnings: range, hostile_site: tuple[Site, Shop], browser: Any) -> None:
    site, noor = hostile_site
    assert len(PAYLOADS) >= 200
    shopper, staff = (Watch(browser.new_context(viewport=DESKTOP).new_page()) for _ in range(2))
    sign_in(staff.page, site, noor.host, noor.email_of("owner"))
    texts = 0
    for beginning in beginnings:
        texts += plant(site.database, noor, beginning)
        for path in shop_pages(noor):
            shopper.open(site.at(noor.host, path))
        for path in desk_pages(noor):
            staff.open(site.at(noor.host, path))
    assert shopper.found + staff.found == [], "\n".join(shopper.found + staff.found)
    assert texts > 100 * len(beginnings)


@pytest.mark.long
def test_the_watch_sees_a_script(hostile_site: tuple[Site, Shop], browser: Any) -> None:
    """The proof of the test above, on a page without a policy."""
    page = browser.new_page()
    watch = Watch(page)
    page.set_content(f"<title>x</title>{PAYLOADS[0]}")
    assert page.title() == CAUGHT
    page.evaluate("setTimeout(() => alert(1))")
    page.wait_for_timeout(200)
    assert watch.found
