"""What a translation names, the program hands it: another name is a KeyError in one language only."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.architecture.sources import PACKAGES, ROOT

NAMED = re.compile(r"%\((\w+)\)")
CATALOGUES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("django.po"))


def forms(texts: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts or ())


def unknown_names(message: Message) -> set[str]:
    """Names in any form of the translation that stand in no form of the text."""
    said, meant = (set(NAMED.findall(" ".join(forms(texts)))) for texts in (message.string, message.id))
    return said - meant


@pytest.mark.parametrize("path", CATALOGUES, ids=[path.relative_to(ROOT).as_posix() for path in CATALOGUES])
def test_translations_name_what_their_text_names(path: Path) -> None:
    with path.open("rb") as file:
        assert {message.id: unknown_names(message) for message in read_po(file) if unknown_names(message)} == {}


def test_the_check_sees_another_name() -> None:
    assert unknown_names(Message("Image '%(image_title)s' added.", "'%(title)s'")) == {"title"}
    assert unknown_names(Message(("%(n)s page", "%(n)s pages"), ("صفحة", "%(count)s"))) == {"count"}
