"""Which role Django's command line works as, and how it migrates."""

import gc
import os
from collections.abc import Iterator

import pytest

import manage


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(manage, "execute_from_command_line", lambda arguments: None)
    monkeypatch.setenv("DATABASE_URL", "postgresql://wasla_app@/wasla")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://wasla_owner@/wasla")
    monkeypatch.setenv("DATABASE_ROLE_IS_OWNER", "false")
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("command", ["migrate", "makemigrations", "sqlmigrate", "showmigrations"])
def test_commands_about_the_schema_run_as_the_owner(command: str) -> None:
    manage.main(["manage.py", command])

    assert os.environ["DATABASE_URL"] == "postgresql://wasla_owner@/wasla"
    assert os.environ["DATABASE_ROLE_IS_OWNER"] == "true"


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("arguments", [["shell"], ["seed_demo"], ["shell", "migrate"], []])
def test_all_others_run_as_the_application(arguments: list[str]) -> None:
    manage.main(["manage.py", *arguments])

    assert os.environ["DATABASE_URL"] == "postgresql://wasla_app@/wasla"
    assert os.environ["DATABASE_ROLE_IS_OWNER"] == "false"


@pytest.mark.usefixtures("run")
def test_without_an_owners_address_migrate_uses_the_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_OWNER_URL")

    manage.main(["manage.py", "migrate"])

    assert os.environ["DATABASE_URL"] == "postgresql://wasla_app@/wasla"


@pytest.mark.usefixtures("run")
def test_only_migrate_seldom_looks_for_what_is_no_longer_needed() -> None:
    usual = gc.get_threshold()

    manage.main(["manage.py", "shell"])
    assert gc.get_threshold() == usual

    manage.main(["manage.py", "migrate"])
    assert gc.get_threshold() == manage.THRESHOLDS_OF_MIGRATE != usual
