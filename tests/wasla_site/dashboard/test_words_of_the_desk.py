"""The desk speaks the merchant's words: nothing of the framework's own, and in Arabic nothing left in English."""

from __future__ import annotations

import re

import pytest

from tests.isolation.shops import WORD, Shop
from tests.wasla_site.dashboard.desk_pages import desk_pages, read

FRAMEWORKS_OWN = re.compile(r"wagtail|snippet|workflow|streamfield", re.IGNORECASE)
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names and codes that Arabic writes in Latin letters.
LATIN_IN_ARABIC = frozenset(
    ["Wasla", "English", "JavaScript", "SKU", "SAR", "JPG", "JPEG", "PNG", "WEBP", "AVIF", "GIF", "MB", "CSV"]
)
KEYS_OR_FILE = re.compile(r"(Ctrl|Esc|Shift|Alt|⌘)( \+ .+)?|[\w-]+\.webp")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_names_the_framework(stores: tuple[Shop, Shop], language: str) -> None:
    own, other = stores if language == "ar" else reversed(stores)
    found, pages = [], 0
    for page in desk_pages(own, other):
        pages += 1
        page_read = read(page.html)
        found += [f"{page.path}: {text}" for text in page_read.texts if FRAMEWORKS_OWN.search(text)]
        found += [f"{page.path}: {link}" for link in page_read.links if "wagtail.org" in link]
    assert not found, "\n".join(["", *found])
    assert pages >= 30


def test_the_arabic_desk_is_in_arabic(stores: tuple[Shop, Shop]) -> None:
    noor, souq = stores
    left: dict[str, str] = {}
    for page in desk_pages(noor, souq):
        for text in read(page.html).texts:
            if WORD in text or noor.marker in text or "@" in text or KEYS_OR_FILE.fullmatch(text):
                continue
            words = set(LATIN.findall(text)) - LATIN_IN_ARABIC
            if words and "/" not in text:
                left.setdefault(text, page.path)
    assert not left, "\n".join(["", *(f"{path}: {text}" for text, path in sorted(left.items()))])


def test_the_tab_names_the_store(stores: tuple[Shop, Shop]) -> None:
    noor, souq = stores
    for page in desk_pages(noor, souq):
        title = re.search(r"<title>(.*?)</title>", page.html, re.DOTALL)
        assert title is not None, page.path
        assert title[1].strip().endswith(noor.say("noor")), page.path
