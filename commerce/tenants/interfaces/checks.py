"""`manage.py check --database default`: what a serving process would refuse at its start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from commerce.core.database.role import role_problems


@register(Tags.database)
def database_role_is_weak(app_configs: Any, databases: Any = None, **_: Any) -> list[CheckMessage]:
    """The application's role owns no table, is no superuser, does not bypass row security, inherits nothing."""
    if not databases or settings.DATABASE_ROLE_IS_OWNER:
        return []
    try:
        connection.ensure_connection()
    except ImproperlyConfigured as refusal:
        return [Error(str(refusal), id="tenants.E001")]
    problems = role_problems(connection.connection)
    return [Error(f"Of the database role: {problem}.", id="tenants.E001") for problem in problems]


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
