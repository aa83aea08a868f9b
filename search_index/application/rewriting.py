"""Documents made anew without a change of their objects."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from commerce.core.changes import mark_changed
from search_index.application.settling import note_written
from search_index.application.versions import draw_versions
from search_index.application.writing import write_documents
from search_index.domain.values import Unwritten


def rewrite_documents(kind: str, ids: Iterable[int]) -> Sequence[Unwritten]:
    """The documents of these objects are made and written anew wherever the store is written, and none is left of an
    object that shoppers may not find.

    What the engine does not take is marked, and tried again like a change; returns it.
    """
    with transaction.atomic():
        versions = draw_versions(kind, ids)
    outcome = write_documents(kind, versions, anew=True)
    failed = {one.object_id for one in outcome.unwritten}
    with transaction.atomic():
        note_written(kind, {number: version for number, version in versions.items() if number not in failed}, outcome)
        if failed:
            mark_changed(kind, failed)
    return outcome.unwritten
