"""A merchant asks why something costs what it costs, without a script."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.desk import sign_in
from tests.browser.test_pricing_desk import STORES, fits


@pytest.mark.long
@pytest.mark.parametrize(("language", "size"), [("ar", PHONE), ("en", DESKTOP)])
def test_a_price_is_explained(site: Site, visitor: Any, language: str, size: dict[str, int]) -> None:
    host, email = STORES[language]
    page = visitor(size).page
    sign_in(page, site, host, email)
    page.goto(site.at(host, "/manage/prices/inspect/"))
    page.locator("[name=quantity]").fill("٣")
    page.locator("[name=find]").click()
    page.wait_for_load_state()
    assert page.locator("[name=quantity]").input_value() == "٣", "what was typed stays"
    page.locator("[name=variant]").first.check()
    page.locator("form.inspector-card > button").click()
    page.wait_for_load_state()
    assert page.locator(".inspector-total dd").count() == 1
    assert page.locator(".inspector-answer section").count() == 4
    assert fits(page)
