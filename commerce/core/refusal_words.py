"""What a refusal says to a person. One table, one way to ask it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from commerce.core.amounts import spelt
from commerce.core.errors import Refusal
from commerce.core.money import Money

# An English text with the names of facts in it, for gettext; or what makes the text from the facts.
Words = str | Callable[[Mapping[str, Any]], str]


def message_for(refusal: Refusal, own: Mapping[str, Words] | None = None) -> str:
    """The refusal in the active language, with its facts.

    The words stand in the table that `REFUSAL_WORDS` names, by code; `own` are those of a place that says some refusals
    in its own way. A refusal without words is a defect (KeyError): nobody is told something that may not be true.
    """
    table: Mapping[str, Words] = import_string(settings.REFUSAL_WORDS)
    words = own[refusal.code] if own and refusal.code in own else table[refusal.code]
    return words(refusal.facts) if callable(words) else gettext(words) % shown(refusal.facts)


def shown(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they stand in a sentence: lists in a row, amounts with their currency."""
    return {name: _shown(value) for name, value in facts.items()}


def _shown(value: Any) -> Any:
    if isinstance(value, Money):
        return spelt(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else value
