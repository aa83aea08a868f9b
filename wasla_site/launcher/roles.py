"""The three database roles and the databases they share, made with an administrator's connection.

`wasla_owner` owns every table and migrates. `wasla_app` serves requests: it owns nothing, inherits nothing
and is bound by row security. `wasla_system` cannot sign in; the application enters it by SET ROLE for the few
jobs across stores.
Roles belong to the whole cluster, so they are made here, once, and never in a migration.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

OWNER = "wasla_owner"
APP = "wasla_app"
SYSTEM = "wasla_system"

ATTRIBUTES = {
    OWNER: "LOGIN CREATEDB INHERIT NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
    APP: "LOGIN NOCREATEDB NOINHERIT NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
    SYSTEM: "NOLOGIN NOCREATEDB NOINHERIT NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
}
# Of the application's sessions alone: the owner's migrations may wait and run for as long as they need.
APP_LIMITS = {"lock_timeout": "3s", "statement_timeout": "10s", "idle_in_transaction_session_timeout": "15s"}
WELCOME_EXTENSIONS = ("pg_trgm", "unaccent")
ADVISORY_LOCK = 0x5741534C41  # "WASLA": one process at a time makes roles and databases.


def make_roles(admin_dsn: str) -> None:
    """The three roles exist with exactly these attributes. Safe to repeat and to run in several processes."""
    with _alone(admin_dsn) as connection, connection.transaction():
        for role, attributes in ATTRIBUTES.items():
            name = sql.Identifier(role)
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
                connection.execute(sql.SQL("CREATE ROLE {}").format(name))
            connection.execute(sql.SQL(f"ALTER ROLE {{}} {attributes}").format(name))
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(SYSTEM), sql.Identifier(APP)))
        for setting, value in APP_LIMITS.items():
            command = sql.SQL("ALTER ROLE {} SET {} = {}")
            connection.execute(command.format(sql.Identifier(APP), sql.Identifier(setting), sql.Literal(value)))


def make_database(admin_dsn: str, name: str, template: str | None = None) -> None:
    """The database exists, is the owner's and holds the privileges of `_prepare`.

    An existing database keeps its contents. A new one is a copy of `template`, which nobody may be using
    meanwhile and which brings its privileges along; without a template it is empty, UTF-8 and C.UTF-8.
    """
    with _alone(admin_dsn) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if found is None:
            command = "CREATE DATABASE {} OWNER {} TEMPLATE {}"
            if template is None:
                command += " ENCODING 'UTF8' LOCALE 'C.UTF-8'"
            identifiers = [sql.Identifier(word) for word in (name, OWNER, template or "template0")]
            connection.execute(sql.SQL(command).format(*identifiers))
        if template is None:
            _prepare(_dsn(admin_dsn, name))


def owner_dsn(admin_dsn: str, database: str) -> str:
    """The owner's URL of a database on the administrator's server."""
    return _dsn(admin_dsn, database, OWNER)


def app_dsn(admin_dsn: str, database: str) -> str:
    """The application's URL of a database on the administrator's server."""
    return _dsn(admin_dsn, database, APP)


def _prepare(admin_dsn: str) -> None:
    """Application and system may use what the owner will make in this database, and may make nothing."""
    owner, app, system = (sql.Identifier(role) for role in (OWNER, APP, SYSTEM))
    commands = (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
        "GRANT USAGE ON SCHEMA public TO {app}, {system}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}, {system}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT USAGE, SELECT ON SEQUENCES TO {app}, {system}",
    )
    with psycopg.connect(admin_dsn) as connection:
        for command in commands:
            connection.execute(sql.SQL(command).format(owner=owner, app=app, system=system))
        welcome = connection.execute(
            "SELECT name FROM pg_available_extensions WHERE name = ANY(%s)", [list(WELCOME_EXTENSIONS)]
        ).fetchall()
        for (extension,) in welcome:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


@contextmanager
def _alone(admin_dsn: str) -> Iterator[psycopg.Connection]:
    """A connection outside any transaction, during which no other process makes roles or databases."""
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        yield connection


def _dsn(admin_dsn: str, database: str, role: str | None = None) -> str:
    """Names the server in the query, where libpq, psycopg and django-environ read sockets and hosts."""
    address = {name: str(value) for name, value in conninfo_to_dict(admin_dsn).items()}
    user = role or address.get("user", "")
    kept = ("host", "port") if role else ("host", "port", "password")
    server = {name: address[name] for name in kept if name in address}
    return f"postgresql://{user}@/{database}?{urlencode(server)}"
