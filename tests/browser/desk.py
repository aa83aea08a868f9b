"""What staff do at the desk."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import Site
from tests.support.template_stores import OWNER_PASSWORD


def sign_in(page: Any, site: Site, host: str, email: str) -> None:
    page.goto(site.at(host, "/manage/"))
    page.locator("[name=username]").fill(email)
    page.locator("[name=password]").fill(OWNER_PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_load_state()
