"""Making the documents again of what changed in one store."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction

from search_index.application.claims import Claim, claim_changes
from search_index.application.passing import is_passing
from search_index.application.ports import SearchUnavailable
from search_index.application.settling import all_failed, has_defect, settle
from search_index.application.writing import write_documents

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """At so many changes; `has_room`: the engine took all that it does not refuse for good."""

    changes: int
    has_room: bool


def index_store_changes(*, now: datetime, most: int) -> Looked:
    """The index knows at most `most` of the open scope's changes.

    Several processes and threads may do this at once. What the engine can't take now is tried again soon, what it
    refuses a few times. A process that dies on the way leaves its changes to the next, after a minute.
    """
    with transaction.atomic():
        claims = claim_changes(now=now, most=most)
    by_kind = groupby(claims, key=lambda claim: claim.kind)
    rooms = [_index(kind, list(of_kind), now) for kind, of_kind in by_kind]
    return Looked(len(claims), all(rooms))


def _index(kind: str, claims: Sequence[Claim], now: datetime) -> bool:
    """All at once, which is quick; one by one when one of them has a defect. Whether the engine had room for them."""
    try:
        outcome = write_documents(kind, {claim.object_id: claim.version for claim in claims})
    except Exception as error:
        if isinstance(error, SearchUnavailable) or is_passing(error):
            log.warning("%s changes wait for the search engine: %s", len(claims), error)
            with transaction.atomic():
                all_failed(kind, claims, str(error), now=now)
            return False
        log.exception("the document of %s %s can't be made", kind, [claim.object_id for claim in claims])
        if len(claims) > 1:
            rooms = [_index(kind, [claim], now) for claim in claims]
            return all(rooms)
        with transaction.atomic():
            has_defect(claims[0], repr(error), now=now)
        return True
    with transaction.atomic():
        settle(kind, claims, outcome, now=now)
    return all(one.lasting for one in outcome.unwritten)
