"""Two people of two stores open texts in the same instant, in two threads of one process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from wagtail.admin.rich_text import DraftailRichTextArea, get_rich_text_editor_widget

from tests.architecture.sources import name_of, python_files

STORES = ("noor", "souq", "qahwa", "bait")
TEXTS = 60


@pytest.fixture(autouse=True)
def threads_take_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def mixed(widget: Any) -> int:
    """How many texts came out broken, or with another store's words."""

    def open_texts(store: str) -> int:
        broken = 0
        for _ in range(TEXTS):
            try:
                opened = widget.format_value(f"<p>{store} <b>{store}</b></p>" * 5)
                broken += opened.count(store) < 5 or any(other in opened for other in STORES if other != store)
            except (AssertionError, IndexError, AttributeError, ValueError):
                broken += 1
        return broken

    with ThreadPoolExecutor(len(STORES)) as threads:
        return sum(threads.map(open_texts, STORES))


def test_no_text_has_another_stores_words() -> None:
    assert mixed(get_rich_text_editor_widget(features=["bold", "link"])) == 0


def test_wagtails_own_widget_is_used_nowhere() -> None:
    """Forms ask for the editor that the settings name."""
    named = [name_of(path) for path in python_files() if "DraftailRichTextArea" in path.read_text()]
    assert named == ["wasla_site/storefront/text_editor.py"]


def test_wagtails_own_widget_mixes_them() -> None:
    """The proof of the test above, and the reason for an editor of our own."""
    assert mixed(DraftailRichTextArea(features=["bold", "link"])) > 0


@pytest.mark.parametrize("sent", ["", "8000001", "[]", "null", "{}", "<p>text</p>", '{"blocks": []}'])
def test_what_no_editor_sends_is_no_text(sent: str) -> None:
    widget = get_rich_text_editor_widget(features=["bold", "link"])
    assert widget.value_from_datadict({"text": sent}, {}, "text") == ""
