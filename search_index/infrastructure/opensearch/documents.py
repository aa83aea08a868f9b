"""A document as the search server keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

from search_index.domain.choices import combos_of, token
from search_index.domain.drift import stamp_of
from search_index.domain.folding import words_of
from search_index.domain.ranking import (
    Weight,
    category_head_forms,
    category_head_of,
    codes_and_numbers,
    head_of,
    other_forms,
    other_forms_of_label,
)
from search_index.domain.values import Document, Facts, SeenPicture
from search_index.infrastructure.opensearch.mappings import PICTURES, vector_field

ARABIC_LETTER = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
# What comes later in a description says little about a product.
MOST_LETTERS = 4000


def source_of(document: Document) -> dict[str, Any]:
    """Titles lie by the script they are written in: merchants write either language into either field."""
    arabic = [title for title in document.titles if ARABIC_LETTER.search(title)]
    labels = [*document.category_names, *document.labels]
    return {
        "title_ar": arabic,
        "title_en": [title for title in document.titles if title not in arabic],
        "whole_titles": list(document.titles),
        "codes": codes_and_numbers(document.codes),
        "heads": [word for title in document.titles for word in head_of(title)],
        "title_forms": _each_once(other_forms(words_of(title), Weight.TITLE) for title in document.titles),
        "category_heads": _each_once(map(category_head_of, document.category_names)),
        "category_head_forms": _each_once(map(category_head_forms, document.category_names)),
        "labels": labels,
        "label_forms": _each_once(map(other_forms_of_label, labels)),
        "texts": [text[:MOST_LETTERS] for text in document.texts],
        "text_forms": _each_once(other_forms(words, Weight.TEXT) for words in document.text_words),
        "stamp": stamp_of(document.object_id, document.version),
        **_facts(document.facts),
        PICTURES: [_picture(picture) for picture in document.pictures],
    }


def _each_once(forms: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(forms)))


def _picture(picture: SeenPicture) -> dict[str, Any]:
    vectors = {vector_field(space): list(vector) for space, vector in picture.vectors.items()}
    return {"embedder_id": picture.embedder_id, **vectors}


def _facts(facts: Facts) -> dict[str, Any]:
    return {
        "lowest_minor": facts.lowest_minor,
        "highest_minor": facts.highest_minor,
        "categories": [str(number) for number in facts.categories],
        "tags": [str(number) for number in facts.tags],
        "attr": [token(attribute) for attribute in facts.attributes],
        "combo": combos_of(facts.variants),
        "is_available": facts.is_available,
        "is_reduced": facts.is_reduced,
        "appeared_at": facts.appeared_at.isoformat() if facts.appeared_at else None,
        "popularity": round(facts.popularity, 2),
        "margin": round(facts.margin, 2),
    }
