"""The log's chain: what was tampered with shows, and what was not does not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from commerce.core import clock
from commerce.core.audit import Deed, record
from commerce.core.audit_seals import SEAL_AFTER, Verdict, seal_activity, seal_store, verify_store
from commerce.core.bilingual import Bilingual
from commerce.core.models import AuditEntry, AuditSeal, UnsealedEntry
from commerce.core.money import Money
from commerce.core.scope import tenant_scope
from commerce.tenants.models import Tenant
from tests.support.databases import admin_dsn
from tests.support.together import at_once
from wasla_site.launcher.roles import app_dsn

ENTRIES = 40
# Each kind four times; in `make test-long` a hundred.
TAMPERINGS = 24

Owner = psycopg.Connection[Any]


def deed(number: int) -> Deed:
    price = Money(100_00 + number, "SAR")
    return Deed("variant", "priced", number, Bilingual(f"عود {number}", f"Oud {number}"), {}, {"price": price})


@pytest.fixture
def noor(own_database: str) -> Iterator[Tenant]:
    tenant = Tenant.objects.get(slug="noor")
    with tenant_scope(tenant.pk):
        yield tenant


@pytest.fixture
def sealed(noor: Tenant) -> Verdict:
    """Forty and more entries under several seals, and two that wait."""
    for start in range(0, ENTRIES, 5):
        with transaction.atomic():
            record(*(deed(number) for number in range(start, start + 5)))
        seal_store(now=clock.now())
    with transaction.atomic():
        record(deed(98), deed(99))
    verdict = verify_store()
    assert (verdict.problems, verdict.waiting) == ((), 2)
    assert verdict.entries >= ENTRIES
    return verdict


@pytest.fixture
def superuser(own_database: str) -> Iterator[Owner]:
    """Whoever owns the machine: no row security, no missing right."""
    dsn = psycopg.conninfo.make_conninfo(admin_dsn(), dbname=own_database)
    with psycopg.connect(dsn) as owner:
        yield owner


def alter(owner: Owner, entries: list[int], dice: random.Random) -> None:
    column, value = dice.choice(
        [
            ("after", '{"price": {"minor": 1, "currency": "SAR"}}'),
            ("actor_name", "ماجد"),
            ("actor_id", "31"),
            ("object_id", "777"),
            ("reason", "as agreed"),
            ("name_ar", "بخور"),
            ("at", "2020-01-01T00:00Z"),
        ]
    )
    owner.execute(f"UPDATE core_auditentry SET {column} = %s WHERE id = %s", [value, dice.choice(entries)])


def delete(owner: Owner, entries: list[int], dice: random.Random) -> None:
    owner.execute("DELETE FROM core_auditentry WHERE id = %s", [dice.choice(entries)])


def reorder(owner: Owner, entries: list[int], dice: random.Random) -> None:
    """Two entries exchange their numbers, and the seal's list is put right as well, or not."""
    one, other = dice.sample(entries, 2)
    swap = "UPDATE core_auditentry SET id = CASE id WHEN %s THEN -%s WHEN %s THEN -%s END WHERE id IN (%s, %s)"
    owner.execute(swap, [one, other, other, one, one, other])
    owner.execute("UPDATE core_auditentry SET id = -id WHERE id < 0")


def renumber(owner: Owner, entries: list[int], dice: random.Random) -> None:
    """An entry gets a number nobody has, in its seal too."""
    one = dice.choice(entries)
    owner.execute("UPDATE core_auditentry SET id = 900000 WHERE id = %s", [one])
    owner.execute("UPDATE core_auditseal SET entry_ids = array_replace(entry_ids, %s, 900000)", [one])


def insert(owner: Owner, entries: list[int], dice: random.Random) -> None:
    """A deed nobody did, at its place in time, without a trace of its being new."""
    owner.execute(
        "WITH row AS (SELECT (jsonb_populate_record(e, jsonb_build_object('id', 900001, 'object_id', 4))).* "
        "FROM core_auditentry e WHERE id = %s) INSERT INTO core_auditentry SELECT * FROM row",
        [dice.choice(entries)],
    )
    owner.execute("DELETE FROM core_unsealedentry WHERE entry_id = 900001")


def truncate(owner: Owner, entries: list[int], dice: random.Random) -> None:
    """The end is cut off, seals, marks and all: what is left is a chain without a fault."""
    left = dice.randrange(0, 8)
    owner.execute(
        "DELETE FROM core_auditseal WHERE number > %s "
        "AND tenant_id = (SELECT id FROM tenants_tenant WHERE slug = 'noor')",
        [left],
    )
    owner.execute("DELETE FROM core_unsealedentry")
    owner.execute(
        "DELETE FROM core_auditentry e WHERE NOT EXISTS (SELECT FROM core_auditseal WHERE e.id = ANY(entry_ids))"
    )


KINDS: list[Callable[..., None]] = [alter, delete, reorder, renumber, insert, truncate]


@pytest.mark.parametrize("tamperings", [TAMPERINGS, pytest.param(100, marks=pytest.mark.long)])
def test_tamperings_all_show(
    sealed: Verdict, superuser: Owner, noor: Tenant, own_database: str, tamperings: int
) -> None:
    """Each alone, undone afterwards; between them the untouched log is clean."""
    dice = random.Random(35)  # noqa: S311
    unseen = []
    for number in range(tamperings):
        kind = KINDS[number % len(KINDS)]
        with transaction.atomic():
            entries = [pk for ids in AuditSeal.objects.values_list("entry_ids", flat=True) for pk in ids]
        before = snapshot(superuser)
        kind(superuser, entries, dice)
        superuser.commit()
        if not verify_store(head=sealed.head).problems:
            unseen.append((number, kind.__name__))
        restore(superuser, before)
        assert verify_store(head=sealed.head).problems == (), f"after {kind.__name__} was undone"
    assert unseen == []


