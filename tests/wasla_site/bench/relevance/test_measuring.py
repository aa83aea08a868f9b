"""The judged set measured as `make bench` does it, over a shop of two products."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import admin_dsn
from tests.wasla_site.bench.relevance.test_reading import WATCHES, WORDS
from wasla_site.bench.databases import Databases
from wasla_site.bench.management.commands.bench_search import POSTGRESQL
from wasla_site.bench.relevance.measuring import measure_relevance

QUERIES = """
spelling | ar | ساعه حمرا | watch colour=red
code | en | wt01red | @watches/classic-red
negative | ar | طائرة | none
"""


@pytest.fixture
def databases() -> Iterator[Databases]:
    made = Databases(admin_dsn())
    yield made
    made.drop_all()


@pytest.mark.long
def test_a_worker_fills_a_store_and_asks_it(
    databases: Databases, template_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "wasla_site.settings.test")
    (tmp_path / "catalogue").mkdir()
    files = {"words.txt": WORDS, "demo.txt": "", "catalogue/watches.txt": WATCHES, "queries.txt": QUERIES}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    figures = measure_relevance(databases, template_database, tmp_path, POSTGRESQL)
    assert list(figures) == ["spelling", "code", "negative", "in ar", "in en", "all"]
    assert figures["code"].ndcg == figures["negative"].ndcg == figures["spelling"].reciprocal_rank == 1
    assert figures["all"].questions == 3
