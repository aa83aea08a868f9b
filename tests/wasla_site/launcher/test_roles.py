"""The walls between owner, application and system role, asked of a real server."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors, sql

from wasla_site.launcher.cluster import Cluster
from wasla_site.launcher.roles import APP, OWNER, SYSTEM, app_dsn, make_database, make_roles, owner_dsn

ROLE_FACTS = "SELECT rolcanlogin, rolsuper, rolbypassrls, rolinherit, rolcreatedb, rolcreaterole FROM pg_roles"


@pytest.fixture
def database(admin_dsn: str) -> Iterator[str]:
    name = f"roles_{uuid4().hex[:12]}"
    make_roles(admin_dsn)
    make_database(admin_dsn, name)
    yield name
    drop_database(admin_dsn, name)


def drop_database(admin_dsn: str, name: str) -> None:
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def role_facts(admin_dsn: str, role: str) -> tuple[bool, ...] | None:
    with psycopg.connect(admin_dsn) as connection:
        return connection.execute(f"{ROLE_FACTS} WHERE rolname = %s", [role]).fetchone()


def test_roles_have_exactly_the_powers_they_need(admin_dsn: str) -> None:
    make_roles(admin_dsn)

    # sign in, superuser, bypass row security, inherit, make databases, make roles
    assert role_facts(admin_dsn, OWNER) == (True, False, False, True, True, False)
    assert role_facts(admin_dsn, APP) == (True, False, False, False, False, False)
    assert role_facts(admin_dsn, SYSTEM) == (False, False, False, False, False, False)


def test_making_roles_again_takes_back_a_power_that_was_added(cluster: Cluster) -> None:
    cluster.start()
    admin_dsn = cluster.admin_dsn()
    make_roles(admin_dsn)
    with psycopg.connect(admin_dsn) as connection:
        connection.execute("ALTER ROLE wasla_app SUPERUSER BYPASSRLS INHERIT")

    make_roles(admin_dsn)

    assert role_facts(admin_dsn, APP) == (True, False, False, False, False, False)


def test_application_owns_nothing_and_makes_nothing(admin_dsn: str, database: str) -> None:
    with psycopg.connect(owner_dsn(admin_dsn, database)) as owner:
        owner.execute("CREATE TABLE shelf (id bigint)")
    with psycopg.connect(app_dsn(admin_dsn, database)) as app:
        assert app.execute("SELECT current_user").fetchone() == (APP,)
        owned = "SELECT count(*) FROM pg_class WHERE relowner = 'wasla_app'::regrole"
        assert app.execute(owned).fetchone() == (0,)
        with pytest.raises(errors.InsufficientPrivilege), app.transaction():
            app.execute("CREATE TABLE mine (id bigint)")
        with pytest.raises(errors.InsufficientPrivilege), app.transaction():
            app.execute("DROP TABLE shelf")


def test_application_and_system_use_what_the_owner_makes(admin_dsn: str, database: str) -> None:
    with psycopg.connect(owner_dsn(admin_dsn, database)) as owner:
        owner.execute("CREATE TABLE shelf (id bigserial, name text)")
    with psycopg.connect(app_dsn(admin_dsn, database)) as app:
        for role in (APP, SYSTEM):
            with app.transaction():
                app.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
                app.execute("INSERT INTO shelf (name) VALUES ('oud')")
                app.execute("UPDATE shelf SET name = 'musk'")
                assert app.execute("SELECT DISTINCT name FROM shelf").fetchall() == [("musk",)]
                app.execute("DELETE FROM shelf")


def test_application_enters_the_system_role_and_comes_back(admin_dsn: str, database: str) -> None:
    with psycopg.connect(app_dsn(admin_dsn, database)) as app:
        with app.transaction():
            app.execute("SET LOCAL ROLE wasla_system")
            assert app.execute("SELECT current_user").fetchone() == (SYSTEM,)
        assert app.execute("SELECT current_user").fetchone() == (APP,)
        with pytest.raises(errors.InsufficientPrivilege), app.transaction():
            app.execute("SET LOCAL ROLE wasla_owner")


def test_application_does_not_inherit_what_only_system_may_do(admin_dsn: str, database: str) -> None:
    with psycopg.connect(owner_dsn(admin_dsn, database)) as owner:
        owner.execute("CREATE TABLE ledger (id bigint)")
        owner.execute("REVOKE ALL ON ledger FROM wasla_app")
    with psycopg.connect(app_dsn(admin_dsn, database)) as app:
        with pytest.raises(errors.InsufficientPrivilege), app.transaction():
            app.execute("SELECT * FROM ledger")
        with app.transaction():
            app.execute("SET LOCAL ROLE wasla_system")
            assert app.execute("SELECT * FROM ledger").fetchall() == []


def test_nobody_signs_in_as_system(admin_dsn: str, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(app_dsn(admin_dsn, database).replace(APP, SYSTEM))


def test_row_security_binds_the_application(admin_dsn: str, database: str) -> None:
    with psycopg.connect(owner_dsn(admin_dsn, database)) as owner:
        owner.execute("CREATE TABLE shelf (tenant int)")
        owner.execute("INSERT INTO shelf VALUES (1), (2)")
        owner.execute("ALTER TABLE shelf ENABLE ROW LEVEL SECURITY")
        owner.execute("CREATE POLICY own ON shelf USING (tenant = current_setting('app.tenant')::int)")
        owner.execute("CREATE POLICY all_of_it ON shelf TO wasla_system USING (true)")
    with psycopg.connect(app_dsn(admin_dsn, database)) as app, app.transaction():
        app.execute("SELECT set_config('app.tenant', '1', true)")
        assert app.execute("SELECT tenant FROM shelf").fetchall() == [(1,)]
        app.execute("SET LOCAL ROLE wasla_system")
        assert app.execute("SELECT tenant FROM shelf ORDER BY tenant").fetchall() == [(1,), (2,)]


def test_limits_hold_for_the_application_and_not_for_the_owner(admin_dsn: str, database: str) -> None:
    limits = "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"
    idle = "SELECT current_setting('idle_in_transaction_session_timeout')"
    with psycopg.connect(app_dsn(admin_dsn, database)) as app:
        assert app.execute(limits).fetchone() == ("3s", "10s")
        assert app.execute(idle).fetchone() == ("15s",)
    with psycopg.connect(owner_dsn(admin_dsn, database)) as owner:
        assert owner.execute(limits).fetchone() == ("0", "0")
        assert owner.execute(idle).fetchone() == ("0",)


def test_database_is_the_owners_in_utf8(admin_dsn: str, database: str) -> None:
    query = """SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype
               FROM pg_database WHERE datname = current_database()"""
    with psycopg.connect(owner_dsn(admin_dsn, database)) as owner:
        assert owner.execute(query).fetchone() == (OWNER, "UTF8", "C.UTF-8", "C.UTF-8")
        assert owner.execute("SELECT upper('é'), length('عطر')").fetchone() == ("É", 3)


def test_a_copy_keeps_contents_and_privileges(admin_dsn: str, database: str) -> None:
    with psycopg.connect(owner_dsn(admin_dsn, database)) as owner:
        owner.execute("CREATE TABLE shelf (name text)")
        owner.execute("INSERT INTO shelf VALUES ('oud')")
    copy = f"{database}_copy"
    make_database(admin_dsn, copy, template=database)
    try:
        with psycopg.connect(app_dsn(admin_dsn, copy)) as app:
            assert app.execute("SELECT name FROM shelf").fetchall() == [("oud",)]
            with pytest.raises(errors.InsufficientPrivilege):
                app.execute("CREATE TABLE mine (id bigint)")
        with psycopg.connect(owner_dsn(admin_dsn, copy)) as owner:
            owner.execute("CREATE TABLE added (id bigint)")
        with psycopg.connect(app_dsn(admin_dsn, copy)) as app:
            assert app.execute("SELECT * FROM added").fetchall() == []
    finally:
        drop_database(admin_dsn, copy)


def test_an_existing_database_keeps_its_contents(admin_dsn: str, database: str) -> None:
    with psycopg.connect(owner_dsn(admin_dsn, database)) as owner:
        owner.execute("CREATE TABLE shelf (name text)")

    make_database(admin_dsn, database)

    with psycopg.connect(app_dsn(admin_dsn, database)) as app:
        assert app.execute("SELECT * FROM shelf").fetchall() == []


def test_two_launchers_at_once_make_one_set(cluster: Cluster) -> None:
    cluster.start()
    admin_dsn = cluster.admin_dsn()

    def launch(number: int) -> None:
        make_roles(admin_dsn)
        make_database(admin_dsn, "wasla")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(launch, range(8)))

    assert role_facts(admin_dsn, APP) is not None
    with psycopg.connect(app_dsn(admin_dsn, "wasla")) as app:
        assert app.execute("SELECT current_user").fetchone() == (APP,)


def test_addresses_leave_the_administrators_name_and_password_out() -> None:
    admin = "postgresql://admin:secret@db.example:5433/postgres"

    assert app_dsn(admin, "wasla") == "postgresql://wasla_app@/wasla?host=db.example&port=5433"
    assert owner_dsn(admin, "wasla") == "postgresql://wasla_owner@/wasla?host=db.example&port=5433"
