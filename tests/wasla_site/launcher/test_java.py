"""Which Java runs OpenSearch, tried on folders that say what a Java would say."""

from __future__ import annotations

from pathlib import Path

import pytest

from wasla_site.launcher.java import java_home
from wasla_site.launcher.refusals import LaunchRefused


@pytest.fixture(autouse=True)
def _no_java_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)


def java(home: Path, version: str, *modules: str) -> Path:
    program = home / "bin" / "java"
    program.parent.mkdir(parents=True)
    said = "\n".join(f"{module}@{version}" for module in ("java.base", *modules))
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\n")
    program.chmod(0o755)
    return home


def test_the_first_that_is_new_enough_is_taken(tmp_path: Path) -> None:
    java(tmp_path / "java-17", "17.0.15", "jdk.localedata")
    newer = java(tmp_path / "java-21", "21.0.2", "jdk.localedata")
    java(tmp_path / "java-25", "25.0.3", "jdk.localedata")
    (tmp_path / "default").symlink_to(tmp_path / "java-25")
    assert java_home(tmp_path) == newer


def test_a_named_one_goes_first_and_opensearchs_own_before_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jvms = tmp_path / "jvms"
    java(jvms / "java-21", "21.0.2", "jdk.localedata")
    named = java(tmp_path / "named", "22", "jdk.localedata")
    own = java(tmp_path / "own", "23", "jdk.localedata")
    monkeypatch.setenv("JAVA_HOME", str(named))
    assert java_home(jvms) == named
    monkeypatch.setenv("OPENSEARCH_JAVA_HOME", str(own))
    assert java_home(jvms) == own
    monkeypatch.setenv("OPENSEARCH_JAVA_HOME", str(java(tmp_path / "old", "11.0.2", "jdk.localedata")))
    assert java_home(jvms) == named


def test_none_that_does_is_refused_with_what_is_there(tmp_path: Path) -> None:
    java(tmp_path / "java-17", "17.0.15", "jdk.localedata")
    java(tmp_path / "slim-24", "24.0.1", "java.xml")
    (tmp_path / "empty").mkdir()
    with pytest.raises(LaunchRefused) as refused:
        java_home(tmp_path)
    said = str(refused.value)
    assert "needs Java 21 or newer" in said
    assert "java-17 is Java 17" in said
    assert "slim-24 is Java 24 without jdk.localedata" in said
    assert "OPENSEARCH_JAVA_HOME" in said


def test_a_machine_without_java_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(LaunchRefused, match="no Java at all"):
        java_home(tmp_path)
