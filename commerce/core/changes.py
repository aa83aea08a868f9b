"""Marks of what changed and can be searched for."""

from collections.abc import Iterable

from django.db import connection, transaction

from commerce.core import clock
from commerce.core.models import ChangedObject
from commerce.core.scope import current_tenant_id


def mark_changed(kind: str, object_ids: Iterable[int]) -> None:
    """The search documents of these objects will be made again after this transaction commits.

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
