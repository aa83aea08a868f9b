"""Addresses of deep pages: where the page before ended, signed, so that nobody makes one up or uses another store's,
or what another engine wrote."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

from commerce.core.scope import current_tenant_id
from search_index.application.queries import Question
from search_index.domain.values import Place

SALT = "search_index.bookmark"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`after` is None where the engine that answered does not say where the page ended; then the number counts."""

    page: int
    after: Place | None


def written(bookmark: Bookmark, question: Question) -> str:
    after = None if bookmark.after is None else list(bookmark.after)
    return signing.dumps([_asked(question), bookmark.page, after], salt=SALT, compress=True)


def read(text: str, question: Question) -> Bookmark | None:
    """None for what was not written here, by the open scope's store, for this question to this engine."""
    try:
        asked, page, after = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return Bookmark(page, after and tuple(after)) if asked == _asked(question) else None


def _asked(question: Question) -> str:
    """The store and what is asked of it, by which version of its ranking, of which engine, as a short text. An engine
    makes nothing of another's places."""
    filters = question.filters
    said = [
        settings.SEARCH_INDEX,
        current_tenant_id(),
        question.text,
        question.sort.value,
        question.may_guess,
        filters.from_minor,
        filters.to_minor,
        sorted(filters.categories),
        sorted(filters.tags),
        sorted((one.option, one.value) for one in filters.attributes),
        filters.only_available,
        filters.only_reduced,
        question.weighing.version,
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:20]
