"""What an index holds wrongly is put right."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from django.db import transaction

from commerce.core.changes import mark_changed
from search_index.application.comparing import Comparison, outdo
from search_index.application.generations import Key
from search_index.application.rewriting import rewrite_documents
from search_index.domain.drift import Difference, is_too_much

log = logging.getLogger(__name__)

# What marking alone would not put right: nothing changed of the object, or there is none.
REWRITTEN = frozenset({Difference.ORPHAN, Difference.DAMAGED})


def put_right(found: Comparison, *, where: str, may_be_much: bool = False) -> None:
    """What is missing or stale is marked, as if it had changed; what should not be there is gone, and damaged words are
    written anew. Where too much differs (`domain.drift`), unless it `may_be_much`, nothing is, and somebody is called
    (logged as critical). `where` names the index. Raises SearchUnavailable."""
    if not found.by_key:
        return
    counted = dict(Counter(found.by_key.values()))
    if not may_be_much and is_too_much(len(found.by_key), found.documents):
        log.critical("%s of %s documents differ, nothing is repaired: %s", len(found.by_key), found.documents, counted)
        return
    log.warning("the index of %s had drifted: %s", where, counted)
    with transaction.atomic():
        outdo(found)
    for kind in found.kinds():
        _repair(kind, found.wrong(kind))


def take_up(left: Iterable[Key]) -> None:
    """What was begun and left is marked, as if it had changed, so that its outcome comes to be known."""
    for kind, keys in groupby(sorted(left), lambda key: key[0]):
        with transaction.atomic():
            mark_changed(kind, [number for _, number in keys])


def _repair(kind: str, wrong: dict[int, Difference]) -> None:
    if rewritten := [number for number, what in wrong.items() if what in REWRITTEN]:
        rewrite_documents(kind, rewritten)
    with transaction.atomic():
        mark_changed(kind, wrong.keys() - set(rewritten))