TABLES = ("core_auditentry", "core_auditseal", "core_unsealedentry")


def snapshot(owner: Owner) -> dict[str, list[str]]:
    return {
        table: [text for (text,) in owner.execute(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY id")]
        for table in TABLES
    }


def restore(owner: Owner, rows: dict[str, list[str]]) -> None:
    owner.execute("SET session_replication_role = replica")
    for table in TABLES:
        owner.execute(f"DELETE FROM {table}")
        with owner.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)",
                [(row,) for row in rows[table]],
            )
    owner.execute("SET session_replication_role = origin")
    owner.commit()


def test_without_the_kept_head_a_cut_tail_would_not_show(sealed: Verdict, superuser: Owner) -> None:
    """Why the head is kept elsewhere."""
    truncate(superuser, [], random.Random(1))  # noqa: S311
    superuser.commit()
    assert verify_store().problems == ()
    assert verify_store(head=sealed.head).problems == ("the head that was kept is not in the chain",)


def test_a_head_kept_long_ago_is_found_in_the_chain(sealed: Verdict) -> None:
    seal_store(now=clock.now())
    later = verify_store(head=sealed.head)
    assert (later.problems, later.waiting, later.entries) == ((), 0, sealed.entries + 2)
    assert later.head != sealed.head


def test_a_slow_transaction_is_sealed_when_it_is_there(noor: Tenant, own_database: str) -> None:
    """Its entry has the smaller number and commits after the larger was sealed."""
    with psycopg.connect(app_dsn(admin_dsn(), own_database)) as slow:
        slow.execute("SELECT set_config('app.tenant', %s, true)", [str(noor.pk)])
        with transaction.atomic():
            columns = [str(field.column) for field in AuditEntry._meta.local_fields if field.name != "id"]
        row = slow.execute(
            f"INSERT INTO core_auditentry ({', '.join(columns)}) SELECT {', '.join(columns)} FROM core_auditentry "
            "ORDER BY id LIMIT 1 RETURNING id"
        ).fetchone()
        assert row is not None
        with transaction.atomic():
            record(deed(1))
        seal_store(now=clock.now())
        with transaction.atomic():
            last = AuditSeal.objects.latest("number")
            assert max(last.entry_ids) > row[0]
            assert row[0] not in last.entry_ids
        assert verify_store().problems == ()
        slow.commit()
    assert (verify_store().problems, verify_store().waiting) == ((), 1)
    assert seal_store(now=clock.now()) == 1
    with transaction.atomic():
        assert AuditSeal.objects.latest("number").entry_ids == [row[0]]
    assert (verify_store().problems, verify_store().waiting) == ((), 0)


def test_recording_waits_for_no_sealer(noor: Tenant, own_database: str) -> None:
    """While one is sealing, another records and commits: nothing in the hot path is locked."""
    with transaction.atomic():
        record(deed(1))
    with transaction.atomic():
        seal_store(now=clock.now())  # its transaction stays open
        with psycopg.connect(app_dsn(admin_dsn(), own_database)) as other:
            other.execute("SET LOCAL lock_timeout = '1s'")
            other.execute("SELECT set_config('app.tenant', %s, true)", [str(noor.pk)])
            columns = ", ".join(str(field.column) for field in AuditEntry._meta.local_fields if field.name != "id")
            other.execute(f"INSERT INTO core_auditentry ({columns}) SELECT {columns} FROM core_auditentry LIMIT 1")
    assert (verify_store().waiting, verify_store().problems) == (1, ())


def test_two_sealers_make_one_chain(noor: Tenant, own_database: str) -> None:
    for number in range(6):
        with transaction.atomic():
            record(deed(number))
        at_once(*[lambda: seal_store(now=clock.now())] * 3)
    seal_store(now=clock.now())
    assert (verify_store().problems, verify_store().waiting) == ((), 0)


def test_the_sweep_seals_the_stores_that_wait_and_no_others(own_database: str) -> None:
    now = clock.now() + SEAL_AFTER + timedelta(seconds=1)
    assert seal_activity(now=now) == 2  # both stores' opening
    assert seal_activity(now=now) == 0
    souq = Tenant.objects.get(slug="souq")
    with tenant_scope(souq.pk), transaction.atomic():
        record(deed(1))
        before = AuditSeal.objects.count()
    assert seal_activity(now=clock.now()) == 0  # too young
    assert seal_activity(now=now) == 1
    with tenant_scope(souq.pk), transaction.atomic():
        assert AuditSeal.objects.count() == before + 1
        assert not UnsealedEntry.objects.exists()


def test_the_command_prints_heads_and_takes_them_back(sealed: Verdict, superuser: Owner, tmp_path: Path) -> None:
    said = StringIO()
    call_command("verify_activity", "--all", stdout=said)
    assert f"noor {sealed.entries} {sealed.head}" in said.getvalue().splitlines()
    kept = tmp_path / "heads"
    kept.write_text(said.getvalue())
    call_command("verify_activity", "--all", "--heads", str(kept), stdout=StringIO())
    call_command("verify_activity", "--store", "noor", "--head", sealed.head, stdout=StringIO())
    truncate(superuser, [], random.Random(2))  # noqa: S311
    superuser.commit()
    complaints = StringIO()
    with pytest.raises(CommandError, match="touched: noor"):
        call_command("verify_activity", "--all", "--heads", str(kept), stdout=StringIO(), stderr=complaints)
    assert "not in the chain" in complaints.getvalue()
    with pytest.raises(CommandError):
        call_command("verify_activity", "--store", "nobody", stdout=StringIO())
