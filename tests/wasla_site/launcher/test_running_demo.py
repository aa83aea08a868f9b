"""Commands beside a running demo use its database, and no other's."""

from pathlib import Path

from wasla_site.launcher.running_demo import join_running_demo, shown_to_commands

DEMO = {"DATABASE_URL": "postgresql://demo", "PORT": "8000", "HOME": "/home/huda"}


def test_a_command_finds_the_demo_while_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    mine: dict[str, str] = {"PORT": "9000"}
    with shown_to_commands(path, DEMO):
        assert path.stat().st_mode & 0o077 == 0
        join_running_demo(path, mine)
    assert mine == {"DATABASE_URL": "postgresql://demo", "PORT": "9000"}
    assert not path.exists()


def test_a_database_that_is_named_is_used(tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    mine = {"DATABASE_URL": "postgresql://mine"}
    with shown_to_commands(path, DEMO):
        join_running_demo(path, mine)
    assert mine == {"DATABASE_URL": "postgresql://mine"}


def test_without_a_demo_nothing_changes(tmp_path: Path) -> None:
    mine: dict[str, str] = {}
    join_running_demo(tmp_path / "demo.json", mine)
    assert mine == {}


def test_what_a_killed_demo_left_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    path.write_text("{}")
    mine: dict[str, str] = {}
    with shown_to_commands(path, DEMO):
        join_running_demo(path, mine)
    assert mine["DATABASE_URL"] == "postgresql://demo"
