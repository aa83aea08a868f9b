"""Making the documents again of what changed in one store."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from search_index.application.claims import Claim, claim_changes
from search_index.application.ports import SearchUnavailable
from search_index.application.settling import all_failed, has_defect, settle
from search_index.application.writing import write_documents

log = logging.getLogger(__name__)


def index_store_changes(*, now: datetime, most: int) -> int:
    """The index knows at most `most` of the open scope's changes; returns how many were looked at.

    Several processes may do this at once. What the engine can't take now is tried again soon, what it refuses a few
    times. A process that dies on the way leaves its changes to the next, after a minute.
    """
    with transaction.atomic():
        claims = claim_changes(now=now, most=most)
    for kind, of_kind in groupby(claims, key=lambda claim: claim.kind):
        _index(kind, list(of_kind), now)
    return len(claims)


def _index(kind: str, claims: Sequence[Claim], now: datetime) -> None:
    """All at once, which is quick; one by one when one of them has a defect."""
    try:
        outcome = write_documents(kind, {claim.object_id: claim.version for claim in claims})
    except SearchUnavailable as error:
        log.warning("%s changes wait for the search engine: %s", len(claims), error)
        with transaction.atomic():
            all_failed(kind, claims, str(error), now=now)
    except Exception as error:
        log.exception("the document of %s %s can't be made", kind, [claim.object_id for claim in claims])
        if len(claims) > 1:
            for claim in claims:
                _index(kind, [claim], now)
        else:
            with transaction.atomic():
                has_defect(claims[0], repr(error), now=now)
    else:
        with transaction.atomic():
            settle(kind, claims, outcome, now=now)
