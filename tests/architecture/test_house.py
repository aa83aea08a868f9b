"""The contracts of import-linter hold what they say: tried on a copy of the house with something out of place."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.imports import imported_modules
from tests.architecture.sources import PACKAGES, ROOT, name_of, python_files, tree_of

STRAYS = (
    "commerce/core/helpers.py",
    "commerce/orders/services.py",
    "commerce/shipping/__init__.py",
    "search_index/tools.py",
    "themes/helpers.py",
    "themes/base/utils.py",
    "wasla_site/utils.py",
)
# What a use case or a query must not know: how it was asked, and where the answer is shown.
EDGES = (
    "django.http",
    "django.shortcuts",
    "django.urls",
    "django.forms",
    "django.views",
    "django.template",
    "django.contrib.messages",
    "django.contrib.sessions",
    "wagtail.admin",
)


def copy_of_the_house(folder: Path) -> Path:
    for package in PACKAGES:
        for source in (ROOT / package).rglob("*.py"):
            target = folder / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    return folder


def lint(folder: Path) -> tuple[bool, str]:
    """Whether every contract is kept, and what is said."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def test_a_stray_file_anywhere_breaks_a_contract(tmp_path: Path) -> None:
    folder = copy_of_the_house(tmp_path)
    is_kept, said = lint(folder)
    assert is_kept, said
    for stray in STRAYS:
        (folder / stray).parent.mkdir(exist_ok=True)
        (folder / stray).write_text('"""Whatever nobody found a place for."""\n')
    is_kept, said = lint(folder)
    assert not is_kept
    unplaced = {stray for stray in STRAYS if module_of(stray) in said}
    assert unplaced == set(STRAYS), said


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").rsplit("/", 1)[1]


def test_an_import_upward_breaks_a_contract(tmp_path: Path) -> None:
    folder = copy_of_the_house(tmp_path)
    for path, line in {
        "commerce/core/money.py": "import commerce.core.outbox",
        "commerce/orders/domain/states.py": "import django.db",
        "commerce/tenants/domain/policies.py": "import commerce.orders.models",
    }.items():
        with (folder / path).open("a") as file:
            file.write(f"\n{line}\n")
    is_kept, said = lint(folder)
    assert not is_kept
    assert said.count("BROKEN") >= 3, said


def test_the_contracts_are_about_every_package() -> None:
    """Those of the tests apart, each top-level folder of Python is one of the house."""
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert folders == set(linter["root_packages"]) == set(PACKAGES)


def edges_in(tree: ast.Module) -> set[str]:
    return {
        module
        for module in imported_modules(tree)
        if any(module == edge or module.startswith(f"{edge}.") for edge in EDGES)
    }


def test_use_cases_and_queries_know_neither_http_nor_the_editor() -> None:
    """import-linter judges packages from outside as wholes, so this is looked for here."""
    found = {
        name_of(path): edges
        for path in python_files("commerce", "search_index")
        if "application" in path.parts or path.name == "models.py" or "models" in path.parts
        if (edges := edges_in(tree_of(path)))
    }
    assert found == {}


def adapters_of_others(path: Path) -> set[str]:
    """Which modules' adapters are imported here, besides one's own."""
    own = f"{'.'.join(path.relative_to(ROOT).parts[:2])}."
    wanted = {module for module in imported_modules(tree_of(path)) if ".infrastructure" in module}
    return {module for module in wanted if not module.startswith(own)}


def test_a_module_asks_anothers_application_and_never_its_adapters() -> None:
    found = {name_of(path): wanted for path in python_files("commerce") if (wanted := adapters_of_others(path))}
    assert found == {}


def public_functions(tree: ast.Module) -> list[str]:
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def test_a_use_case_is_one_public_function_of_its_files_name() -> None:
    files = [path for path in python_files() if path.parent.name == "use_cases" and path.stem != "__init__"]
    found = {name_of(path): named for path in files if (named := public_functions(tree_of(path))) != [path.stem]}
    assert found == {}
    assert len(files) > 40


@pytest.mark.parametrize(
    "source",
    [
        "from django.shortcuts import redirect",
        "from django import urls",
        "import django.http",
        "from django.contrib import messages",
        "from wagtail.admin.views import generic",
    ],
)
def test_the_check_sees_an_edge(source: str) -> None:
    assert edges_in(ast.parse(source))
