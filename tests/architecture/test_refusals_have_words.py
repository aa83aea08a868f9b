"""Every refusal says something to a person, in English and in Arabic."""

import importlib
from collections.abc import Iterator

import pytest
from django.utils import translation

from commerce.core.errors import Refusal
from tests.architecture.sources import name_of, python_files
from wasla_site.refusal_messages import MESSAGES


def refusals() -> Iterator[type[Refusal]]:
    for path in python_files("commerce", "search_index"):
        if "Refusal" in path.read_text():
            importlib.import_module(name_of(path).removesuffix(".py").replace("/", "."))
    seen = {Refusal}
    waiting = [Refusal]
    while waiting:
        for child in waiting.pop().__subclasses__():
            if child not in seen and not child.__module__.startswith("tests."):
                seen.add(child)
                waiting.append(child)
    yield from sorted(seen, key=lambda refusal: refusal.code)


def test_every_refusal_has_words_and_every_word_a_refusal() -> None:
    assert {refusal.code for refusal in refusals()} == set(MESSAGES)


def test_codes_are_not_shared() -> None:
    codes = [refusal.code for refusal in refusals()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_the_words_are_arabic_too_and_ask_for_the_same_facts(code: str) -> None:
    with translation.override("ar"):
        arabic = translation.gettext(MESSAGES[code])
    assert arabic != MESSAGES[code], f"{code} has no Arabic"

    def facts(message: str) -> set[str]:
        return {part.split(")")[0] for part in message.split("%(")[1:]}

    assert facts(arabic) == facts(MESSAGES[code])
    assert any("\u0600" <= letter <= "\u06ff" for letter in arabic)
