"""What a shopper does, by what they see: fields, buttons and links, in either language and without scripts."""

from __future__ import annotations

from typing import Any

ADDRESS = {
    "phone": "٠٥٥١٢٣٤٥٦٧",
    "name": "سارة العتيبي",
    "email": "sara@people.example",
    "city": "الرياض",
    "district": "العليا",
    "street": "شارع التحلية",
    "building_number": "2929",
    "postal_code": "12211",
}


def search_for(page: Any, words: str) -> None:
    box = page.locator("input[name=q]").first
    box.fill(words)
    box.press("Enter")
    page.wait_for_load_state()


def open_first_product(page: Any) -> None:
    """The first that is not sold out."""
    page.locator("main .card:not(.is-sold-out) a[href*='/products/']").first.click()
    page.wait_for_load_state()


def sku_on(page: Any) -> str:
    return str(page.locator(".product-sku bdi").inner_text())


def put_in_cart(page: Any) -> None:
    page.locator(".buy-button").click()
    page.wait_for_load_state()


def go_to_checkout(page: Any) -> None:
    page.locator("a[href$='/checkout/']").first.click()
    page.wait_for_load_state()


def fill_checkout(page: Any, method: str) -> None:
    for name, value in ADDRESS.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator(f"input[name=payment_method][value={method}]").check()


def confirm(page: Any) -> None:
    page.locator("form:has([name=idempotency_key]) button[type=submit]").last.click()
    page.wait_for_load_state()


def has_no_sideways_scroll(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
