"""Marks of what changed, from which somebody else makes something again: search documents, shelf prices."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from commerce.core import clock
from commerce.core.among import Among
from commerce.core.models import ChangedObject
from commerce.core.scope import current_tenant_id


def mark_changed(kind: str, object_ids: Iterable[int]) -> None:
    """Whatever is made from these objects will be made again after this transaction commits.

    Refuses to run outside a transaction. Ids are written in order, so two marking transactions never deadlock.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a change is marked inside the transaction that makes it")
    ids = sorted(set(object_ids))
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {ChangedObject._meta.db_table} (tenant_id, kind, object_id, version, changed_at)
            SELECT %s, %s, object_id, 1, %s FROM unnest(%s::bigint[]) AS object_id ORDER BY object_id
            ON CONFLICT (tenant_id, kind, object_id)
            DO UPDATE SET version = {ChangedObject._meta.db_table}.version + 1, changed_at = excluded.changed_at
            """,  # noqa: S608 - the table's own name
            [current_tenant_id(), kind, clock.now(), ids],
        )


def forget_changes(changes: Sequence[ChangedObject]) -> None:
    """What was made again is marked no more. What changed again has another version and stays; what someone is just
    marking stays too, without waiting."""
    if rows := _unchanged(changes):
        ChangedObject.objects.filter(Among("pk", rows)).delete()


def postpone_changes(changes: Sequence[ChangedObject], instant: datetime) -> None:
    """What could not be made again waits until then; what changed again meanwhile, or is changing, does not."""
    if rows := _unchanged(changes):
        ChangedObject.objects.filter(Among("pk", rows)).update(changed_at=instant)


def _unchanged(changes: Sequence[ChangedObject]) -> list[int]:
    """Locked, without waiting for who is just marking."""
    versions = {change.pk: change.version for change in changes}
    if not versions:
        return []
    locked = ChangedObject.objects.filter(Among("pk", versions)).select_for_update(skip_locked=True)
    return [pk for pk, version in locked.values_list("pk", "version") if version == versions[pk]]
