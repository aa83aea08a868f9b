"""The steps that prepare the demo, and what who waits for them is told."""

import os
import sys
from pathlib import Path

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.http.errors import LimitRequestLine  # type: ignore[import-untyped]
from gunicorn.http.parser import RequestParser  # type: ignore[import-untyped]

from wasla_site.launcher import commands
from wasla_site.launcher.refusals import LaunchRefused


def run(program: str, folder: Path) -> str:
    return commands.run_step((sys.executable, "-c", program), os.environ, folder)


def test_who_waits_for_a_long_step_is_told_that_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "PATIENCE", 0.2)
    assert run("import time; time.sleep(0.7); print('furnished')", tmp_path) == "furnished\n"
    assert capsys.readouterr().out.count("still at it") >= 1


def test_a_short_step_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("print('done')", tmp_path)
    assert capsys.readouterr().out == ""


def test_a_step_that_fails_is_refused_with_its_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LaunchRefused, match="status 3"):
        run("print('no room'); raise SystemExit(3)", tmp_path)
    assert "no room" in capsys.readouterr().out


def read(server: Config, letters: int) -> str:
    """The question that reaches the shop."""
    line = f"GET /search/?q={'x' * letters} HTTP/1.1\r\nHost: noor.localhost\r\n\r\n"
    return str(next(RequestParser(server, [line.encode()], ("127.0.0.1", 40_000))).query)


def test_a_question_that_is_much_too_long_reaches_the_shop() -> None:
    plain, ours = Config(), Config()
    web = commands.demo_commands(8000, 8001, Path("portals")).web
    ours.set("limit_request_line", ours.parser().parse_args(web[3:]).limit_request_line)
    assert read(ours, 5000) == f"q={'x' * 5000}"
    with pytest.raises(LimitRequestLine):
        read(plain, 5000)
