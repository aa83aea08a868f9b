"""One process at a time writes a store's documents, so that an older reading never overwrites a newer one."""

from django.db import connection

from commerce.core.scope import current_tenant_id

LONGEST_WAIT = "30s"


def take_turn(*, wait: bool) -> bool:
    """The rest of the running transaction is the only one that writes documents of the open scope's store.

    Without `wait`, False when another transaction is at it.
    """
    key = f"search_index:{current_tenant_id()}"
    with connection.cursor() as cursor:
        if not wait:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [key])
            row = cursor.fetchone()
            return bool(row and row[0])
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        return True
