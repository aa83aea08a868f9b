"""What the system's Python refuses or skips before there is a virtual environment."""

import hashlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from wasla_site.launcher import bootstrap
from wasla_site.launcher.bootstrap import BootstrapRefused
from wasla_site.launcher.places import CHECKOUT


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    venv = tmp_path / ".venv"
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(bootstrap, "RECORD", venv / "installed.json")
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    return tmp_path


@pytest.fixture
def slow_work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the slow steps taken; the virtual environment is made without being filled."""
    taken: list[str] = []

    def make_venv() -> None:
        taken.append("venv")
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        (bootstrap.VENV / "lib" / version / "site-packages" / "pip").mkdir(parents=True, exist_ok=True)
        bootstrap.VENV_PYTHON.parent.mkdir(exist_ok=True)
        bootstrap.VENV_PYTHON.touch()

    monkeypatch.setattr(bootstrap, "make_venv", make_venv)
    monkeypatch.setattr(bootstrap, "install_packages", lambda lock: taken.append(lock.name))
    return taken


def test_packages_are_installed_once_for_each_lock_file(checkout: Path, slow_work: list[str]) -> None:
    lock = checkout / "requirements.lock"
    bootstrap.prepare(lock, None)
    bootstrap.prepare(lock, None)
    assert slow_work == ["venv", "requirements.lock"]

    lock.write_text("# changed\n")
    bootstrap.prepare(lock, None)

    assert slow_work == ["venv", "requirements.lock"] * 2
    recorded = json.loads(bootstrap.RECORD.read_text())
    assert recorded == {"requirements.lock": hashlib.sha256(b"# changed\n").hexdigest()}


def test_runs_with_different_lock_files_wait_for_each_other(
    checkout: Path, slow_work: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = checkout / "requirements.lock", checkout / "requirements-dev.lock"
    second.write_text("# nothing more\n")
    other = Thread(target=bootstrap.prepare, args=(second, None))
    is_other_inside = Event()

    def install(lock: Path) -> None:
        slow_work.append(lock.name)
        if lock == second:
            is_other_inside.set()
            return
        other.start()
        assert not is_other_inside.wait(1), "both write into one environment"

    monkeypatch.setattr(bootstrap, "install_packages", install)
    bootstrap.prepare(first, None)
    other.join()

    assert slow_work == ["venv", first.name, "venv", second.name]
    assert json.loads(bootstrap.RECORD.read_text()).keys() == {first.name, second.name}


def test_a_broken_environment_is_made_again(checkout: Path, slow_work: list[str]) -> None:
    lock = checkout / "requirements.lock"
    bootstrap.prepare(lock, None)
    bootstrap.VENV_PYTHON.unlink()

    bootstrap.prepare(lock, None)

    assert slow_work == ["venv", "requirements.lock"] * 2


def test_a_taken_port_is_refused_before_slow_work(checkout: Path, slow_work: list[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(BootstrapRefused, match=f"Port {port} is taken"):
            bootstrap.prepare(checkout / "requirements.lock", str(port))
    assert slow_work == []


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "eighty", "80 80"])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BootstrapRefused, match="from 1 to 65535"):
        bootstrap.refuse_taken_port(text)


def test_an_old_python_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap, "OTHER_PYTHONS", ())

    with pytest.raises(BootstrapRefused, match=r"needs Python 3\.11 or newer, but .* is 3\.9\.2"):
        bootstrap.use_new_enough_python()


def test_a_missing_lock_file_is_one_line(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, str(CHECKOUT / "wasla_site/launcher/bootstrap.py"), str(tmp_path / "none.lock")],
        check=False,
        capture_output=True,
        text=True,
    )

    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "none.lock" in result.stderr


def test_it_needs_nothing_but_the_standard_library() -> None:
    """Isolated (-I) and without site-packages (-S), as on a bare machine."""
    code = f"import runpy; runpy.run_path({str(Path(bootstrap.__file__))!r})"

    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True, cwd=os.sep)
