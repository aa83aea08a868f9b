"""CPU is measured where it is spent: here and in PostgreSQL, and waiting is none."""

import time

import pytest
from django.db import connection

from wasla_site.bench.spent import cpu_ms


def ask(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.usefixtures("db")
def test_what_both_processes_do_counts_and_waiting_does_not() -> None:
    idle = cpu_ms(lambda: time.sleep(0.2))
    asleep = cpu_ms(lambda: ask("SELECT pg_sleep(0.2)"))
    in_the_database = cpu_ms(lambda: ask("SELECT sum(sqrt(n)) FROM generate_series(1, 1000000) AS n"))
    here = cpu_ms(lambda: sum(range(3_000_000)))
    assert max(idle, asleep) < min(in_the_database, here)
    assert min(in_the_database, here) > 10
