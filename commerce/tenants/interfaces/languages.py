"""The language an answer speaks, and in which its addresses lead on."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation


@contextmanager
def speaking(language: str, first: str) -> Iterator[None]:
    """Texts are in that language, and addresses are reversed to pages in it: with its prefix, unless it is the store's
    `first`. Both are as before afterwards."""
    before = get_script_prefix()
    if language != first:
        set_script_prefix(f"/{language}/")
    try:
        with translation.override(language):
            yield
    finally:
        set_script_prefix(before)
