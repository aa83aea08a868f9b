"""Numbers by which of two writes about one object the one stays that was read later.

A version is drawn before the object is read, never when it is marked: of two transactions that mark an object the one
that marked first may commit last, and its change would then carry the lower number.
"""

from collections.abc import Iterable, Mapping

from django.db import connection

from commerce.core.among import Among
from commerce.core.scope import current_tenant_id
from search_index.models import DocumentState


def draw_versions(kind: str, object_ids: Iterable[int]) -> dict[int, int]:
    """A version for each object, higher than any drawn before; good for what is read after this transaction commits.

    One statement however many. Rows are locked in order, so two that draw never deadlock.
    """
    wanted = sorted(set(object_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO search_index_documentstate AS known
                (tenant_id, kind, object_id, version, written_version, is_findable, attempts, reason)
            SELECT %s, %s, object_id, 1, 0, false, 0, '' FROM unnest(%s::bigint[]) AS object_id ORDER BY object_id
            ON CONFLICT (tenant_id, kind, object_id) DO UPDATE SET version = known.version + 1
            RETURNING object_id, version
            """,
            [current_tenant_id(), kind, wanted],
        )
        return dict(cursor.fetchall())


def known_versions(kind: str, object_ids: Iterable[int]) -> dict[int, int]:
    """The version drawn last for each object; one is drawn for those that never had one."""
    wanted = set(object_ids)
    rows = DocumentState.objects.filter(Among("object_id", wanted), kind=kind, version__gt=0)
    known = dict(rows.values_list("object_id", "version"))
    return {**known, **(draw_versions(kind, wanted - known.keys()) if wanted - known.keys() else {})}


def outdo_versions(kind: str, versions: Mapping[int, int]) -> None:
    """Whatever is drawn for these objects from now on is higher than these versions, wherever they were met with."""
    DocumentState.objects.bulk_create(
        (DocumentState(kind=kind, object_id=object_id) for object_id in sorted(versions)), ignore_conflicts=True
    )
    rows = DocumentState.objects.filter(Among("object_id", versions), kind=kind).order_by("object_id")
    lower = [row for row in rows.select_for_update() if row.version < versions[row.object_id]]
    for row in lower:
        row.version = versions[row.object_id]
    DocumentState.objects.bulk_update(lower, ["version"])
