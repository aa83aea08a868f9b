"""The desk speaks the merchant's words: nothing of the framework's own, and in Arabic nothing left in English."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from tests.isolation.crawling import ask, staff_of
from tests.isolation.shops import WORD, Shop
from tests.wasla_site.dashboard.desk_pages import desk_pages, read

FRAMEWORKS_OWN = re.compile(r"wagtail|snippet|workflow|streamfield", re.IGNORECASE)
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names and codes that Arabic writes in Latin letters, and what a payment company's own desk calls its keys.
LATIN_IN_ARABIC = {
    *("Wasla", "English", "JavaScript", "SKU", "SAR", "JPG", "JPEG", "PNG", "WEBP", "AVIF", "GIF", "MB", "CSV"),
    *("IBAN", "SA", "Secret", "Publishable", "key", "Webhook", "Webhooks", "POST", "API", "pk", "sk"),
}
KEYS_OR_FILE = re.compile(r"•+\w{4}|(Ctrl|Esc|Shift|Alt|⌘)( \+ .+)?|[\w-]+\.webp")


@pytest.mark.long
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


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_not_there_leads_back_in_the_merchants_words(stores: tuple[Shop, Shop], language: str) -> None:
    own = stores[0] if language == "ar" else stores[1]
    answer = ask(staff_of(own, "owner"), "/manage/pages/999999/edit/")
    assert answer.status == 404
    assert not [text for text in read(answer.html).texts if FRAMEWORKS_OWN.search(text)]
    assert "icon-wagtail" not in answer.html, "nor its bird"


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


# What Wagtail's Arabic says and nobody else would.
NOBODY_SAYS = re.compile("انظر في الواقع|موقع الويب|\\(slug\\)")
COUNTED = (
    ("%(num_parent_objects)d image has been deleted", "%(num_parent_objects)d images have been deleted"),
    (
        "New tags have been added to %(num_parent_objects)d image",
        "New tags have been added to %(num_parent_objects)d images",
    ),
    ("Delete 1 image", "Delete %(counter)s images"),
    ("Add tags to 1 image", "Add tags to %(counter)s images"),
    ("%(num_parent_objects)d page has been deleted", "%(num_parent_objects)d pages have been deleted"),
    ("%(num_parent_objects)d page has been published", "%(num_parent_objects)d pages have been published"),
    ("%(num_parent_objects)d page has been unpublished", "%(num_parent_objects)d pages have been unpublished"),
    ("%(num_pages)d page has been moved", "%(num_pages)d pages have been moved"),
    ("Delete 1 page", "Delete %(counter)s pages"),
    ("Move 1 page", "Move %(counter)s pages"),
    ("Publish 1 page", "Publish %(counter)s pages"),
    ("Unpublish 1 page", "Unpublish %(counter)s pages"),
    ("There is one matching page", "There are %(counter)s matching pages"),
    ("Used %(usage_count)s time", "Used %(usage_count)s times"),
)  # fmt: skip


def test_arabic_is_as_a_person_says_it(stores: tuple[Shop, Shop]) -> None:
    found = [
        f"{page.path}: {text}"
        for page in desk_pages(*stores)
        for text in read(page.html).texts
        if NOBODY_SAYS.search(text)
    ]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize(("one", "many"), COUNTED)
def test_arabic_counts_one_and_two_without_a_number(one: str, many: str) -> None:
    with translation.override("ar"):
        said = [translation.ngettext(one, many, number) for number in (1, 2, 3, 11)]
    assert [("%(" in each, bool(LATIN.search(re.sub(r"%\(\w+\)[sd]", "", each)))) for each in said] == [
        (False, False), (False, False), (True, False), (True, False),
    ]  # fmt: skip


def test_a_picture_has_one_name_in_english(stores: tuple[Shop, Shop]) -> None:
    noor, souq = stores
    found: dict[str, str] = {}
    for page in desk_pages(souq, noor):
        for text in read(page.html).texts:
            if re.search(r"\bimages?\b", text, re.IGNORECASE):
                found.setdefault(text, page.path)
    assert not found, "\n".join(["", *(f"{path}: {text}" for text, path in sorted(found.items()))])


def test_the_tab_names_the_store(stores: tuple[Shop, Shop]) -> None:
    noor, souq = stores
    for page in desk_pages(noor, souq):
        title = re.search(r"<title>(.*?)</title>", page.html, re.DOTALL)
        assert title is not None, page.path
        assert title[1].strip().endswith(noor.say("noor")), page.path
