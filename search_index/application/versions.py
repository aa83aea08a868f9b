"""Numbers by which of two writes about one object the one stays that was read later.

A version is drawn before the object is read, never when it is marked: of two transactions that mark an object the one
that marked first may commit last, and its change would then carry the lower number.
"""

from collections.abc import Iterable, Mapping

from django.db.models import F

from search_index.models import DocumentState


def draw_versions(kind: str, object_ids: Iterable[int]) -> dict[int, int]:
    """A version for each object, higher than any drawn before; good for what is read after this transaction commits.

    Four statements however many. Rows are locked in order, so two that draw never deadlock.
    """
    wanted = sorted(set(object_ids))
    DocumentState.objects.bulk_create(
        (DocumentState(kind=kind, object_id=object_id) for object_id in wanted), ignore_conflicts=True
    )
    rows = DocumentState.objects.filter(kind=kind, object_id__in=wanted)
    list(rows.order_by("object_id").select_for_update().values_list("pk"))
    rows.update(version=F("version") + 1)
    return dict(rows.values_list("object_id", "version"))


def known_versions(kind: str, object_ids: Iterable[int]) -> dict[int, int]:
    """The version drawn last for each object; one is drawn for those that never had one."""
    wanted = set(object_ids)
    known = dict(
        DocumentState.objects.filter(kind=kind, object_id__in=wanted, version__gt=0).values_list("object_id", "version")
    )
    return {**known, **(draw_versions(kind, wanted - known.keys()) if wanted - known.keys() else {})}


def outdo_versions(kind: str, versions: Mapping[int, int]) -> None:
    """Whatever is drawn for these objects from now on is higher than these versions, wherever they were met with."""
    DocumentState.objects.bulk_create(
        (DocumentState(kind=kind, object_id=object_id) for object_id in sorted(versions)), ignore_conflicts=True
    )
    rows = DocumentState.objects.filter(kind=kind, object_id__in=versions).order_by("object_id").select_for_update()
    lower = [row for row in rows if row.version < versions[row.object_id]]
    for row in lower:
        row.version = versions[row.object_id]
    DocumentState.objects.bulk_update(lower, ["version"])
