"""One process at a time writes a store's words, so that two never mix their words of one object."""

from django.db import connection

from commerce.core.scope import current_tenant_id

LONGEST_WAIT = "30s"


def take_turn() -> None:
    """The rest of the running transaction is the only one that writes words of the open scope's store."""
    key = f"search_index:{current_tenant_id()}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
