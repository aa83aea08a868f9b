"""What the serving role must not be able to do, asked of PostgreSQL before the first statement of a process.

Everything else rests on it: a role that owns tables, bypasses row security or inherits the owner's rights would see
every store's rows, and no page would look any different.
"""

from __future__ import annotations

import logging
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created
from psycopg import Connection

from commerce.core.owned import OwnedWrites
from commerce.core.scope import SYSTEM_ROLE

log = logging.getLogger(__name__)

QUESTION = """
    SELECT bool_or(mine.rolsuper), bool_or(mine.rolbypassrls), bool_or(mine.rolinherit),
           EXISTS (
               SELECT FROM pg_class
               WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
                 AND pg_has_role(session_user, relowner, 'MEMBER')
           ),
           coalesce((
               SELECT pg_has_role(session_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = %(system)s
           ), false),
           (
               SELECT array_agg(relname::text ORDER BY relname) FROM pg_class
               WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
                 AND NOT (relrowsecurity AND relforcerowsecurity)
                 AND (relname = ANY(%(tables)s) OR oid IN (SELECT polrelid FROM pg_policy))
           )
    FROM pg_roles AS mine WHERE mine.rolname IN (session_user, current_user)
"""

_was_asked = False


def role_problems(raw: Connection[Any]) -> list[str]:
    """What is wrong with the role of this connection, and with the walls it would meet; empty when all is well."""
    tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, OwnedWrites)]
    with raw.cursor() as cursor:
        cursor.execute(QUESTION, {"system": SYSTEM_ROLE, "tables": tables})
        row = cursor.fetchone()
    assert row is not None
    is_super, bypasses, inherits, owns, may_enter_system, open_tables = row
    found = {
        "it is a superuser": is_super,
        "it bypasses row security": bypasses,
        "it inherits other roles' rights": inherits,
        "it owns tables, or can become who does": owns,
        f"it is not a member of {SYSTEM_ROLE}": not may_enter_system,
        f"row security is not forced on {', '.join(open_tables or ())}": bool(open_tables),
    }
    return [problem for problem, is_so in found.items() if is_so]


def refuse_weak_role(connection: Any, **_: Any) -> None:
    """The first connection of a process, whatever process it is, is closed again when its role is too strong.

    Raises ImproperlyConfigured. Migrations run as the owner and say so (`DATABASE_ROLE_IS_OWNER`).
    """
    global _was_asked  # noqa: PLW0603 - once in the life of the process
    if _was_asked or settings.DATABASE_ROLE_IS_OWNER:
        return
    problems = role_problems(connection.connection)
    if problems:
        connection.close()
        raise ImproperlyConfigured(refusal_of(problems))
    _was_asked = True


def refusal_of(problems: list[str]) -> str:
    return f"Wasla does not run with this database role: {'; '.join(problems)}."


def require_serving_role() -> None:
    """Asked by every process that serves, before it serves: raises ImproperlyConfigured for a role that must not.

    A database that can't be reached yet is only logged: its first connection will be asked the same.
    """
    if settings.DATABASE_ROLE_IS_OWNER:
        raise ImproperlyConfigured(refusal_of(["it is the tables' owner (DATABASE_ROLE_IS_OWNER)"]))
    was_open = connection.connection is not None
    try:
        connection.ensure_connection()
    except OperationalError as error:
        log.warning("the database can't be reached yet: %s", error)
    else:
        if not was_open:
            connection.close()  # a server may fork after this


connection_created.connect(refuse_weak_role, dispatch_uid="refuse_weak_role")
