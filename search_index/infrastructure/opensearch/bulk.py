"""What became of writes, in the port's words."""

from __future__ import annotations

from collections.abc import Iterable

from search_index.domain.values import Unwritten
from search_index.infrastructure.opensearch.gateway import Written

CONFLICT, NOT_FOUND, TOO_MANY = 409, 404, 429


def unwritten(done: Iterable[Written]) -> tuple[Unwritten, ...]:
    """Those that had no effect and should have had: where what is kept is newer, or is gone anyway, none was needed."""
    return tuple(
        Unwritten(one.write.kind, one.write.object_id, lasting=_is_lasting(one), reason=one.reason)
        for one in done
        if one.status >= 300 and not _is_done(one)
    )


def _is_done(one: Written) -> bool:
    return one.status == CONFLICT or (one.status == NOT_FOUND and one.write.source is None)


def _is_lasting(one: Written) -> bool:
    """The document itself is refused. An index that is gone or closed for writing is nobody's document's fault."""
    return 400 <= one.status < 500 and one.status not in {TOO_MANY, NOT_FOUND, 403}
