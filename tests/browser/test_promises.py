"""A code on a phone without scripts: refused with the reason and what would mend it, taken, taken out, and kept to."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from tests.browser import shopper
from tests.browser.conftest import PHONE, Site
from tests.browser.shops import CODE_FOR_TWO

NOOR = "noor.localhost"


def enter(page: Any, code: str) -> None:
    page.locator("#code").fill(code)
    page.locator(".code-form button").click()
    page.wait_for_load_state()


def totals(page: Any) -> list[tuple[str, str]]:
    """What stands in the order summary, row by row."""
    rows = page.locator(".totals > div")
    return [
        (rows.nth(row).locator("dt").inner_text(), re.sub(r"[^\d.,−]", "", rows.nth(row).locator("dd").inner_text()))
        for row in range(rows.count())
    ]


def without_fee(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """As before the way of paying was chosen: paid on delivery, Noor may ask a fee that the total contains."""
    fees = [Decimal(amount) for name, amount in rows if name == "رسوم الدفع عند الاستلام"]
    return [
        (name, f"{Decimal(amount) - sum(fees):.2f}" if name == "الإجمالي" else amount)
        for name, amount in rows
        if name != "رسوم الدفع عند الاستلام"
    ]


@pytest.mark.long
def test_a_code_is_explained_taken_and_kept_to(site: Site, visitor: Any) -> None:
    page = visitor(PHONE, with_scripts=False).page
    page.goto(site.at(NOOR, "/products/"))
    shopper.open_first_product(page)
    shopper.put_in_cart(page)
    without = totals(page)

    enter(page, "ماء ورد")
    assert page.locator("#code-error").inner_text() == "لا يوجد رمز خصم «ماء ورد». تأكد من حروفه وأرقامه."
    assert page.locator("#code").input_value() == "ماء ورد"
    enter(page, CODE_FOR_TWO.lower())
    assert (
        page.locator(".code-entered.is-waiting .code-note").inner_text() == "أضف قطعة واحدة أخرى من منتجات هذا العرض."
    )
    assert totals(page) == without

    page.locator(".cart-line [name=quantity]").first.fill("2")
    page.locator(".cart-line-change button").click()
    page.wait_for_load_state()
    assert page.locator(".code-entered .code-note").inner_text() == "هدية الضيف"
    with_code = totals(page)
    assert ("هدية الضيف", "−20.00") in with_code

    page.locator(".code-entered button").click()
    page.wait_for_load_state()
    assert page.locator(".code-entered").count() == 0
    assert "هدية الضيف" not in dict(totals(page))
    enter(page, CODE_FOR_TWO)
    assert totals(page) == with_code
    assert shopper.has_no_sideways_scroll(page)

    shopper.go_to_checkout(page)
    assert totals(page) == with_code
    shopper.fill_checkout(page, "cash_on_delivery")
    shopper.confirm(page)
    assert "/orders/" in page.url
    assert without_fee(totals(page)) == with_code
    assert shopper.has_no_sideways_scroll(page)
