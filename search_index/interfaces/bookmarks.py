"""Addresses of deep pages: where the page before ended, signed, so that nobody makes one up or uses another store's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core import signing

from commerce.core.scope import current_tenant_id
from search_index.application.queries import Question
from search_index.domain.values import Place

SALT = "search_index.bookmark"


@dataclass(frozen=True, slots=True)
class Bookmark:
    page: int
    after: Place


def written(bookmark: Bookmark, question: Question) -> str:
    return signing.dumps([_asked(question), bookmark.page, list(bookmark.after)], salt=SALT, compress=True)


def read(text: str, question: Question) -> Bookmark | None:
    """None for what was not written here, by the open scope's store, for this question."""
    try:
        asked, page, after = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return Bookmark(page, tuple(after)) if asked == _asked(question) else None


def _asked(question: Question) -> str:
    """The store and what is asked of it, as a short text."""
    filters = question.filters
    said = [
        current_tenant_id(),
        question.text,
        question.sort.value,
        filters.from_minor,
        filters.to_minor,
        sorted(filters.categories),
        sorted(filters.tags),
        sorted((one.option, one.value) for one in filters.attributes),
        filters.only_available,
        filters.only_reduced,
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:20]
