"""Start-up checks: the process must not run with a role that sees through row security."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from commerce.core.row_security import SYSTEM_ROLE


@register(Tags.database)
def database_role_is_weak(app_configs: Any, databases: Any = None, **_: Any) -> list[CheckMessage]:
    """The application's role owns no table, is no superuser, does not bypass row security, inherits nothing."""
    if not databases or settings.DATABASE_ROLE_IS_OWNER:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT rolsuper, rolbypassrls, rolinherit,
                   EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid),
                   pg_has_role(rolname, %s, 'MEMBER')
            FROM pg_roles WHERE rolname = current_user
            """,
            [SYSTEM_ROLE],
        )
        is_super, bypasses, inherits, owns, may_enter_system = cursor.fetchone()
    problems = {
        "is a superuser": is_super,
        "bypasses row security": bypasses,
        "inherits other roles' rights": inherits,
        "owns tables": owns,
        f"is not a member of {SYSTEM_ROLE}": not may_enter_system,
    }
    return [
        Error(f"The database role of the application {problem}.", id="tenants.E001")
        for problem, is_so in problems.items()
        if is_so
    ]


@register(Tags.security)
def stores_share_no_cookie(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Cookies stay on the host that set them, hosts are what the connection says, and no origin is trusted but it."""
    wrong = {
        "SESSION_COOKIE_DOMAIN": "would show one store's sessions to every other",
        "CSRF_COOKIE_DOMAIN": "would let one store forge another's forms",
        "LANGUAGE_COOKIE_DOMAIN": "would be set by one store for every other",
        "USE_X_FORWARDED_HOST": "would let anybody name the store",
        "CSRF_TRUSTED_ORIGINS": "would let another host send a store's forms",
    }
    return [
        Error(f"{name} {why}.", hint=f"Remove {name} from the settings.", id="tenants.E002")
        for name, why in wrong.items()
        if getattr(settings, name)
    ]
